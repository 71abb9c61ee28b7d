"""The map of a selection of events: points where a place is one, areas where only a region or country is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from events.filters import EventFilter
from events.models import Event, Location
from events.queries import EVENT_ORDERS, list_events
from events.queries.map_places import MAP_EVENTS, MappedEvent, MapRead, list_towns, read_map
from events.web.maps import POINT_PRECISIONS
from events.web.outline_hull import draw_hull
from events.web.pages.beside import Beside, build_beside
from events.web.pages.listing import Listing, build_listing
from events.web.phrases import tell_place

DECIMALS = 3
"""Of degrees: about 100 m, closer than the smallest scale of the map."""


@dataclass(frozen=True, slots=True)
class MapRow:
    event: MappedEvent
    place: Location
    where: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """`data` is what the script draws; `rows` the same events as a list. `more_than`: 0, or there are more events."""

    listing: Listing[Event]
    beside: Beside
    rows: Sequence[MapRow]
    data: dict[str, Any]
    unplaced: int
    unplaced_is_least: bool
    more_than: int


def build_map_page(request: HttpRequest) -> MapPage:
    """Fetch the events of the selection with their places and areas. A constant number of queries."""
    filters = EventFilter(request.GET, queryset=list_events())
    listing = build_listing(request, filters, EVENT_ORDERS, "-latest_at", size=0)
    read = read_map(filters.qs)
    regions = {
        (place.country_code, place.admin1_code)
        for place in read.places.values()
        if place.precision == "region" and place.admin1_code
    }
    names = {pk: tell_place(place.name, place.country_code, place.precision) for pk, place in read.places.items()}
    return MapPage(
        listing=listing,
        beside=build_beside(request, filters.qs, datetime.now(UTC).date()),
        rows=[MapRow(event, read.places[event.place], names[event.place]) for event in read.events],
        data=make_map_data(read, names, list_towns(regions)),
        unplaced=read.unplaced,
        unplaced_is_least=read.unplaced >= MAP_EVENTS,
        more_than=MAP_EVENTS if read.is_partial else 0,
    )


def make_map_data(
    read: MapRead, names: Mapping[int, str], towns: Mapping[tuple[str, str], Sequence[tuple[float, float]]]
) -> dict[str, Any]:
    """Return places and events as the map's script reads them."""
    places = [_describe(place, names[pk], towns) for pk, place in read.places.items()]
    events = [
        {"id": event.pk, "place": event.place, "size": event.size, "day": f"{event.latest_at:%Y-%m-%d}"}
        if event.latest_at
        else {"id": event.pk, "place": event.place, "size": event.size, "day": None}
        for event in read.events
    ]
    return {"places": places, "events": events}


def _describe(
    place: Location, name: str, towns: Mapping[tuple[str, str], Sequence[tuple[float, float]]]
) -> dict[str, Any]:
    """A place is a `point`, a `country` of the shipped outlines, a `ring` between a region's towns, or none of these."""
    found: dict[str, Any] = {"id": place.pk, "name": name, "href": reverse("location_detail", args=[place.pk])}
    if place.precision in POINT_PRECISIONS and place.lat is not None and place.lon is not None:
        found["point"] = [round(place.lat, DECIMALS), round(place.lon, DECIMALS)]
    elif place.precision == "country":
        found["country"] = place.country_code
    else:
        ring = draw_hull(towns.get((place.country_code, place.admin1_code), []))
        if ring:
            found["ring"] = [[round(lat, DECIMALS), round(lon, DECIMALS)] for lon, lat in ring]
    return found
