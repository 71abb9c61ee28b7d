"""Which words are names, and of what."""

from __future__ import annotations

import pytest

from events.pipeline.records import Document
from events.tagger.rules import read_document


def names_in(text: str, title: str = "", field: str = "body") -> list[tuple[str, str]]:
    entities = read_document(Document(text, title, "en")).entities
    return [(entity.text, entity.type) for entity in entities if entity.field == field]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Officials met Abdel Fattah al-Burhan in the capital.", ("Abdel Fattah al-Burhan", "person")),
        ("The court heard Maria van der Berg on Monday.", ("Maria van der Berg", "person")),
        ("A lawyer, Jean-Pierre O'Neill, spoke first.", ("Jean-Pierre O'Neill", "person")),
        ("Mr Okonjo left early.", ("Okonjo", "person")),
        ("Police questioned Tarik Sefo, 34, for hours.", ("Tarik Sefo", "person")),
        ("Staff of the Ministry of Health and Population left.", ("Ministry of Health and Population", "organization")),
        ("The University of Nairobi closed.", ("University of Nairobi", "organization")),
        ("Workers of Harbour Steel Corporation went home.", ("Harbour Steel Corporation", "organization")),
        ("A fire broke out in Mombasa last night.", ("Mombasa", "location")),
        ("Rain fell on Lake Victoria for days.", ("Lake Victoria", "location")),
        ("Two planes left Zemgale Airport at noon.", ("Zemgale Airport", "location")),
        ("She spoke to the Sahel Vision channel.", ("Sahel Vision", "organization")),
        ("The Iraqi artillery moved north.", ("Iraqi", "group")),
        ("Some Kurds fled over the border.", ("Kurds", "group")),
        ("Troops from the U.S. left.", ("U.S.", "location")),
        ("US-backed fighters took the town.", ("US", "location")),
        ("The Beijing-based firm grew.", ("Beijing", "location")),
    ],
)
def test_names_get_their_span_and_type(text: str, name: tuple[str, str]) -> None:
    assert name in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday was warm. Nobody came. However, it rained.",
        "On Monday the shop opened. In January it closed.",
        "The river rose. We’ve seen worse, I think.",
        "It cost US$5.",
    ],
)
def test_capitals_of_sentences_days_and_pronouns_are_no_names(text: str) -> None:
    assert names_in(text) == []


def test_titles_are_cut_off_and_split_from_states() -> None:
    assert names_in("Zambian Foreign Minister Joyce Tembo arrived.") == [
        ("Zambian", "group"),
        ("Joyce Tembo", "person"),
    ]


def test_a_surname_follows_its_full_name() -> None:
    text = "Nomvula Dlasi opened the meeting. In the hall, Dlasi spoke of water."
    assert [name for name in names_in(text) if name[1] == "person"] == [
        ("Nomvula Dlasi", "person"),
        ("Dlasi", "person"),
    ]


def test_an_acronym_in_brackets_follows_its_name() -> None:
    text = "The Coastal Fishers Alliance (CFA) met. Later the CFA voted."
    assert {kind for word, kind in names_in(text) if word == "CFA"} == {"organization"}


def test_a_headline_shows_only_names_that_the_body_or_the_vocabulary_knows() -> None:
    found = names_in("Nomvula Dlasi spoke in Kenya.", "Dlasi Warns Of Water Crisis In Kenya And Beyond", "title")
    assert found == [("Kenya", "location")]
    found = names_in("Nomvula Dlasi spoke. Dlasi left.", "Dlasi Warns Of Water Crisis", "title")
    assert found == [("Dlasi", "person")]
