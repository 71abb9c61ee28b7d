"""What a decision changes in the counts of articles: mentions that name another record now, and records merged or parted.

Call these after the rows are changed. The cost follows what moved, and for a merge the smaller of the two records.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from events.pipeline.day_counts import Counted, add_steps, write


@dataclass(frozen=True, slots=True)
class Move:
    """A row's reference before and after: a mention's record, or a record's survivor."""

    row: int
    old: int | None
    new: int | None


# For each record that gained or lost mentions (and its survivor) and each article of these: did one name it before,
# does one now. `named`: records that stand for a head. Mentions that are tombstones count on neither side.
MENTIONS = """
WITH moved AS (
    SELECT mention.id, mention.article_id, made.old, made.new
      FROM unnest(%(rows)s::bigint[], %(olds)s::bigint[], %(news)s::bigint[]) AS made(id, old, new)
      JOIN events_mention AS mention ON mention.id = made.id AND mention.removed_at IS NULL
), touched AS (
    SELECT DISTINCT head.id AS head_id, moved.article_id
      FROM moved
      JOIN {records} AS record ON record.id IN (moved.old, moved.new)
      JOIN {records} AS head ON head.id IN (record.id, record.canonical_id)
), compared AS (
    SELECT touched.head_id, touched.article_id,
           EXISTS (SELECT FROM events_mention AS mention JOIN {records} AS named ON named.id = mention.{column}
                    WHERE mention.article_id = touched.article_id AND mention.removed_at IS NULL
                      AND touched.head_id IN (named.id, named.canonical_id)) AS now,
           EXISTS (SELECT FROM events_mention AS mention JOIN {records} AS named ON named.id = mention.{column}
                    WHERE mention.article_id = touched.article_id AND mention.removed_at IS NULL
                      AND mention.id <> ALL(%(rows)s)
                      AND touched.head_id IN (named.id, named.canonical_id))
           OR EXISTS (SELECT FROM moved JOIN {records} AS named ON named.id = moved.old
                       WHERE moved.article_id = touched.article_id
                         AND touched.head_id IN (named.id, named.canonical_id)) AS before
      FROM touched
)
SELECT compared.head_id, article.counted_on, sum(compared.now::int - compared.before::int)
  FROM compared JOIN events_article AS article ON article.id = compared.article_id
 WHERE compared.now <> compared.before AND article.counted_on IS NOT NULL GROUP BY 1, 2
"""
OWN = "SELECT day, articles FROM {days} WHERE {column} = %s"
SIZES = "SELECT coalesce(sum(articles), 0) FROM {days} WHERE {column} = ANY(%s)"
# The articles that name both sides: those of the smaller, looked up on the larger.
BOTH = """
SELECT article.counted_on, count(*)
  FROM (SELECT DISTINCT article_id FROM events_mention WHERE {column} = ANY(%s) AND removed_at IS NULL) AS smaller
  JOIN events_article AS article ON article.id = smaller.article_id
 WHERE article.counted_on IS NOT NULL
   AND EXISTS (SELECT FROM events_mention AS mention
                WHERE mention.{column} = ANY(%s) AND mention.removed_at IS NULL
                  AND mention.article_id = smaller.article_id)
 GROUP BY 1
"""
FAMILY = "SELECT id FROM {records} WHERE id = %(head)s OR canonical_id = %(head)s"


def count_moved_mentions(counted: Counted, moves: Iterable[Move]) -> None:
    """Move the counts by mentions that name another record than before."""
    changed = [move for move in moves if move.old != move.new]
    if not changed:
        return
    given: dict[str, list[int | None]] = {
        "rows": [move.row for move in changed],
        "olds": [move.old for move in changed],
        "news": [move.new for move in changed],
    }
    with connection.cursor() as cursor:
        cursor.execute(write(counted, MENTIONS), given)
        steps = {(head, day): int(step) for head, day, step in cursor.fetchall()}
    add_steps(counted, steps)


def count_moved_records(counted: Counted, moves: Iterable[Move]) -> None:
    """Move the counts by records whose survivor changed. A handful of statements for each record."""
    changed = [move for move in moves if move.old != move.new]
    families = _families_before(counted, changed)
    for move in _in_order(changed):
        # Without records merged into it (the order sees to that), a record's rows count its own mentions alone.
        own = _read_days(counted, OWN, [move.row])
        steps: Counter[tuple[int, date]] = Counter()
        for head, sign in ((move.old, -1), (move.new, 1)):
            if head is not None:
                family = families[head]
                family.discard(move.row)
                alone = Counter(own)
                alone.subtract(_count_both(counted, move.row, family))
                for day, articles in alone.items():
                    steps[head, day] += sign * articles
                if sign > 0:
                    family.add(move.row)
        add_steps(counted, steps)


def _in_order(moves: Iterable[Move]) -> list[Move]:
    """Followers leave a record before it is merged itself, and come back after it was parted."""
    changed = list(moves)
    left, joined = {move.old for move in changed}, {move.new for move in changed}
    return sorted(changed, key=lambda move: (move.row in left) - (move.row in joined))


def _families_before(counted: Counted, moves: Iterable[Move]) -> dict[int, set[int]]:
    """Head -> the records that stood for it, itself included, before the moves."""
    changed = list(moves)
    families: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        for head in {head for move in changed for head in (move.old, move.new) if head is not None}:
            cursor.execute(write(counted, FAMILY), {"head": head})
            families[head] = {head, *(row[0] for row in cursor.fetchall())}
    for move in changed:
        if move.new is not None:
            families[move.new].discard(move.row)
    for move in changed:
        if move.old is not None:
            families[move.old].add(move.row)
    return families


def _count_both(counted: Counted, record: int, family: set[int]) -> Mapping[date, int]:
    """Day -> the articles that name the record and one of the family."""
    sides = sorted(([record], sorted(family)), key=lambda ids: _read_size(counted, ids))
    return _read_days(counted, BOTH, sides)


def _read_size(counted: Counted, ids: list[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(write(counted, SIZES), [ids])
        return int(cursor.fetchone()[0])


def _read_days(counted: Counted, statement: str, given: Sequence[int | list[int]]) -> dict[date, int]:
    with connection.cursor() as cursor:
        cursor.execute(write(counted, statement), list(given))
        return dict(cursor.fetchall())
