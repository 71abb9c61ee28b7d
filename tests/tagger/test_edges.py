"""Edges of names: line ends part them, hyphens do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.records import Entity
from events.tagger.edges import join_parts, mend_edges


@pytest.mark.parametrize(
    ("text", "name", "mended"),
    [
        ("Amal Haddad\n\nPort Union met", "Amal Haddad\n\nPort Union", ["Amal Haddad", "Port Union"]),
        ("Mr Sanwo-Olu spoke", "Sanwo-", ["Sanwo-Olu"]),
        ("the Kenya- based firm", "Kenya-", ["Kenya"]),
        ("a US-backed force", "US-", ["US"]),
        ("in Nairobi, Kenya", "Nairobi,", ["Nairobi"]),
        ("the word - here", "-", []),
    ],
)
def test_edges_are_mended(text: str, name: str, mended: list[str]) -> None:
    start = text.index(name)
    assert [text[a:b] for a, b in mend_edges(text, start, start + len(name))] == mended


@given(st.text(alphabet="Ab -\n,", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_what_is_left_lies_in_the_text_in_order(text: str, start: int, end: int) -> None:
    found = mend_edges(text, min(start, len(text)), min(end, len(text))) if start <= end else []
    assert all(start <= a < b <= len(text) and "\n" not in text[a:b] for a, b in found)
    assert [edge for span in found for edge in span] == sorted({edge for span in found for edge in span})


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("Chief Al Qad’mi spoke", "Al Qad", "Al Qad’mi"),
        ("in N'Zérékoré today", "N", "N'Zérékoré"),
        ("an Israeli-U.S. plan", "U", "U.S."),
        ("the U.S. plan", "U.S", "U.S."),
        ("at Marsa el-Basha port", "Marsa el", "Marsa el-Basha"),
        ("Kenya's border", "Kenya", "Kenya"),
        ("the Reeds’ house", "Reeds", "Reeds"),
        ("Kenya’s border", "Kenya", "Kenya"),
        ("a Kenya-Uganda road", "Kenya", "Kenya"),
        ("met in Rome. Later", "Rome", "Rome"),
    ],
)
def test_a_name_that_stops_inside_a_word_is_read_to_its_end(text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    [(first, last)] = mend_edges(text, start, start + len(cut))
    assert text[first:last] == whole


def _entities(text: str, *names: tuple[str, str]) -> list[Entity]:
    return [Entity("body", text.index(n), text.index(n) + len(n), n, kind, 0.9) for n, kind in names]


@pytest.mark.parametrize(
    ("text", "names", "joined"),
    [
        ("the Kenyan Ministry of Roads", [("Kenyan", "group"), ("Ministry of Roads", "organization")], 1),
        ("Nepal Farmers Forum met", [("Nepal", "location"), ("Farmers Forum", "organization")], 1),
        ("said Maria van Dalen", [("Maria van", "person"), ("Dalen", "person")], 1),
        ("of Nepal Maria Dalen", [("Nepal", "location"), ("Maria Dalen", "person")], 2),
        ("Maria Dalen Bank", [("Maria Dalen", "person"), ("Bank", "organization")], 2),
        ("Nepal\nFarmers Forum met", [("Nepal", "location"), ("Farmers Forum", "organization")], 2),
        ("asked Maria Paul", [("Maria", "person"), ("Paul", "person")], 2),
    ],
)
def test_parts_of_one_name_are_put_together(text: str, names: list[tuple[str, str]], joined: int) -> None:
    found = join_parts(text, _entities(text, *names))
    assert len(found) == joined
    assert all(text[entity.start : entity.end] == entity.text for entity in found)


def test_a_place_within_a_place_is_two_names() -> None:
    text = "NAIROBI, Kenya — The bridge"
    assert [text[a:b] for a, b in mend_edges(text, 0, 14, "location")] == ["NAIROBI", "Kenya"]
    firm = "Reed, Poe and Sons"
    assert [firm[a:b] for a, b in mend_edges(firm, 0, len(firm), "organization")] == [firm]
