"""Who does what to whom, read from headlines and first sentences; what is planned, denied or no politics is no deed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.acts import find_acts
from events.pipeline.acts_of_event import choose_type
from events.pipeline.records import Entity
from tests.pipeline.build import entities_of


def read(text: str, **names: str) -> tuple[str, list[str], list[str]]:
    entities = entities_of(text, **names)
    for act in find_acts("", text, [(0, len(text))], entities):
        return act.type, [entities[n].text for n in act.agents], [entities[n].text for n in act.targets]
    return "", [], []


def test_subject_and_object_of_a_deed() -> None:
    found = read("France expelled three diplomats of Russia on Monday.", France="location", Russia="location")
    assert found == ("SANCTION", ["France"], ["Russia"])


def test_a_passive_turns_doer_and_receiver_round() -> None:
    text = "The mayor Ana Vega was assassinated by the Tiger Front near Selgar."
    names = {"Ana_Vega": "person", "Tiger_Front": "group", "Selgar": "location"}
    assert read(text, **names) == ("ASSAULT", ["Tiger Front"], ["Ana Vega"])


def test_both_sides_of_a_treaty_are_doers() -> None:
    found = read("France and Spain signed a treaty on fishing.", France="location", Spain="location")
    assert found == ("AGREE", ["France", "Spain"], [])


@pytest.mark.parametrize(
    "text",
    [
        "France may expel diplomats of Russia.",
        "France has not expelled diplomats of Russia.",
        "France denied that it expelled diplomats of Russia if asked.",
        "Would France expel diplomats of Russia?",
        "The attack on France by Russia is a novel.",
    ],
)
def test_what_is_not_told_as_done_is_no_deed_of_that_type(text: str) -> None:
    assert read(text, France="location", Russia="location")[0] not in {"SANCTION", "ASSAULT"}


def test_a_crime_among_private_people_is_not_political() -> None:
    assert read("Jon Berg attacked his cousin in a kitchen.", Jon_Berg="person")[0] == ""


def test_the_span_holds_the_words_of_the_deed() -> None:
    text = "Rebels in Koruland attacked an army base."
    [act] = find_acts("", text, [(0, len(text))], entities_of(text, Koruland="location"))
    assert text[act.start : act.end] == "attacked"


def test_a_type_must_prevail_among_the_articles() -> None:
    assert choose_type([[("ASSAULT", "title")], [("ASSAULT", "body")], [("ACCUSE", "body")]]) == ("ASSAULT", 0.667)
    assert choose_type([[("ASSAULT", "body")], [("ACCUSE", "body")], [("AID", "title")]]) == ("", None)
    assert choose_type([]) == ("", None)


@given(st.text(max_size=400))
def test_takes_any_text(text: str) -> None:
    for act in find_acts(text, text, [(0, len(text))], (Entity("body", 0, 1, "x", "group", 1.0),)):
        assert 0 <= act.start < act.end <= len(text)
