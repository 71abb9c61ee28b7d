"""A story built like a hard real one, with people, groups, places, numbers and verbs of our own: all that it claims.

And inputs that tempt a reader into claims and figures that are none.
"""

from __future__ import annotations

import pytest

from tests.tagger.reading import claims_of, figures_of, said_in

STORY = (
    "The head of Northern Relief for the Volta Rescue Corps (VRC), Kwame Asante says the number of foreign engineers and "
    "contractors in Ghana is more worrying than the drought in the country.\n"
    "Insisting that there will be no “season of hunger” in Ghana as long as there is a VRC depot in the country, "
    "Asante said, "
    'in an interview with Sahel Radio, that "it is not simple for the smugglers from the Bolgatanga market '
    "to reach Kumasi”.\n"
    "At least 45 traders were injured in the blaze at Bolgatanga market, which broke out on Tuesday.\n"
    "The looters set fire to a lorry near the market gates, helping dozens of detainees escape to the neighbouring Yorogo "
    "district, residents and shopkeepers said.\n"
    "The government-backed GPF initially claimed it had secured the market and arrested nearly 30 looters hiding nearby, "
    "but "
    "later admitted that looters had taken over parts of the building.\n"
    '“We have made enough preparations to keep the smugglers out of Ghana," Asante said.\n'
    "Asante added that all of Ghana including its farmers is ready “to prevent the bitter harvest of 2007,”.\n"
    '"Today, the VRC is a working relief force able to do its duty, and we have a strong supply system," he continued.'
)


def test_a_story_of_the_same_build_gives_the_same_claims() -> None:
    said = said_in(STORY)
    spoken = {one.speaker.split()[-1] for one in said if one.speaker}
    assert {"Asante", "GPF"} <= spoken
    wanted = {
        "the number of foreign engineers": "Asante",
        "season of hunger": "Asante",
        "it is not simple for the smugglers": "Asante",
        "The looters set fire": "",
        "it had secured the market": "GPF",
        "looters had taken over parts": "GPF",
        "We have made enough preparations": "Asante",
        "all of Ghana including its farmers": "Asante",
        "the VRC is a working relief force": "Asante",
    }
    found = {words: [one for one in said if words in one.content] for words in wanted}
    assert [words for words, claims in found.items() if not claims] == []
    assert {words: {c.speaker.split()[-1] if c.speaker else "" for c in claims} for words, claims in found.items()} == {
        words: {speaker} for words, speaker in wanted.items()
    }


def test_its_admission_supersedes_its_first_word_and_the_interview_has_a_medium() -> None:
    claims = claims_of(STORY)
    (later,) = [claim for claim in claims if claim.supersedes is not None]
    assert later.supersedes is not None
    assert "secured the market" in STORY[slice(*claims[later.supersedes].content[0])]
    media = {STORY[slice(*claim.medium)] for claim in claims if claim.medium}
    assert media == {"Sahel Radio"}


def test_its_figures_keep_their_bounds() -> None:
    found = {(f.measure, f.value, f.low, f.bound, f.who) for f in figures_of(STORY)}
    assert ("injured", 45, 45, "at_least", "traders") in found
    assert ("arrested", 30, None, "about", "looters") in found
    assert ("escaped", None, 24, "at_least", "detainees") in found


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “dam” was never built.",
        "The paper ran the headline “Dam breaks” on Monday.",
        "They call it “progress”.",
    ],
)
def test_scare_quotes_and_headlines_are_no_claims(text: str) -> None:
    assert [one for one in said_in(text) if one.kind == "direct"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Mensah said: “The mayor told me ‘the dam is safe’ and left.",
        "“The dam “is “safe, Mensah said.",
        "“" * 200 + "Mensah said",
        "Mensah said “the dam is safe.\n\nOwusu left. The rain fell.",
    ],
)
def test_quotes_never_closed_or_nested_break_nothing(text: str) -> None:
    for claim in claims_of(text):
        assert all(0 <= start < end <= len(text) for start, end in claim.content)


@pytest.mark.parametrize(
    "text",
    [
        "Ama Mensah, 34, was not hurt.",
        "The match ended 3-1 after 90 minutes.",
        "Call 030 224 1187 to help.",
        "It happened on 12 March 2021 at 10:45.",
        "The ticket costs $12.",
    ],
)
def test_ages_scores_dates_phones_and_prices_are_no_casualties(text: str) -> None:
    assert [f for f in figures_of(text) if f.measure in {"killed", "injured", "missing", "arrested"} and f.value] == []


def test_none_is_a_count_and_a_person_beside_others_is_no_sum() -> None:
    assert [(f.measure, f.value) for f in figures_of("No one was killed in the blast.")] == [("killed", 0)]
    assert [(f.measure, f.value, f.who) for f in figures_of("A bomb exploded, killing him and two others.")] == [
        ("killed", 2, "others")
    ]
