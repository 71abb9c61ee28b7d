"""Edges of names: line ends part them, hyphens do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.tagger.edges import mend_edges


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
