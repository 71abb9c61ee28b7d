"""Roles that one cue's reading leaves open: parts that a surer cue owns, sources that break off."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.records import Attribution, Span
from events.tagger.settle_roles import cut_loose_ends, join_cues, leave_to_surer, settle_sources

TEXT = "The head of the port, Ann Lee, insisted that the quay holds. In a letter to staff she said work goes on in May."


def at(words: str) -> tuple[Span, ...]:
    return ((TEXT.index(words), TEXT.index(words) + len(words)),)


INSISTED = Attribution(at("Ann Lee"), at("insisted"), at("that the quay holds"), 0.9)


def test_neighbouring_cues_of_the_same_words_are_one_cue() -> None:
    text = "They later conceded that roads flood"
    later, conceded = (Attribution(((0, 4),), (cue,), ((20, 36),), 0.7) for cue in ((5, 10), (11, 19)))
    assert [one.cue for one in join_cues(text, [later, conceded])] == [((5, 19),)]


def test_neighbouring_cues_of_other_words_stay_two() -> None:
    text = "They say think that roads flood"
    say, think = Attribution((), ((5, 8),), ((9, 31),), 0.7), Attribution((), ((9, 14),), ((15, 31),), 0.7)
    assert join_cues(text, [say, think]) == [say, think]


def test_a_part_of_content_belongs_to_the_surer_cue() -> None:
    greedy = Attribution(at("she"), at("said"), at("quay holds") + at("work goes on in May"), 0.7)
    assert leave_to_surer([INSISTED, greedy])[1].content == at("work goes on in May")


def test_a_surer_cue_leaves_nothing_to_one_that_is_less_sure() -> None:
    sure = Attribution(at("she"), at("said"), at("quay holds") + at("work goes on in May"), 0.95)
    assert leave_to_surer([INSISTED, sure])[1] == sure


def test_a_statement_within_a_statement_stays_whole() -> None:
    outer = Attribution(at("she"), at("said"), at("insisted that the quay holds") + at("work goes on in May"), 0.7)
    assert leave_to_surer([INSISTED, outer])[1] == outer


def test_content_of_one_part_is_kept_though_another_cue_has_it_too() -> None:
    twin = Attribution(at("Ann Lee"), at("said"), at("that the quay holds"), 0.5)
    assert leave_to_surer([INSISTED, twin])[1] == twin


def test_a_source_that_is_only_an_article_is_taken_from_a_sure_reading_of_the_rules() -> None:
    cut = Attribution(at("The"), at("insisted"), at("that the quay holds"), 0.8)
    ruled = Attribution(at("The head of the port"), at("insisted"), at("that the quay holds"), 0.92)
    assert settle_sources(TEXT, [cut], [cut], [ruled])[0].source == at("The head of the port")
    assert settle_sources(TEXT, [cut], [cut], [])[0].source == ()


def test_the_networks_source_is_kept_where_the_rules_read_the_rest() -> None:
    ruled = Attribution(at("port, Ann Lee"), at("insisted"), at("that the quay holds"), 0.97)
    assert settle_sources(TEXT, [ruled], [INSISTED], [ruled])[0].source == at("Ann Lee")


def test_loose_ends_are_cut_and_brackets_kept() -> None:
    assert cut_loose_ends(TEXT, at(", Ann Lee")) == at("Ann Lee")
    assert cut_loose_ends(TEXT, at("a letter to")) == at("a letter")
    assert cut_loose_ends("Lee (D)", ((0, 7),)) == ((0, 7),)


@given(st.text(alphabet="ab ,.)the", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_what_is_cut_lies_within_what_was_given(text: str, start: int, end: int) -> None:
    start, end = min(start, len(text)), min(end, len(text))
    if start < end:
        for first, last in cut_loose_ends(text, ((start, end),)):
            assert start <= first < last <= end
