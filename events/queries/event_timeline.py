"""An event's record in order of time: its articles, claims and figures in one list, read by pages."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from events.models import Article, Claim, EventArticle, Figure
from events.queries.articles import list_articles
from events.queries.claims import list_claims, list_figures
from events.queries.paging import MAX_ID, CursorError

# The order of what bears the same time: an article, then what it says.
KINDS = ("article", "claim", "figure")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, of what kind, and the record. A figure stands at the time it was counted, where that is known,
    all else when it was published; undated ones come last."""

    at: datetime | None
    precision: str
    kind: str
    record: Article | Claim | Figure

    @property
    def pk(self) -> int:
        return self.record.pk


@dataclass(frozen=True, slots=True)
class TimelinePage:
    entries: list[Entry]
    next: str | None


def read_timeline(family: Sequence[int], size: int, cursor: str | None = None) -> TimelinePage:
    """One page of the record of an event (`family`: its ids), oldest first. Queries: constant. Raises CursorError."""
    after = _decode(cursor) if cursor else None
    entries = [entry for rank, kind in enumerate(KINDS) for entry in _read(kind, rank, family, after, size + 1)]
    entries.sort(key=_position)
    more, entries = len(entries) > size, entries[:size]
    return TimelinePage(entries, _encode(entries[-1]) if more else None)


def count_timeline(family: Sequence[int]) -> int:
    return sum(_rows(kind, family).order_by().count() for kind in KINDS)


def _rows(kind: str, family: Sequence[int]) -> QuerySet[Any]:
    """The records of a kind with their time as `at`."""
    if kind == "article":
        inside = EventArticle.objects.filter(event__in=family).values("article")
        return list_articles().filter(pk__in=inside).annotate(at=F("published_at"))
    if kind == "claim":
        return list_claims().filter(event__in=family).annotate(at=F("published_at"))
    return list_figures().filter(event__in=family).annotate(at=Coalesce("as_of", "article__published_at"))


def _read(kind: str, rank: int, family: Sequence[int], after: tuple[Any, int, int] | None, size: int) -> list[Entry]:
    rows = _rows(kind, family)
    if after is not None:
        at, after_rank, pk = after
        same = Q(pk__gt=pk) if rank == after_rank else Q() if rank > after_rank else Q(pk__lt=0)
        if at is None:
            rows = rows.filter(Q(at__isnull=True) & same)
        else:
            rows = rows.filter(Q(at__gt=at) | Q(at__isnull=True) | (Q(at=at) & same))
    found = rows.order_by(F("at").asc(nulls_last=True), "pk")[:size]
    return [Entry(row.at, _precision(kind, row), kind, row) for row in found]


def _precision(kind: str, row: Any) -> str:
    if kind == "article":
        return str(row.published_precision)
    if kind == "figure" and row.as_of is not None:
        return str(row.as_of_precision)
    return str(row.article.published_precision)


def _position(entry: Entry) -> tuple[bool, float, int, int]:
    return entry.at is None, entry.at.timestamp() if entry.at else 0.0, KINDS.index(entry.kind), entry.pk


def _encode(entry: Entry) -> str:
    packed = json.dumps([entry.at.isoformat() if entry.at else None, KINDS.index(entry.kind), entry.pk])
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _decode(cursor: str) -> tuple[datetime | None, int, int]:
    try:
        at, rank, pk = json.loads(base64.b64decode(cursor[:400] + "=" * (-len(cursor[:400]) % 4), b"-_", True))
        moment = None if at is None else datetime.fromisoformat(at)
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise CursorError("it is damaged") from error
    if type(rank) is not int or type(pk) is not int or not 0 <= pk <= MAX_ID or (moment and moment.tzinfo is None):
        raise CursorError("it is damaged")
    return moment, rank, pk
