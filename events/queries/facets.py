"""Counts beside the event list: by country, topic and outlet, and over time, all within the current filter.

Counting a million events on every page view is too slow, so counts look at the newest COUNTED events of the filter;
`is_partial` says when there were more, and the page must say so too.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDay, TruncMonth, TruncYear

from events.models import Event, EventArticle

COUNTED = 20_000
FACET_VALUES = 20
# Days get a bar each up to a third of a year, then months up to ten years, then years; older years are only counted.
MAX_BARS = 120
_TRUNCATIONS = {"day": TruncDay, "month": TruncMonth, "year": TruncYear}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice: the filter's value, what to call it, and how many events have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The most frequent values by filter name (`country`, `topic`, `source`), most frequent first."""

    country: list[FacetValue]
    topic: list[FacetValue]
    source: list[FacetValue]
    is_partial: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """Events whose newest article is of a time from `start` to `end`, both days included."""

    start: date
    end: date
    count: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars without gaps in time order, of `unit` day, month or year; `earlier` and `undated` events have no bar."""

    unit: str
    bars: list[Bar]
    earlier: int
    undated: int
    is_partial: bool


def count_facets(events: QuerySet[Event]) -> Facets:
    """Count a filtered event list by country, topic and outlet (an event counts once an outlet). Queries: 4."""
    newest, is_partial = _take_newest(events)
    counted = Event.objects.filter(pk__in=newest).order_by()
    sources = EventArticle.objects.filter(event__in=newest, article__source__isnull=False)
    by_source = sources.values("article__source", "article__source__name", "article__source__domain")
    by_source = by_source.annotate(n=Count("event", distinct=True)).order_by("-n", "article__source")
    return Facets(
        country=_count_column(counted, "country_code"),
        topic=_count_column(counted, "topic"),
        source=[
            FacetValue(
                str(row["article__source"]), row["article__source__name"] or row["article__source__domain"], row["n"]
            )
            for row in by_source[:FACET_VALUES]
        ],
        is_partial=is_partial,
    )


def count_over_time(events: QuerySet[Event]) -> Histogram:
    """Count a filtered event list over time, by the date of each event's newest article. Queries: 4."""
    newest, is_partial = _take_newest(events)
    counted = Event.objects.filter(pk__in=newest).order_by()
    dated = counted.filter(latest_at__isnull=False)
    ends = [row.latest_at for row in (dated.order_by("latest_at").first(), dated.order_by("-latest_at").first()) if row]
    undated = counted.filter(latest_at__isnull=True).count()
    if not ends or ends[0] is None or ends[1] is None:
        return Histogram("day", [], 0, undated, is_partial)
    unit = _choose_unit(ends[0], ends[1])
    rows = dated.annotate(bucket=_TRUNCATIONS[unit]("latest_at")).values("bucket").annotate(n=Count("pk"))
    counts = {row["bucket"].date(): row["n"] for row in rows}
    bars = _make_bars(unit, ends[0].date(), ends[1].date(), counts)
    return Histogram(unit, bars, sum(counts.values()) - sum(bar.count for bar in bars), undated, is_partial)


def _take_newest(events: QuerySet[Event]) -> tuple[list[int], bool]:
    """The ids to count, and whether there were more. One query that walks the list's own index."""
    ordered = events.select_related(None).prefetch_related(None).order_by(F("latest_at").desc(nulls_last=True), "-pk")
    ids = list(ordered.values_list("pk", flat=True)[: COUNTED + 1])
    return ids[:COUNTED], len(ids) > COUNTED


def _count_column(events: QuerySet[Event], column: str) -> list[FacetValue]:
    rows = events.exclude(**{column: ""}).values(column).annotate(n=Count("pk")).order_by("-n", column)
    return [FacetValue(row[column], row[column], row["n"]) for row in rows[:FACET_VALUES]]


def _choose_unit(first: datetime, last: datetime) -> str:
    days = (last.date() - first.date()).days
    if days < MAX_BARS:
        return "day"
    return "month" if days < MAX_BARS * 30 else "year"


def _make_bars(unit: str, first: date, last: date, counts: dict[date, int]) -> list[Bar]:
    """Bars from the last one back to the first, at most MAX_BARS, in time order."""
    bars: list[Bar] = []
    start, end = _floor(unit, last), _ceil(unit, last)
    while end >= first and len(bars) < MAX_BARS:
        bars.append(Bar(start, end, counts.get(start, 0)))
        if start == date.min:
            break
        end = start - timedelta(days=1)
        start = _floor(unit, end)
    return bars[::-1]


def _floor(unit: str, day: date) -> date:
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _ceil(unit: str, day: date) -> date:
    if unit == "day":
        return day
    return day.replace(day=monthrange(day.year, day.month)[1]) if unit == "month" else day.replace(month=12, day=31)
