"""Documents as people write them: what is taken, what is refused, and what the refusal says."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.intake import BadDocument, FetchRequest, InvalidDocument, SuppliedDocument, parse_document, parse_jsonl
from events.intake.documents import parse_outlet, parse_published


def test_keeps_the_text_exactly_as_given() -> None:
    text = "  A first line.\r\n\n\tA second\u2028one, with an e\u0301 accent. "
    assert parse_document({"id": "a", "text": text}).text == text


def test_replaces_what_no_database_can_hold_one_for_one() -> None:
    document = parse_document({"id": "a", "text": "null \x00 and half \ud83d pair"})
    assert document.text == "null \ufffd and half \ufffd pair"


@pytest.mark.parametrize(
    ("given", "moment", "precision"),
    [
        (None, None, "unknown"),
        ("", None, "unknown"),
        ("2022-01-24T09:00:00Z", datetime(2022, 1, 24, 9, tzinfo=UTC), "second"),
        ("2022-01-24T09:00:00+03:00", datetime(2022, 1, 24, 6, tzinfo=UTC), "second"),
        ("2022-01-24", datetime(2022, 1, 24, tzinfo=UTC), "day"),
        ("2022-01", datetime(2022, 1, 1, tzinfo=UTC), "month"),
        ("2022", datetime(2022, 1, 1, tzinfo=UTC), "year"),
    ],
)
def test_reads_a_date_with_its_precision(given: str | None, moment: datetime | None, precision: str) -> None:
    assert parse_published(given) == (moment, precision)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"id": "a"}, "text"),
        ({"id": "a", "text": " \n"}, "text"),
        ({"id": "a", "text": 5}, "text"),
        ({"id": "a", "text": "x", "html": "<p>x"}, "html"),
        ({"id": "a", "text": "x", "published": "yesterday"}, "published"),
        ({"id": "a", "text": "x", "published": "2022-13"}, "published"),
        ({"id": "a", "text": "x", "published": 1643014800}, "published"),
        ({"id": "a", "text": "x", "url": "javascript:alert(1)"}, "url"),
        ({"id": "a", "text": "x", "url": "http://[bad/"}, "url"),
        ({"id": "a" * 501, "text": "x"}, "id"),
        ({"id": "a", "text": "x" * 101}, "text"),
        ({"id": ["a"], "text": "x"}, "id"),
        ({"id": "a", "text": "x", "authors": [1]}, "authors"),
        ([], "document"),
        (None, "document"),
    ],
)
def test_names_the_field_that_is_wrong(row: object, field: str) -> None:
    with pytest.raises(InvalidDocument) as caught:
        parse_document(row, max_characters=100)  # type: ignore[arg-type]
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")


def test_reduces_an_outlet_to_its_domain() -> None:
    assert {parse_outlet(o) for o in ("example.org", "www.Example.org", "https://www.example.org/news")} == {
        "example.org"
    }


def test_a_broken_line_is_named_and_the_good_ones_go_in() -> None:
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"id": "a", "text": "good"}).encode(),
        b"{not json",
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        json.dumps({"id": "b"}).encode(),
        json.dumps({"url": "https://example.org/x"}).encode(),
    ]
    found = list(parse_jsonl(lines, "f.jsonl"))
    assert [type(one) for one in found] == [
        SuppliedDocument, BadDocument, BadDocument, BadDocument, BadDocument, FetchRequest,
    ]  # fmt: skip
    assert [one.reference for one in found] == [f"f.jsonl:{n}" for n in (1, 2, 4, 5, 6)] + ["f.jsonl:7"]
    assert "line 2" in found[1].reason  # type: ignore[union-attr]


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_any_bytes_become_documents_or_named_refusals(lines: list[bytes]) -> None:
    for one in parse_jsonl(lines, "x"):
        assert one.reference.startswith("x:")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["id", "text", "html", "title", "published", "outlet", "url", "lang", "authors"])


@given(st.dictionaries(FIELDS, JSON, max_size=6) | JSON)
def test_any_value_in_any_field_is_taken_or_refused_by_name(row: object) -> None:
    try:
        document = parse_document(row)  # type: ignore[arg-type]
    except InvalidDocument as error:
        assert error.field
    else:
        assert (document.text is None) != (document.html is None)
