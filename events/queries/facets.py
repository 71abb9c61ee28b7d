"""Counts beside the event list: by country, region, topic, outlet and actor, and over time, within the current filter.

Counting a million events on every page view is too slow, so counts look at the newest COUNTED events of the filter;
`is_partial` says when there were more, and the page must say so too.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from events.models import Actor, Event, Location, Source
from events.models.choices import Standing

# At 150,000 events: 31 ms for 5,000, 45 ms for 10,000, 65 ms for 20,000 (budget of the whole page: 50 ms).
COUNTED = 5_000
# Actors and disputes are counted over fewer events: an event has several actors and claims, each a row of its own.
COUNTED_CLOSELY = 1_000
FACET_VALUES = 20
# Days get a bar each up to a third of a year, then months up to ten years, then years; older years are only counted.
MAX_BARS = 120
# GROUPING() of (country, topic, day): a bit for each column that a row is not grouped by.
_GROUPINGS = {0b011: "country", 0b101: "topic", 0b110: "day"}
_COUNT_COLUMNS = """
SELECT country_code, topic, day, GROUPING(country_code, topic, day), count(*)
FROM (SELECT country_code, topic, (latest_at AT TIME ZONE 'UTC')::date AS day FROM ({newest}) AS newest) AS counted
GROUP BY GROUPING SETS ((country_code), (topic), (day))
"""
_COUNT_REGIONS = """
SELECT place.admin1_code, count(*) AS n
FROM ({newest}) AS newest
JOIN events_event AS event ON event.id = newest.id
JOIN events_location AS place ON place.id = event.location_id
WHERE place.country_code = %s AND place.admin1_code <> ''
GROUP BY place.admin1_code ORDER BY n DESC, place.admin1_code LIMIT %s
"""
_COUNT_SOURCES = """
SELECT article.source_id, count(DISTINCT membership.event_id) AS n
FROM ({newest}) AS newest
JOIN events_eventarticle AS membership ON membership.event_id = newest.id
JOIN events_article AS article ON article.id = membership.article_id
WHERE article.source_id IS NOT NULL
GROUP BY article.source_id ORDER BY n DESC, article.source_id LIMIT %s
"""
_COUNT_DISPUTED = """
SELECT count(*) FROM ({newest}) AS newest
WHERE EXISTS (
    SELECT 1 FROM events_claim AS claim JOIN events_article AS article ON article.id = claim.article_id
    WHERE claim.event_id = newest.id AND claim.standing = %s AND claim.removed_at IS NULL
      AND claim.revision_id = article.revision_id
)
"""
_COUNT_ACTORS = """
SELECT COALESCE(actor.canonical_id, actor.id) AS survivor, count(DISTINCT link.event_id) AS n
FROM ({newest}) AS newest
JOIN events_eventactor AS link ON link.event_id = newest.id
JOIN events_actor AS actor ON actor.id = link.actor_id
GROUP BY survivor ORDER BY n DESC, survivor LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice: the filter's value, what to call it, and how many events have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The most frequent values by filter name, most frequent first, and the number of disputed events; `actor` and
    `disputed` are of the newest COUNTED_CLOSELY events only (`is_closely_partial`: there were more). `region` is empty
    unless all of them lie in one country."""

    country: list[FacetValue]
    region: list[FacetValue]
    topic: list[FacetValue]
    source: list[FacetValue]
    actor: list[FacetValue]
    disputed: int
    is_partial: bool
    is_closely_partial: bool


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


@dataclass(frozen=True, slots=True)
class Counts:
    """`days`: events by the day of their newest article, undated ones left out."""

    facets: Facets
    histogram: Histogram
    days: dict[date, int]


def count_beside(events: QuerySet[Event]) -> Counts:
    """Count a filtered event list by country, topic, outlet and actor (an event counts once for each) and by the day of
    each event's newest article. Queries: 6, where all lie in one country 8."""
    try:
        newest, params = _newest_ids_sql(events, COUNTED)
        fewer, fewer_params = _newest_ids_sql(events, COUNTED_CLOSELY)
    except EmptyResultSet:
        return Counts(Facets([], [], [], [], [], 0, False, False), Histogram("day", [], 0, 0, False), {})
    columns = _count_columns(newest, params)
    counted = sum(columns["day"].values())
    is_partial = counted >= COUNTED
    facets = Facets(
        country=_take_largest(columns["country"]),
        region=_count_regions(newest, params, list(columns["country"])),
        topic=_take_largest(columns["topic"]),
        source=_count_sources(newest, params),
        actor=_count_actors(fewer, fewer_params),
        disputed=_count_disputed(fewer, fewer_params),
        is_partial=is_partial,
        is_closely_partial=counted > COUNTED_CLOSELY,
    )
    undated = columns["day"].pop(None, 0)
    return Counts(facets, _draw_histogram(columns["day"], undated, is_partial), columns["day"])


