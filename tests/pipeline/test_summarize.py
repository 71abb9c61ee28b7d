"""A summary's sentences are the articles' own words, begin with what happened, and do not repeat each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from events.pipeline.summarize import FEWEST, MOST, Sentence, choose_sentences

MINE = [
    "Fourteen miners were trapped after a tunnel collapsed at the Karsholt copper mine on Tuesday night.",
    "He said that he had never seen anything like it in thirty years at the company.",
    "Rescue teams drilled through 200 metres of rock, and pumps kept the lower galleries dry.",
    "Subscribe to our newsletter for more stories from the valley of Karsholt and beyond.",
]
LATER = [
    "Rescuers at the Karsholt copper mine reached the first of fourteen trapped miners on Thursday.",
    "Prosecutors have opened an inquiry into the operator Brenna Metals over missing supports.",
    "Is anybody to blame for what happened in the tunnel of the Karsholt mine this week?",
]


def make(*articles: list[str]) -> list[Sentence]:
    return [
        Sentence(order, order, 100 * place, 100 * place + len(text), text, place, order)
        for order, texts in enumerate(articles)
        for place, text in enumerate(texts)
    ]


def test_begins_with_an_opening_sentence_and_leaves_out_questions_furniture_and_pronouns() -> None:
    chosen = [one.text for one in choose_sentences(make(MINE, LATER), "Fourteen miners trapped in Karsholt mine")]
    assert FEWEST <= len(chosen) <= MOST
    assert chosen[0] in (MINE[0], LATER[0])
    assert not {MINE[1], MINE[3], LATER[2]} & set(chosen)


def test_says_nothing_twice() -> None:
    again = [MINE[0].replace("Tuesday night", "Tuesday"), MINE[2]]
    chosen = [one.text for one in choose_sentences(make(MINE, again, MINE))]
    assert sum("Fourteen miners" in text for text in chosen) == 1
    assert sum("Rescue teams" in text for text in chosen) == 1


def test_one_short_article_gives_what_it_has() -> None:
    assert [one.text for one in choose_sentences(make(["Fire."]))] == ["Fire."]
    assert choose_sentences([]) == []
    assert choose_sentences(make(["   "])) == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=120), max_size=4), max_size=5))
def test_takes_any_words_and_changes_none(articles: list[list[str]]) -> None:
    candidates = make(*articles)
    chosen = choose_sentences(candidates)
    assert len(chosen) <= MOST
    assert all(one in candidates for one in chosen)
    assert chosen == choose_sentences(candidates)
