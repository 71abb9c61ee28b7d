"""Names that an article repeats are tagged alike."""

from __future__ import annotations

import re

from events.pipeline.records import Entity
from events.tagger.coherence import agree


def tag(text: str, *names: tuple[str, str, float]) -> list[Entity]:
    """Entities for names in the order in which they come; a name given twice is its next use."""
    found, at = [], 0
    for name, kind, confidence in names:
        start = text.index(name, at)
        at = start + len(name)
        found.append(Entity("body", start, at, name, kind, confidence))
    return found


def kinds(entities: list[Entity]) -> list[tuple[str, str]]:
    return [(entity.text, entity.type) for entity in entities]


def test_the_surer_type_holds_for_all_uses() -> None:
    text = "Tesco fell. Tesco rose. Shares of Tesco."
    names = [("Tesco", "person", 0.4), ("Tesco", "organization", 0.9), ("Tesco", "organization", 0.8)]
    assert {kind for _, kind in kinds(agree(text, tag(text, *names)))} == {"organization"}


def test_a_surname_follows_its_full_name() -> None:
    text = "Amal Haddad spoke. Haddad left."
    found = agree(text, tag(text, ("Amal Haddad", "person", 0.9), ("Haddad", "location", 0.5)))
    assert kinds(found)[1] == ("Haddad", "person")


def test_a_sure_place_is_no_surname() -> None:
    text = "Jack London spoke in London."
    found = agree(text, tag(text, ("Jack London", "person", 0.9), ("London", "location", 0.95)))
    assert kinds(found)[1] == ("London", "location")


def test_a_missed_use_is_found_with_its_offsets() -> None:
    text = "Haddad spoke. Then Haddad left the Haddadian hall."
    found = agree(text, tag(text, ("Haddad", "person", 0.9)))
    assert [(e.start, e.end) for e in found] == [(0, 6), (19, 25)]
    assert all(text[e.start : e.end] == e.text for e in found)


def test_an_acronym_in_brackets_is_what_its_name_is() -> None:
    text = "The Port Workers Union (PWU) met. PWU leaders spoke."
    found = agree(text, tag(text, ("Port Workers Union", "organization", 0.9)))
    assert kinds(found) == [("Port Workers Union", "organization"), ("PWU", "organization"), ("PWU", "organization")]


def test_signs_in_names_are_letters_not_patterns() -> None:
    text = "A.C+ Milan (*) won. A.C+ Milan lost."
    assert len(agree(text, tag(text, ("A.C+ Milan", "organization", 0.9)))) == 2


def test_a_name_that_stands_before_people_is_a_group_in_the_whole_article() -> None:
    text = "The Tavoy oppose the dam. The Tavoy people met. Talks with the Tavoy failed."
    starts = [match.start() for match in re.finditer("Tavoy", text)]
    found = agree(text, [Entity("body", at, at + 5, "Tavoy", "organization", 0.8) for at in starts])
    assert [entity.type for entity in found] == ["group"] * 3


def test_a_place_whose_people_are_named_once_stays_a_place() -> None:
    text = (
        "In Mandera town the Mandera county office said Mandera schools and Mandera clinics closed. Mandera, Mandera."
    )
    starts = [match.start() for match in re.finditer("Mandera", text)]
    found = agree(text, [Entity("body", at, at + 7, "Mandera", "location", 0.9) for at in starts])
    assert {entity.type for entity in found} == {"location"}