def _newest_ids_sql(events: QuerySet[Event], most: int) -> tuple[str, tuple[Any, ...]]:
    """The statement that walks the list's own index to the newest `most` events. Raises EmptyResultSet."""
    plain = events.select_related(None).prefetch_related(None)
    ordered = plain.order_by(F("latest_at").desc(nulls_last=True), "-pk")
    return ordered.values("id", "country_code", "topic", "latest_at")[:most].query.sql_with_params()


def _count_columns(newest: str, params: tuple[Any, ...]) -> dict[str, dict[Any, int]]:
    """Count all three columns in one pass over the newest events."""
    counted: dict[str, dict[Any, int]] = {"country": {}, "topic": {}, "day": {}}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_COLUMNS.format(newest=newest), params)
        for country, topic, day, grouping, n in cursor.fetchall():
            name = _GROUPINGS[grouping]
            counted[name][{"country": country, "topic": topic, "day": day}[name]] = n
    return counted


def _count_regions(newest: str, params: tuple[Any, ...], countries: list[str]) -> list[FacetValue]:
    """Count first-level regions within the one country; the gazetteer names them. Two queries."""
    if len(countries) != 1 or not countries[0]:
        return []
    country = countries[0]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_REGIONS.format(newest=newest), [*params, country, FACET_VALUES])
        counts = dict(cursor.fetchall())
    named = Location.objects.filter(country_code=country, precision="region", admin1_code__in=counts)
    names: dict[str, str] = dict(named.order_by("-pk").values_list("admin1_code", "name"))
    return [FacetValue(f"{country}-{code}", names.get(code) or code, n) for code, n in counts.items()]


def _count_sources(newest: str, params: tuple[Any, ...]) -> list[FacetValue]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_SOURCES.format(newest=newest), [*params, FACET_VALUES])
        counts = dict(cursor.fetchall())
    sources = Source.objects.in_bulk(list(counts))
    return [FacetValue(str(pk), sources[pk].name or sources[pk].domain, n) for pk, n in counts.items()]


def _count_actors(newest: str, params: tuple[Any, ...]) -> list[FacetValue]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ACTORS.format(newest=newest), [*params, FACET_VALUES])
        counts = dict(cursor.fetchall())
    actors = Actor.objects.in_bulk(list(counts))
    return [FacetValue(str(pk), actors[pk].name, n) for pk, n in counts.items()]


def _count_disputed(newest: str, params: tuple[Any, ...]) -> int:
    """Count the events in which sources contradict each other, from the side of the few disputed claims."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_DISPUTED.format(newest=newest), [*params, Standing.DISPUTED])
        return int(cursor.fetchone()[0])


def _take_largest(counts: dict[str, int]) -> list[FacetValue]:
    largest = sorted(((value, n) for value, n in counts.items() if value), key=lambda pair: (-pair[1], pair[0]))
    return [FacetValue(value, value, n) for value, n in largest[:FACET_VALUES]]


def _draw_histogram(days: dict[date, int], undated: int, is_partial: bool) -> Histogram:
    if not days:
        return Histogram("day", [], 0, undated, is_partial)
    first, last = min(days), max(days)
    unit = _choose_unit(first, last)
    counts: dict[date, int] = {}
    for day, n in days.items():
        start = _floor(unit, day)
        counts[start] = counts.get(start, 0) + n
    bars = _make_bars(unit, first, last, counts)
    return Histogram(unit, bars, sum(counts.values()) - sum(bar.count for bar in bars), undated, is_partial)


def _choose_unit(first: date, last: date) -> str:
    days = (last - first).days
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
