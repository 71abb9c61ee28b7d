"""Speech that layout marks: transcripts, headlines, quotations with a name beneath."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.records import Attribution, Entity
from events.tagger.speaker_labels import add_labelled_speech, find_labelled_speech


def read(text: str, *people: str) -> list[tuple[str, str, str]]:
    entities = [Entity("body", text.index(name), text.index(name) + len(name), name, "person", 0.9) for name in people]
    found = find_labelled_speech(text, entities)
    return [tuple(text[slice(*part[0])] for part in (a.source, a.cue, a.content)) for a in found]  # type: ignore[misc]


def test_a_name_and_a_colon_at_the_start_of_a_line_mark_speech() -> None:
    text = "Ana Lopes: The dam will not be built here\nThe minister disagreed."
    assert read(text, "Ana Lopes") == [("Ana Lopes", ":", "The dam will not be built here")]


def test_a_speaker_may_stand_behind_a_title() -> None:
    text = "Mayor Ana Lopes: We have enough water for all"
    assert read(text, "Ana Lopes") == [("Mayor Ana Lopes", ":", "We have enough water for all")]


def test_labels_in_capitals_that_come_again_are_speakers() -> None:
    text = "LOPES: How long have you known?\nHOST: That is not a question\nLOPES: It is a simple question."
    assert [found[0] for found in read(text)] == ["LOPES", "LOPES"]


@pytest.mark.parametrize(
    "text",
    [
        "Related: Dam opens in the north of the country",
        "Venue: Town hall, second floor, room twelve",
        "Ana Lopes: 4 goals",
        "It was clear: Ana Lopes would not come to the meeting",
        "LOPES: once in capitals is a headline's style",
    ],
)
def test_other_colons_mark_no_speech(text: str) -> None:
    assert read(text, *(["Ana Lopes"] if "Ana Lopes" in text and not text.startswith("Ana") else [])) == []


def test_a_name_under_a_quotation_is_its_speaker() -> None:
    text = "“Nobody asked us before they came here.”\n— Ana Lopes, farmer"
    assert read(text, "Ana Lopes") == [("Ana Lopes", "—", "“Nobody asked us before they came here.”")]


def test_a_dash_before_no_name_marks_no_speaker() -> None:
    assert read("“Nobody asked us before they came here” — The village is empty now.") == []


def test_layout_replaces_what_words_found_at_the_same_cue() -> None:
    text = "Ana Lopes: The dam will not be built here"
    entities = [Entity("body", 0, 9, "Ana Lopes", "person", 0.9)]
    other = Attribution(((0, 3),), ((9, 10),), ((15, 20),), 0.5)
    [kept] = add_labelled_speech(text, entities, [other])
    assert kept.content == ((11, len(text)),)


@given(st.text(alphabet='AnaB :\n“”—"x.', max_size=60))
def test_spans_lie_in_the_text(text: str) -> None:
    entities = [
        Entity("body", at, at + 3, "Ana", "person", 0.9) for at in range(len(text)) if text[at : at + 3] == "Ana"
    ]
    for found in find_labelled_speech(text, entities):
        assert all(0 <= a < b <= len(text) for part in (found.source, found.cue, found.content) for a, b in part)
