"""Events with the place where they happened, for a map; and the towns that say how far a region reaches."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from events.models import Event, Location
from events.queries.canonical import survivor_of

MAP_EVENTS = 400
"""Events on one map: the list beside it holds each as a row, 400 of them take 11 kB compressed."""
TOWNS_A_REGION = 80
"""The largest towns of a region, between which its area is drawn; more hardly move the outline."""


@dataclass(frozen=True, slots=True)
class MappedEvent:
    """An event and the id of its place as it is read now."""

    pk: int
    title: str
    latest_at: datetime | None
    size: int
    origins: int
    place: int


@dataclass(frozen=True, slots=True)
class MapRead:
    """The newest MAP_EVENTS events with a place (`is_partial`: there are more), their places, and how many events of
    the same selection have none (at most MAP_EVENTS are counted)."""

    events: list[MappedEvent]
    places: dict[int, Location]
    is_partial: bool
    unplaced: int


def read_map(events: QuerySet[Event]) -> MapRead:
    """Fetch what a map of these events shows. Queries: 3."""
    plain = events.select_related(None).prefetch_related(None).order_by(F("latest_at").desc(nulls_last=True), "-pk")
    placed = plain.filter(location__isnull=False)
    rows = list(placed.values_list("pk", "title", "latest_at", "size", "origins", "location")[: MAP_EVENTS + 1])
    named = {row[5] for row in rows}
    found = Location.objects.select_related("canonical").filter(pk__in=named)
    survivors = {location.pk: survivor_of(location) for location in found}
    return MapRead(
        events=[MappedEvent(*row[:5], survivors[row[5]].pk) for row in rows[:MAP_EVENTS] if row[5] in survivors],
        places={place.pk: place for place in survivors.values()},
        is_partial=len(rows) > MAP_EVENTS,
        unplaced=plain.filter(location__isnull=True).order_by()[:MAP_EVENTS].count(),
    )


def list_towns(regions: Collection[tuple[str, str]]) -> dict[tuple[str, str], list[tuple[float, float]]]:
    """Return (country, region code) -> lon, lat of the largest towns there. One query, none without regions."""
    if not regions:
        return {}
    where = Q(pk__in=[])
    for country, region in regions:
        where |= Q(country_code=country, admin1_code=region)
    rank = Window(RowNumber(), partition_by=["country_code", "admin1_code"], order_by=["-population", "pk"])
    towns = Location.objects.filter(where, feature_class="P", lat__isnull=False).annotate(rank=rank)
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    rows = towns.filter(rank__lte=TOWNS_A_REGION).order_by("country_code", "admin1_code", "rank")
    for country, region, lon, lat in rows.values_list("country_code", "admin1_code", "lon", "lat"):
        if lon is not None and lat is not None:
            found.setdefault((country, region), []).append((lon, lat))
    return found
