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

from events.models import Event

# At 150,000 events: 31 ms for 5,000, 45 ms for 10,000, 65 ms for 20,000 (budget of the whole page: 50 ms).
COUNTED = 5_000
# Outlets, actors and disputes are counted over fewer events: an event has several, each a row of its own.
COUNTED_CLOSELY = 1_000
FACET_VALUES = 20
# Days get a bar each up to a third of a year, then months up to ten years, then years; older years are only counted.
MAX_BARS = 120
# GROUPING() of (country, topic, day): a bit for each column that a row is not grouped by.
_GROUPINGS = {0b011: "country", 0b101: "topic", 0b110: "day"}
_COUNTED_IN_ROWS = ("region", "source", "actor", "disputed")
# One statement, so that the events of the filter are found once. Regions are counted where all lie in one country: the
# condition on `one_land` is asked once, before a place is read. Of actors only those merged away are read before the names.
_COUNT = """
WITH newest AS MATERIALIZED ({newest}),
fewer AS MATERIALIZED (SELECT id FROM newest ORDER BY latest_at DESC NULLS LAST, id DESC LIMIT %s),
one_land AS MATERIALIZED (SELECT min(country_code) AS country FROM newest HAVING min(country_code) = max(country_code)),
columns AS (
    SELECT GROUPING(country_code, topic, day)::text AS facet, COALESCE(country_code, topic, day::text) AS value,
           count(*) AS n
    FROM (SELECT country_code, topic, (latest_at AT TIME ZONE 'UTC')::date AS day FROM newest) AS counted
    GROUP BY GROUPING SETS ((country_code), (topic), (day))
),
regions AS (
    SELECT place.admin1_code AS value, count(*) AS n
    FROM newest JOIN events_event AS event ON event.id = newest.id
    JOIN events_location AS place ON place.id = event.location_id
    WHERE place.country_code = (SELECT country FROM one_land) AND (SELECT country FROM one_land) <> ''
      AND place.admin1_code <> ''
    GROUP BY 1 ORDER BY n DESC, 1 LIMIT %s
),
sources AS (
    SELECT article.source_id AS id, count(DISTINCT membership.event_id) AS n
    FROM fewer JOIN events_eventarticle AS membership ON membership.event_id = fewer.id
    JOIN events_article AS article ON article.id = membership.article_id
    WHERE article.source_id IS NOT NULL GROUP BY 1 ORDER BY n DESC, 1 LIMIT %s
),
actors AS (
    SELECT COALESCE(merged.canonical_id, link.actor_id) AS id, count(DISTINCT link.event_id) AS n
    FROM fewer JOIN events_eventactor AS link ON link.event_id = fewer.id
    LEFT JOIN events_actor AS merged ON merged.id = link.actor_id AND merged.canonical_id IS NOT NULL
    GROUP BY 1 ORDER BY n DESC, 1 LIMIT %s
)
SELECT facet, value, value AS label, n FROM columns
UNION ALL SELECT 'region', (SELECT country FROM one_land) || '-' || regions.value, COALESCE((
    SELECT place.name FROM events_location AS place WHERE place.country_code = (SELECT country FROM one_land)
    AND place.precision = 'region' AND place.admin1_code = regions.value ORDER BY place.id LIMIT 1), regions.value), n
    FROM regions
UNION ALL SELECT 'source', source.id::text, COALESCE(NULLIF(source.name, ''), source.domain), n
    FROM sources JOIN events_source AS source USING (id)
UNION ALL SELECT 'actor', actor.id::text, actor.name, n FROM actors JOIN events_actor AS actor USING (id)
UNION ALL SELECT 'disputed', '', '', count(*) FROM fewer WHERE EXISTS (
    SELECT 1 FROM events_claim AS claim JOIN events_article AS article ON article.id = claim.article_id
    WHERE claim.event_id = fewer.id AND claim.standing = 'disputed' AND claim.removed_at IS NULL
      AND claim.revision_id = article.revision_id
)
"""


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One choice: the filter's value, what to call it, and how many events have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The most frequent values by filter name, most frequent first, and the number of disputed events; `source`,
    `actor` and `disputed` are of the newest COUNTED_CLOSELY events only (`is_closely_partial`: there were more). `region` is
    empty unless all of them lie in one country."""

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


def count_beside(events: QuerySet[Event], most: int | None = None) -> Counts:
    """Count a filtered event list, its newest `most` (else COUNTED) events, by country, topic, outlet and actor (an event
    counts once for each) and by the day of each event's newest article. One query."""
    most = COUNTED if most is None else most
    try:
        counted = _count(events, most)
    except EmptyResultSet:
        return Counts(Facets([], [], [], [], [], 0, False, False), Histogram("day", [], 0, 0, False), {})
    days = {date.fromisoformat(one.value): one.count for one in counted["day"] if one.value}
    undated = sum(one.count for one in counted["day"] if not one.value)
    looked_at = sum(days.values()) + undated
    facets = Facets(
        country=_take_largest(counted["country"]),
        region=_take_largest(counted["region"]),
        topic=_take_largest(counted["topic"]),
        source=_take_largest(counted["source"]),
        actor=_take_largest(counted["actor"]),
        disputed=sum(one.count for one in counted["disputed"]),
        is_partial=looked_at >= most,
        is_closely_partial=looked_at > COUNTED_CLOSELY,
    )
    return Counts(facets, _draw_histogram(days, undated, looked_at >= most), days)


def _newest_ids_sql(events: QuerySet[Event], most: int) -> tuple[str, tuple[Any, ...]]:
    """The statement that walks the list's own index to the newest `most` events. Raises EmptyResultSet."""
    plain = events.select_related(None).prefetch_related(None)
    ordered = plain.order_by(F("latest_at").desc(nulls_last=True), "-pk")
    return ordered.values("id", "country_code", "topic", "latest_at")[:most].query.sql_with_params()


def _count(events: QuerySet[Event], most: int) -> dict[str, list[FacetValue]]:
    """Counts by facet, in no order; a missing country, topic or day is the value "". Raises EmptyResultSet."""
    newest, params = _newest_ids_sql(events, most)
    limits = [COUNTED_CLOSELY, FACET_VALUES, FACET_VALUES, FACET_VALUES]
    found: dict[str, list[FacetValue]] = {name: [] for name in (*_GROUPINGS.values(), *_COUNTED_IN_ROWS)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(newest=newest), [*params, *limits])
        for facet, value, label, n in cursor.fetchall():
            name = _GROUPINGS[int(facet)] if facet.isdigit() else facet
            found[name].append(FacetValue(value or "", label or "", n))
    return found


def _take_largest(counted: list[FacetValue]) -> list[FacetValue]:
    return sorted((one for one in counted if one.value), key=lambda one: (-one.count, _rank(one.value)))[:FACET_VALUES]


def _rank(value: str) -> tuple[int, str]:
    """Ids in the order of numbers, codes in that of letters."""
    return (int(value), "") if value.isdigit() else (0, value)


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
