"""The place page: where it is, what happened there, who belongs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from events.models import Location
from events.queries import LocationDetail
from events.queries.places_around import Surroundings, read_surroundings
from events.web import charts
from events.web.maps import POINT_PRECISIONS, MapDrawing, MapPoint, draw_map
from events.web.pages.actor import unique
from events.web.pages.cards import EventRow, make_event_rows


@dataclass(frozen=True, slots=True)
class LocationPage:
    detail: LocationDetail
    location: Location
    is_point: bool
    names: Sequence[str]
    map: MapDrawing | None
    activity: charts.Sparkline | None
    events: Sequence[EventRow]
    around: Surroundings


def build_location_page(detail: LocationDetail) -> LocationPage:
    """Prepare a place's page; ten queries beyond the detail's own."""
    place = detail.location
    is_point = place.precision in POINT_PRECISIONS and place.lat is not None and place.lon is not None
    around = read_surroundings(place, detail.family)
    days = detail.named.days
    return LocationPage(
        detail=detail,
        location=place,
        is_point=is_point,
        names=unique(name.name for name in detail.names if name.name != place.name),
        map=draw_place(place, is_point, [inside for inside, _ in around.inside]),
        activity=charts.draw_sparkline(days, charts.choose_step(days)),
        events=make_event_rows(detail.events),
        around=around,
    )


def draw_place(place: Location, is_point: bool, inside: Sequence[Location]) -> MapDrawing | None:
    """Draw a point where there is one; shade a country, and draw what lies inside it; a region has no outline here."""
    if is_point:
        return draw_map(_make_points([place], place))
    shaded = {place.country_code} if place.precision == "country" else set()
    return draw_map(_make_points(inside, place), shaded)


def _make_points(places: Sequence[Location], main: Location) -> list[MapPoint]:
    return [
        MapPoint(one.lat, one.lon, one.name, reverse("location_detail", args=[one.pk]), one.pk == main.pk)
        for one in places
        if one.precision in POINT_PRECISIONS and one.lat is not None and one.lon is not None
    ]
