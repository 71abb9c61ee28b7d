"""Spans move along unchanged words, and only along those."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.align import Alignment

OLD = "The mayor, Anna Lee, spoke on Monday. Two people died in Lund, police said."


def move(words: str, new: str) -> str | None:
    start = OLD.index(words)
    span = Alignment(OLD, new).move(start, start + len(words))
    return new[slice(*span)] if span else None


def test_a_span_moves_behind_words_put_in_front() -> None:
    new = "Correction: an earlier version was wrong. " + OLD
    assert move("Anna Lee", new) == "Anna Lee"


def test_a_span_survives_changes_on_both_sides() -> None:
    new = "The new mayor, Anna Lee, spoke late on Tuesday. Three people died in Lund, officials said."
    assert move("Anna Lee", new) == "Anna Lee"
    assert move("died in Lund", new) == "died in Lund"


def test_changed_words_do_not_move() -> None:
    assert move("Two people", OLD.replace("Two", "Three")) is None
    assert move("Anna Lee", OLD.replace("Anna Lee", "Anna Berg Lee")) is None


def test_a_text_that_did_not_change_maps_onto_itself() -> None:
    assert Alignment(OLD, OLD).move(4, 9) == (4, 9)


@given(st.text("ab ,.", max_size=40), st.text("ab ,.", max_size=40), st.integers(0, 39), st.integers(1, 10))
def test_a_moved_span_always_holds_the_same_words(old: str, new: str, start: int, length: int) -> None:
    end = min(start + length, len(old))
    if start < end and (span := Alignment(old, new).move(start, end)):
        assert new[slice(*span)] == old[start:end]
