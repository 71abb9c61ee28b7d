"""Following what changes: every change once, in an order that nothing can slip into behind the reader."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from events.models import Actor, Event, Location
from events.models.choices import ChangeVerb, RecordKind
from events.queries.paging import MAX_ID, CursorError

# What the numbers of transactions hold for: another server, database or table (after a restore) begins anew.
_EPOCH = """
SELECT substr(md5(concat_ws('.', control.system_identifier, db.oid, 'events_change'::regclass::oid)), 1, 8),
       pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  FROM pg_control_system() AS control, pg_database AS db WHERE db.datname = current_database()
"""
_FIRST = "SELECT transaction, id, verb FROM events_change ORDER BY transaction, id LIMIT 1"
# Below the oldest transaction that still runs, whatever was given a number has ended: nothing is added there any more.
_READ = """
SELECT id, transaction, kind, record, verb, at FROM events_change
 WHERE (transaction, id) > (%(transaction)s, %(id)s) AND transaction < %(before)s
   AND verb <> 'horizon' AND (%(kinds)s::text[] IS NULL OR kind = ANY(%(kinds)s))
 ORDER BY transaction, id LIMIT %(limit)s
"""
MERGEABLE: dict[str, Any] = {RecordKind.ACTOR: Actor, RecordKind.EVENT: Event, RecordKind.LOCATION: Location}


class ChangesLost(Exception):
    """The position is older than what is kept, or of another database; the message says so: read everything anew."""


@dataclass(frozen=True, slots=True)
class SeenChange:
    """`merged_into`: the record that answers now, for merged ones."""

    id: int
    kind: str
    record: int
    verb: str
    at: datetime
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What changed, and where to go on: at once where there is `more`, later otherwise."""

    changes: list[SeenChange]
    cursor: str
    more: bool


def read_now() -> str:
    """Return the cursor of this moment: take it first, then read the lists, then follow. One query."""
    epoch, before = _read_epoch()
    return _encode(epoch, before - 1, MAX_ID)


def read_changes(cursor: str | None, limit: int, kinds: Collection[str] | None = None) -> ChangePage:
    """Read up to `limit` rows behind the cursor (None: from the oldest kept), several of one record as one.

    A record that came to be and changed within the page is `created`; else the last verb counts. Raises CursorError
    for what is no cursor, ChangesLost for one that cannot be gone on from. At most six queries.
    """
    epoch, before = _read_epoch()
    position = _decode(cursor, epoch) if cursor else (0, 0)
    if cursor:
        _refuse_lost(position)
    asked = {"transaction": position[0], "id": position[1], "before": before, "limit": limit + 1}
    with connection.cursor() as sql:
        sql.execute(_READ, asked | {"kinds": sorted(kinds) if kinds else None})
        rows = sql.fetchall()
    more, rows = len(rows) > limit, rows[:limit]
    last = (rows[-1][1], rows[-1][0]) if more else max((before - 1, MAX_ID), position)
    return ChangePage(_name_survivors(_collapse(rows)), _encode(epoch, *last), more)


def _collapse(rows: Iterable[tuple[int, int, str, int, str, datetime]]) -> list[SeenChange]:
    found: dict[tuple[str, int], SeenChange] = {}
    for pk, _, kind, record, verb, at in rows:
        former = found.pop((kind, record), None)
        is_new = former is not None and former.verb == ChangeVerb.CREATED and verb == ChangeVerb.UPDATED
        found[kind, record] = SeenChange(pk, kind, record, ChangeVerb.CREATED if is_new else verb, at)
    return list(found.values())


def _name_survivors(changes: list[SeenChange]) -> list[SeenChange]:
    merged: dict[str, set[int]] = {}
    for change in changes:
        if change.verb == ChangeVerb.MERGED:
            merged.setdefault(change.kind, set()).add(change.record)
    into: dict[tuple[str, int], int | None] = {}
    for kind, ids in merged.items():
        model = MERGEABLE[kind]
        into |= {(kind, pk): other for pk, other in model.objects.filter(pk__in=ids).values_list("pk", "canonical_id")}
    return [replace(one, merged_into=into.get((one.kind, one.record))) for one in changes]


def _read_epoch() -> tuple[str, int]:
    with connection.cursor() as sql:
        sql.execute(_EPOCH)
        epoch, before = sql.fetchone()
    return epoch, before


def _refuse_lost(position: tuple[int, int]) -> None:
    with connection.cursor() as sql:
        sql.execute(_FIRST)
        first = sql.fetchone()
    if first and first[2] == ChangeVerb.HORIZON and position < (first[0], first[1]):
        raise ChangesLost("it is older than the changes that are kept")


def _encode(epoch: str, transaction: int, pk: int) -> str:
    packed = json.dumps([epoch, transaction, pk], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _decode(cursor: str, epoch: str) -> tuple[int, int]:
    try:
        if len(cursor) > 200:
            raise ValueError("too long")
        held, transaction, pk = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", True))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise CursorError("it is damaged") from error
    if not isinstance(held, str) or not all(type(n) is int and 0 <= n <= MAX_ID for n in (transaction, pk)):
        raise CursorError("it is damaged")
    if held != epoch:
        raise ChangesLost("it is of another database, or of this one before it was restored")
    return transaction, pk
