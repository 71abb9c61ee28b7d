"""Reading Change in the order in which it may be followed: nothing can come in behind what was read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

# Transactions end in another order than they begin; below the oldest that runs, all that will be there is there.
READ = """
SELECT transaction, id, kind, record, verb FROM events_change
 WHERE (transaction, id) > (%s, %s) AND transaction < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
 ORDER BY transaction, id LIMIT %s
"""
LAST = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the changes: all up to and with it were read."""

    transaction: int
    change: int


@dataclass(frozen=True, slots=True)
class Seen:
    """One change: which record, and what became of it."""

    position: Position
    kind: str
    record: int
    verb: str


def find_end() -> Position:
    """The place behind all that can be read now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return Position(int(cursor.fetchone()[0]) - 1, LAST)


def read_changes(after: Position, limit: int) -> list[Seen]:
    """Read up to `limit` changes behind a place, in order. The marks of removed ones are among them, as `horizon`."""
    with connection.cursor() as cursor:
        cursor.execute(READ, [after.transaction, after.change, limit])
        return [Seen(Position(row[0], row[1]), *row[2:]) for row in cursor.fetchall()]
