"""Reading through `canonical`: merged records stay where they are, and every read answers with the survivor.

Merges may chain (A into B, later B into C), so both directions are followed to the end, in one query each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.db import connection

from events.models import Actor, Event, Location

Mergeable = TypeVar("Mergeable", Actor, Event, Location)

_SURVIVOR = """
WITH RECURSIVE up AS (
    SELECT id, canonical_id FROM {table} WHERE id = %s
    UNION SELECT parent.id, parent.canonical_id FROM {table} parent JOIN up ON parent.id = up.canonical_id
) SELECT id FROM up WHERE canonical_id IS NULL
"""
_FAMILY = """
WITH RECURSIVE up AS (
    SELECT id, canonical_id FROM {table} WHERE id = ANY(%s)
    UNION SELECT parent.id, parent.canonical_id FROM {table} parent JOIN up ON parent.id = up.canonical_id
), family AS (
    SELECT id FROM up WHERE canonical_id IS NULL
    UNION SELECT child.id FROM {table} child JOIN family ON child.canonical_id = family.id
) SELECT id FROM family ORDER BY id
"""


def find_survivor(model: type[Mergeable], pk: int) -> int | None:
    """Return the id that answers for `pk` (itself unless merged), None when there is no such record. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_SURVIVOR.format(table=model._meta.db_table), [pk])
        found = cursor.fetchone()
    return found[0] if found else None


def find_family(model: type[Mergeable], ids: Iterable[int]) -> list[int]:
    """Return all ids that stand for the same records as `ids`: survivors and what was merged into them. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FAMILY.format(table=model._meta.db_table), [list(ids)])
        return [row[0] for row in cursor.fetchall()]


def survivor_of(record: Mergeable) -> Mergeable:
    """Return the record to show for this one; costs a query only where `canonical` was not selected along."""
    seen = {record.pk}
    while record.canonical is not None and record.canonical.pk not in seen:
        record = record.canonical
        seen.add(record.pk)
    return record
