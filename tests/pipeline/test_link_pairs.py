"""Judging pairs of claims and figures: bounds, speakers, and what must not be linked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from events.pipeline.claim_records import ClaimSide, Interval
from events.pipeline.figure_bounds import compare_intervals
from events.pipeline.link_pairs import judge_pair
from events.pipeline.link_sides import make_side
from events.pipeline.speaker_words import compare_speakers
from tests.tagger.reading import TEXTS

DAY = datetime(2024, 3, 5, tzinfo=UTC)


def side(number: int, words: str, speaker: str, **more: Any) -> ClaimSide:
    values: dict[str, Any] = {
        "claim_id": number, "article_id": number, "origin": f"o{number}", "outlet": f"o{number}", "speaker": speaker,
        "speaker_actor": None, "words": words, "at": DAY + timedelta(hours=number), "event_id": 1,
    }  # fmt: skip
    return make_side(**{**values, **more})


def link(one: ClaimSide, other: ClaimSide) -> str:
    found = judge_pair(one, other)
    return found.type if found else ""


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (Interval(70, None), Interval(100, None), "overlap"),
        (Interval(14, 14), Interval(12, None), "within"),
        (Interval(85, None), Interval(0, 50), "apart"),
        (Interval(5, 5), Interval(5, 5), "same"),
        (Interval(110, 130), Interval(100, None), "within"),
        (Interval(None, None), Interval(1, 1), "within"),
    ],
)
def test_bounds_are_respected(one: Interval, other: Interval, relation: str) -> None:
    assert compare_intervals(one, other) == compare_intervals(other, one) == relation


@pytest.mark.parametrize(
    ("one", "other", "sameness"),
    [
        ("a spokesman for the ministry", "the ministry", "same"),
        ("the army's spokeswoman", "the army", "same"),
        ("Governor Elif Demir", "the governor", "same"),
        ("President Marek Dunin", "Dunin", "same"),
        ("Anna Berg", "Tom Berg", "different"),
        ("witnesses", "witnesses", "unknown"),
        ("the governor", "the governor of another province", "different"),
        ("he", "the governor", "unknown"),
        ("", "", "unknown"),
        ("the defence", "the defense", "same"),
    ],
)
def test_who_is_one_speaker(one: str, other: str, sameness: str) -> None:
    assert compare_speakers(one, other) == compare_speakers(other, one) == sameness


def test_what_is_not_said_of_the_same_thing_is_not_linked() -> None:
    said = side(1, "The dam is safe.", "the board")
    assert link(said, side(2, "Is the dam safe?", "the union")) == ""
    assert link(said, side(2, "The dam may not be safe.", "the union")) == ""
    assert link(said, side(2, "The dam is not safe.", "the union", event_id=2)) == ""
    assert link(said, side(2, "The dam is not safe.", "the union")) == "contradicts"


def test_one_article_says_nothing_twice() -> None:
    outer = side(1, "The minister said that the dam is not safe.", "Mensah", article_id=7)
    inner = side(2, "The dam is safe.", "the minister", article_id=7)
    apart = (ClaimSide(**{**{f: getattr(s, f) for f in s.__slots__}, "spans": spans})
             for s, spans in ((outer, ((0, 40),)), (inner, ((25, 40),))))  # fmt: skip
    assert link(*apart) == ""


def test_a_copy_corroborates_nothing() -> None:
    one = side(1, "Oil leaked from the old tanker at night.", "the port")
    other = side(2, "Oil leaked from the tanker overnight.", "the coastguard", origin="o1")
    assert link(one, other) == ""
    assert link(one, side(2, "Oil leaked from the tanker overnight.", "the coastguard")) == "corroborates"


def test_counts_of_other_days_or_without_a_date_do_not_contradict() -> None:
    one = side(1, "Twelve people died in the fire.", "the ministry")
    many = "Twenty people died in the fire."
    assert link(one, side(2, many, "the hospital")) == "contradicts"
    assert link(one, side(2, many, "the hospital", at=DAY + timedelta(days=3))) == ""
    assert link(one, side(2, many, "the hospital", at=None)) == ""


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_any_two_texts_are_judged_alike_both_ways(one: str, other: str) -> None:
    a, b = side(1, one, "the ministry"), side(2, other, "the hospital")
    assert link(a, b) == link(b, a)
