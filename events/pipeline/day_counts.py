"""Counting, day by day, the articles that name an actor or a place. Batches and decisions move the counts by what they
change (the cost follows the change, not the record's size); `recount` counts anew.

A record's rows count articles that name it or a record merged into it, each article once (events/models/day_counts.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True, slots=True)
class Counted:
    """Which records are counted: their table, a mention's column for them, and the table of counts.

    `total`: the column of the record that holds the sum over all days; "" for none.
    """

    records: str
    column: str
    days: str
    total: str


ACTORS = Counted("events_actor", "actor_id", "events_actorday", "mention_count")
PLACES = Counted("events_location", "location_id", "events_locationday", "")

Steps = Mapping[tuple[int, date], int]
"""(record, day) -> by how many articles its count moves."""

ADD = """
INSERT INTO {days} AS held ({column}, day, articles)
SELECT made.record, made.day, made.step FROM unnest(%s::bigint[], %s::date[], %s::int[]) AS made(record, day, step)
    ON CONFLICT ({column}, day) DO UPDATE SET articles = held.articles + EXCLUDED.articles
"""
DROP_EMPTY = """
DELETE FROM {days} AS held USING unnest(%s::bigint[], %s::date[]) AS made(record, day)
 WHERE held.{column} = made.record AND held.day = made.day AND held.articles <= 0
"""
ADD_TOTAL = """
UPDATE {records} AS record SET {total} = greatest(record.{total} + made.step, 0)
  FROM unnest(%s::bigint[], %s::int[]) AS made(record, step) WHERE record.id = made.record
"""
# The given records and their survivors.
_HEADS = """
WITH head AS (
    SELECT id FROM {records} WHERE id = ANY(%(ids)s)
     UNION SELECT canonical_id FROM {records} WHERE id = ANY(%(ids)s) AND canonical_id IS NOT NULL
)
"""
EMPTY = _HEADS + "DELETE FROM {days} WHERE {column} IN (SELECT id FROM head)"  # noqa: S608 (names of ours)
RECOUNT = (
    _HEADS  # noqa: S608 (names of ours)
    + """
, held AS (
    SELECT id AS head_id, id FROM head
     UNION ALL SELECT head.id, merged.id FROM head JOIN {records} AS merged ON merged.canonical_id = head.id
), named AS (
    SELECT DISTINCT held.head_id, mention.article_id
      FROM held JOIN events_mention AS mention ON mention.{column} = held.id AND mention.removed_at IS NULL
)
INSERT INTO {days} ({column}, day, articles)
SELECT named.head_id, article.counted_on, count(*)
  FROM named JOIN events_article AS article ON article.id = named.article_id
 WHERE article.counted_on IS NOT NULL GROUP BY 1, 2
"""
)
SUM = (
    _HEADS  # noqa: S608 (names of ours)
    + """
UPDATE {records} AS record SET {total} = counted.articles
  FROM (SELECT head.id, coalesce(sum(held.articles), 0) AS articles
          FROM head LEFT JOIN {days} AS held ON held.{column} = head.id GROUP BY head.id) AS counted
 WHERE counted.id = record.id AND record.{total} <> counted.articles
"""
)


def write(counted: Counted, statement: str) -> str:
    """Put the names of tables and columns into a statement."""
    return statement.format(
        records=counted.records, column=counted.column, days=counted.days, total=counted.total or "id"
    )


def add_steps(counted: Counted, steps: Steps) -> None:
    """Move the counts of records, and their totals, by these steps. At most three statements."""
    moved = sorted((key, step) for key, step in steps.items() if step)
    if not moved:
        return
    records, days = [key[0] for key, _ in moved], [key[1] for key, _ in moved]
    totals = Counter[int]()
    for (record, _), step in moved:
        totals[record] += step
    changed = sorted((record, step) for record, step in totals.items() if step)
    with connection.cursor() as cursor:
        cursor.execute(write(counted, ADD), [records, days, [step for _, step in moved]])
        if any(step < 0 for _, step in moved):
            cursor.execute(write(counted, DROP_EMPTY), [records, days])
        if counted.total and changed:
            cursor.execute(
                write(counted, ADD_TOTAL), [[record for record, _ in changed], [step for _, step in changed]]
            )


def recount(counted: Counted, ids: Iterable[int]) -> None:
    """Count these records and their survivors anew, from the mentions."""
    asked = {"ids": sorted(set(ids))}
    if asked["ids"]:
        with connection.cursor() as cursor:
            cursor.execute(write(counted, EMPTY), asked)
            cursor.execute(write(counted, RECOUNT), asked)
            if counted.total:
                cursor.execute(write(counted, SUM), asked)
