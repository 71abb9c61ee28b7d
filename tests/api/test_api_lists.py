"""What holds for every list of the API."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from unittest.mock import patch

import feedparser
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from events.api.atom import KINDS
from events.api.urls import router
from events.filters.base import StrictFilterSet
from events.filters.values import ManyField
from events.models import Article, Claim, Event
from tests import factories as make
from tests.api.world import LISTS, build_world

VIEWS = {prefix: view for prefix, view, _ in router.registry}
GARBAGE = (
    "", " ", ",", "0", "-1", "nan", "99999999999999999999", "9223372036854775808", "\x00", "a\x00b", "' OR 1=1 --", "%00",
    "💥", "country:US", "x" * 5000, "W", "WyIt", "bnVsbA", "W10", "WzEsMiwzLDRd", "W1tdLHt9LG51bGwsMV0",
    "WyItbGF0ZXN0X2F0IiwiMjAyMiIsMSwwXQ", "WyItbGF0ZXN0X2F0IixbXSwxLDBd", "WyItbGF0ZXN0X2F0Iix0cnVlLDEsMF0",
)  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_queries_for_twenty_rows_as_for_ten(reader: APIClient, name: str) -> None:
    build_world(10)
    with CaptureQueriesContext(
        connection,
    ) as ten:
        assert len(reader.get(f"/api/v1/{name}/").json()["results"]) >= 10
    build_world(10)
    with CaptureQueriesContext(connection) as twenty:
        assert len(reader.get(f"/api/v1/{name}/").json()["results"]) >= 20
    assert len(twenty) == len(ten) <= 10


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_expanding_everything_keeps_the_number_of_queries_constant(reader: APIClient, name: str) -> None:
    expand = ",".join(VIEWS[name].listings["list"].expansions)
    build_world(2)
    with CaptureQueriesContext(connection) as few:
        assert reader.get(f"/api/v1/{name}/", {"expand": expand}).status_code == 200
    build_world(2)
    with CaptureQueriesContext(connection) as more:
        assert reader.get(f"/api/v1/{name}/", {"expand": expand}).status_code == 200
    assert len(more) == len(few)


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_single_record_has_the_fields_of_its_list(reader: APIClient, name: str) -> None:
    build_world(1)
    row = reader.get(f"/api/v1/{name}/").json()["results"][0]
    record = reader.get(f"/api/v1/{name}/{row['id']}/").json()
    assert row.keys() <= record.keys()
    assert {key: record[key] for key in row} == row


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_wrong_values_are_all_named_at_once(reader: APIClient, name: str) -> None:
    filters = VIEWS[name].listings["list"].filters.base_filters
    answer = reader.get(f"/api/v1/{name}/", dict.fromkeys(filters, "a\x00,b"))
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == set(filters)


@pytest.mark.django_db
@pytest.mark.parametrize("parameter", ["cursor", "page_size", "ordering", "count", "fields", "expand", "format"])
def test_no_value_of_a_control_breaks_a_list(reader: APIClient, parameter: str) -> None:
    for value in GARBAGE:
        answer = reader.get("/api/v1/events/", {parameter: value})
        assert answer.status_code in (200, 400), (value, answer.content)
        if answer.status_code == 400:
            assert answer.json()["errors"][0]["field"] == parameter


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_an_unknown_parameter_is_named(reader: APIClient, name: str) -> None:
    answer = reader.get(f"/api/v1/{name}/", {"colour": "red"})
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert (error["field"], error["value"]) == ("colour", "red")
    assert "page_size" in error["way_out"]


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_list_as_lines_and_as_a_table_holds_the_same_rows(reader: APIClient, name: str) -> None:
    build_world(3)
    rows = reader.get(f"/api/v1/{name}/").json()["results"]
    lines = reader.get(f"/api/v1/{name}/", {"format": "jsonl"})
    assert [json.loads(line) for line in lines.getvalue().decode().splitlines()] == rows
    table = reader.get(f"/api/v1/{name}/", {"format": "csv"})
    assert table["Content-Type"].startswith("text/csv")
    read = list(csv.DictReader(io.StringIO(table.getvalue().decode())))
    assert [int(row["id"]) for row in read] == [row["id"] for row in rows]
    assert all(None not in row for row in read)


@pytest.mark.django_db
@pytest.mark.parametrize("name", [name for name in LISTS if name in KINDS])
def test_a_list_as_atom_holds_the_same_rows(reader: APIClient, name: str) -> None:
    build_world(3)
    Claim.objects.update(text="<b> & \x01\ufffe said")
    Event.objects.update(title="A & B ]]> <script>")
    Article.objects.update(published_at=None, published_precision="unknown")
    rows = reader.get(f"/api/v1/{name}/").json()["results"]
    answer = reader.get(f"/api/v1/{name}/", {"format": "atom"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    written = answer.getvalue()
    # Counted, because the parser puts `published` in the place of one that is missing.
    assert written.count(b"<updated>") == len(rows) + 1
    feed = feedparser.parse(written)
    assert not feed.bozo
    assert [int(entry.id.rstrip("/").split("/")[-1]) for entry in feed.entries] == [row["id"] for row in rows]
    for entry in feed.entries:
        assert entry.title and reader.get(entry.id).status_code == 200
        assert entry.updated_parsed
    # An entry of an undated article is not new each time somebody looks.
    entries = written.split(b"<entry>", 1)[1]
    with patch("events.api.atom.datetime") as clock:
        clock.now.return_value = datetime(2040, 1, 1, tzinfo=UTC)
        later = reader.get(f"/api/v1/{name}/", {"format": "atom"}).getvalue()
    assert b"<updated>2040-01-01T00:00:00Z</updated>" in later.split(b"<entry>", 1)[0]
    assert later.split(b"<entry>", 1)[1] == entries
    for entry in feed.entries:
        assert reader.get(entry.link).status_code == 200, entry.link
    refused = reader.get(f"/api/v1/{name}/", {"format": "atom", "fields": "id", "page_size": "3"}).json()
    assert {error["field"] for error in refused["errors"]} == {"fields", "page_size"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_fields_narrow_the_rows(reader: APIClient, name: str) -> None:
    build_world(2)
    assert reader.get(f"/api/v1/{name}/", {"fields": "id"}).json()["results"][0].keys() == {"id"}
    answer = reader.get(f"/api/v1/{name}/", {"fields": "id,colour"})
    assert answer.json()["errors"][0]["value"] == "colour"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["events", "locations", "mentions"])
def test_a_country_is_no_point_on_the_map(reader: APIClient, name: str) -> None:
    build_world(1)
    nation = make.EventFactory(location=make.LocationFactory(precision="country", lat=33.0, lon=44.0))
    make.EventLocationFactory(event=nation, location=nation.location)
    make.MentionFactory(location=nation.location)
    features = json.loads(reader.get(f"/api/v1/{name}/", {"format": "geojson"}).getvalue())["features"]
    by_precision = {
        (feature["properties"].get("location") or feature["properties"])["precision"]: feature for feature in features
    }
    assert by_precision["country"]["geometry"] is None
    town = by_precision.get("city") or next(feature for feature in features if feature["geometry"])
    assert town["geometry"]["coordinates"] == [40.7, 36.5]


@pytest.mark.parametrize("prefix", LISTS)
def test_every_list_has_strict_filters_that_document_themselves(prefix: str) -> None:
    filters = VIEWS[prefix].listings["list"].filters
    assert issubclass(filters, StrictFilterSet)
    for name, condition in filters.base_filters.items():
        assert condition.extra["help_text"], name
        assert condition.field.schema, name
        assert isinstance(condition.field, ManyField) == getattr(condition.field, "negatable", False), name
