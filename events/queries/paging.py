"""Keyset paging for pages and API alike: each row exactly once, however many rows come in while somebody reads.

A cursor says "after this row in this order" and stays cheap at any depth, because the database starts reading at that
row instead of counting from the top. Every order ends in the primary key, in the same direction, so it is total.
Dates may be missing: rows without one come last. SQL cannot compare with "no date", so an order over a nullable column
is read as two segments, first the rows with a value, then those without; a page on the border costs a second query.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db.models import F, Field, IntegerField, Model, Q, QuerySet

M = TypeVar("M", bound=Model)

# A cursor holds one column's value, of which the longest is a name of 300 characters.
MAX_CURSOR_CHARACTERS = 4_000
# Rows that a walk over everything holds at a time.
WALK_BATCH = 500
MAX_ID = 2**63 - 1


class CursorError(ValueError):
    """The cursor is not one of ours, or belongs to a list in another order."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: a column of its own table (primary key: `id`), a direction, and whether it may be null."""

    field: str
    descending: bool = False
    nullable: bool = False

    @property
    def name(self) -> str:
        return f"-{self.field}" if self.descending else self.field


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """One page of rows, with the cursors of its neighbours (None: there is none)."""

    rows: list[M]
    next: str | None
    previous: str | None


@dataclass(frozen=True, slots=True)
class _Position:
    value: Any
    pk: int
    backwards: bool


def name_orders(*orders: Order) -> dict[str, Order]:
    """Make the table of a list's orders, name to order; the first is the default."""
    return {order.name: order for order in orders}


def read_page(queryset: QuerySet[M], order: Order, size: int, cursor: str | None = None) -> Page[M]:
    """Read one page in at most four queries (plus the queryset's prefetches). Raises CursorError."""
    position = _decode(cursor, order, queryset.model) if cursor else None
    backwards = position is not None and position.backwards
    rows = _read_rows(queryset, order, position, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        turned = _encode(order, position.value, position.pk, not backwards) if position else None
        return Page([], turned if backwards else None, None if backwards else turned)
    after = _encode(order, _value_of(rows[-1], order), rows[-1].pk, False) if more or backwards else None
    before = _encode(order, _value_of(rows[0], order), rows[0].pk, True) if (more if backwards else position) else None
    return Page(rows, after, before)


def read_first(queryset: QuerySet[M], size: int) -> list[M]:
    """The first rows in the queryset's order. Where related rows come along: the keys first, then the rows by key.

    In one statement with nine tables the planner joins in the order of writing (join_collapse_limit) and so reads every
    claim to find the 44 about somebody: 2.6 s of 100,000 articles, against 0.03 s in two. Planning all orders of ten
    tables instead took 0.1 s.
    """
    if not queryset.query.select_related:
        return list(queryset[:size])
    keys = list(queryset.values_list("pk", flat=True)[:size])
    rows = {row.pk: row for row in queryset.filter(pk__in=keys).order_by()}
    return [rows[key] for key in keys if key in rows]


def walk(queryset: QuerySet[M], order: Order, batch: int = WALK_BATCH) -> Iterator[M]:
    """Yield every row in order, a batch at a time and without a long transaction; memory stays at one batch."""
    position: _Position | None = None
    while rows := _read_rows(queryset, order, position, batch):
        yield from rows
        if len(rows) < batch:
            return
        position = _Position(_value_of(rows[-1], order), rows[-1].pk, backwards=False)


def _read_rows(queryset: QuerySet[M], order: Order, position: _Position | None, wanted: int) -> list[M]:
    descending = order.descending != (position is not None and position.backwards)
    ordered = queryset.order_by(*_order_by(order, descending))
    rows: list[M] = []
    for segment in _segments(order, position, descending):
        rows += read_first(ordered.filter(segment), wanted - len(rows))
        if len(rows) == wanted:
            break
    return rows


def _segments(order: Order, position: _Position | None, descending: bool) -> list[Q]:
    """The conditions of the parts to read, in the order of reading."""
    beyond = f"pk__{'lt' if descending else 'gt'}"
    if order.field == "id":
        return [Q(**{beyond: position.pk}) if position else Q()]
    if not order.nullable:
        return [_beyond_value(order, position, descending) if position else Q()]
    valued, empty = Q(**{f"{order.field}__isnull": False}), Q(**{f"{order.field}__isnull": True})
    if position is None:
        return [valued, empty]
    if position.value is None:
        rest = empty & Q(**{beyond: position.pk})
        return [rest, valued] if position.backwards else [rest]
    rest = valued & _beyond_value(order, position, descending)
    return [rest] if position.backwards else [rest, empty]


def _beyond_value(order: Order, position: _Position, descending: bool) -> Q:
    """The rows after the position. The first half is redundant, and what lets the index start there."""
    way = "lt" if descending else "gt"
    reach = Q(**{f"{order.field}__{way}e": position.value})
    return reach & (Q(**{f"{order.field}__{way}": position.value}) | Q(**{f"pk__{way}": position.pk}))


def _order_by(order: Order, descending: bool) -> list[Any]:
    """The ORDER BY that the index of this order gives without sorting, read in either direction."""
    key = "-pk" if descending else "pk"
    if order.field == "id":
        return [key]
    if not order.nullable:
        return [f"-{order.field}" if descending else order.field, key]
    column = F(order.field)
    return [column.desc(nulls_last=True) if descending else column.asc(nulls_first=True), key]


def _value_of(row: Model, order: Order) -> Any:
    return None if order.field == "id" else getattr(row, order.field)


def _encode(order: Order, value: Any, pk: int, backwards: bool) -> str:
    plain = value.isoformat() if isinstance(value, datetime) else value
    packed = json.dumps([order.name, plain, pk, int(backwards)], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _decode(cursor: str, order: Order, model: type[Model]) -> _Position:
    if len(cursor) > MAX_CURSOR_CHARACTERS:
        raise CursorError("it is too long")
    try:
        name, plain, pk, backwards = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), b"-_", True))
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise CursorError("it is damaged") from error
    if name != order.name:
        raise CursorError(f"it belongs to the order {str(name)[:40]!r}, not to {order.name!r}")
    if type(pk) is not int or not 0 <= pk <= MAX_ID or backwards not in (0, 1):
        raise CursorError("it is damaged")
    return _Position(_restore(plain, order, model), pk, bool(backwards))


def _restore(plain: Any, order: Order, model: type[Model]) -> Any:
    """Turn the cursor's value into one of the order's column."""
    if order.field == "id" or (plain is None and order.nullable):
        return None
    column = cast("Field[Any, Any]", model._meta.get_field(order.field))
    if type(plain) is not (int if isinstance(column, IntegerField) else str):
        raise CursorError("it is damaged")
    try:
        value = column.to_python(plain)
    except (ValidationError, OverflowError) as error:
        raise CursorError("it is damaged") from error
    naive = isinstance(value, datetime) and value.utcoffset() is None
    if value is None or naive or (isinstance(value, str) and "\x00" in value):
        raise CursorError("it is damaged")
    return value
