"""What the database does for a list of 20,000 rows: it starts in an index and reads little more than the page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from events.api.export_rows import LISTINGS
from events.models import (
    Actor,
    Article,
    Claim,
    Event,
    EventActor,
    EventArticle,
    EventLocation,
    Figure,
    Location,
    Mention,
)
from events.queries import read_page
from tests.api.world import build_world

ROWS = 20_000
PAGE = 50
# Filters and joins may look at some rows that do not come to the page; a table read as a whole shows at any bound below.
MOST_READ = 10 * PAGE
FIRST = 1_000_000
COPIED: tuple[Any, ...] = (
    Article, Event, Actor, Location, EventArticle, EventActor, EventLocation, Claim, Figure, Mention,
)  # fmt: skip
# Of tables that refer to each other, row n refers to row n, but to actors and places in another order, as in news.
ROW, ELSEWHERE = f"{FIRST} + n", f"{FIRST} + 1 + (n * 7919) % {ROWS}"
# Columns that differ from row to row; all others are those of the row that is copied.
SPREAD = {
    "id": ROW, "article_id": ROW, "revision_id": ROW, "event_id": ROW, "claim_id": ROW,
    "actor_id": ELSEWHERE, "speaker_id": ELSEWHERE, "location_id": ELSEWHERE,
    "published_at": "timestamptz '2022-01-01 00:00+00' + n * interval '7 minutes'",
    "latest_at": "timestamptz '2022-01-01 00:00+00' + n * interval '7 minutes'",
    "mention_count": "(n * 7919) % 1000 + 3", "name": "'Name ' || md5(n::text)", "key": "'key ' || n",
    "external_id": "'doc ' || n", "url": "'https://outlet.example/' || n", "content_hash": "md5(n::text)",
    "geonames_id": "90000000 + n", "wikidata_id": "'Q' || (90000000 + n)", "is_private": "false",
    "standing": "CASE WHEN n % 20 = 0 THEN 'disputed' ELSE 'single_source' END",
    "actor.kind": "CASE WHEN n % 3 = 0 THEN 'person' ELSE 'organization' END",
}  # fmt: skip
KINDS = ("article", "event", "actor", "location", "claim", "figure", "mention")
ASKED = [
    *((kind, f"ordering={order}") for kind in KINDS for order in LISTINGS[kind].orders),
    ("article", "published_at__gte=2022-02-01"), ("event", "published_at__gte=2022-02-01"), ("actor", "kind=person"),
    ("claim", "published_at__gte=2022-02-01"), ("claim", "standing=disputed"),
]  # fmt: skip
# Lists of one record's rows: a page of them is short.
OF_ONE = [
    ("event", f"actor={FIRST + 5}"), ("event", f"location={FIRST + 5}"), ("claim", f"speaker={FIRST + 5}"),
    ("claim", f"article={FIRST + 5}"), ("claim", f"event={FIRST + 5}"), ("figure", f"event={FIRST + 5}"),
    ("mention", f"actor={FIRST + 5}"), ("mention", f"location={FIRST + 5}"), ("mention", f"article={FIRST + 5}"),
]  # fmt: skip
# Without its index each of these lists reads far more: the proof that the test would see it.
NEEDED = {
    ("article", "ordering=-published_at"): "article_by_date", ("event", "ordering=-latest_at"): "event_by_date",
    ("actor", "ordering=-mention_count"): "actor_by_mentions", ("actor", "ordering=name"): "actor_by_name",
    ("location", "ordering=name"): "location_by_name", ("claim", "ordering=-published_at"): "claim_by_date",
    ("claim", "standing=disputed"): "claim_by_standing",
}  # fmt: skip


def fill_tables() -> None:
    """20,000 copies of a row of each table, made inside the database."""
    build_world(1)
    with connection.cursor() as cursor:
        # Without triggers and checks of foreign keys, until the test's end.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in COPIED:
            table = model._meta.db_table
            kind, columns = model._meta.model_name, [f.column for f in model._meta.concrete_fields if not f.generated]
            own = [SPREAD.get(f"{kind}.{column}") or SPREAD.get(column) for column in columns]
            values = ", ".join(value or f'old."{column}"' for value, column in zip(own, columns, strict=True))
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(
                f'INSERT INTO "{table}" ({names}) SELECT {values} FROM (SELECT * FROM "{table}" ORDER BY id LIMIT 1) old,'
                f" generate_series(1, {ROWS}) n"
            )
            cursor.execute(f'ANALYZE "{table}"')


def read_statements(kind: str, query: str) -> tuple[list[Any], list[str]]:
    """The first page of a list, and the statements that it took."""
    listing = LISTINGS[kind]
    given = QueryDict(query, mutable=True)
    order = listing.orders[given.pop("ordering", [next(iter(listing.orders))])[0]]
    with CaptureQueriesContext(connection) as asked:
        assert listing.filters
        rows = read_page(listing.filters(given, queryset=listing.rows()).qs, order, PAGE).rows
    return rows, [one["sql"] for one in asked.captured_queries]


def count_read(statement: str) -> dict[str, int]:
    """Rows that each node of the plan looked at as it ran, those that a filter dropped and repetitions included."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
        found = cursor.fetchone()[0]
    pending = [(json.loads(found) if isinstance(found, str) else found)[0]["Plan"]]
    read: dict[str, int] = {}
    while pending:
        node = pending.pop()
        pending += node.get("Plans", [])
        dropped = sum(value for name, value in node.items() if name.startswith("Rows Removed by"))
        name = f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')}"
        read[name] = max(read.get(name, 0), round((node["Actual Rows"] + dropped) * node["Actual Loops"]))
    return read


def find_wide(kind: str, query: str, fewest: int) -> dict[str, int]:
    """The nodes that read too much for the first page of a list, which has at least `fewest` rows."""
    rows, statements = read_statements(kind, query)
    assert len(rows) >= fewest, (kind, query)
    read = [(name, count) for statement in statements for name, count in count_read(statement).items()]
    return {name: count for name, count in read if count > MOST_READ}


@pytest.mark.django_db
def test_a_page_of_a_large_list_reads_little_more_than_its_rows() -> None:
    fill_tables()
    asked = [(*one, PAGE) for one in ASKED] + [(*one, 1) for one in OF_ONE]
    wide = {f"{kind}?{query}": found for kind, query, fewest in asked if (found := find_wide(kind, query, fewest))}
    assert not wide, json.dumps(wide, indent=1)
    for (kind, query), index in NEEDED.items():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {index}")
        assert find_wide(kind, query, PAGE), index
