"""The place page: where it is, what happened there, who belongs there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from events.models import Location
from events.queries import LocationDetail
from events.web import charts
from events.web.maps import POINT_PRECISIONS, MapDrawing, MapPoint, draw_map
from events.web.pages.actor import count_articles_by_day, unique
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


def build_location_page(detail: LocationDetail) -> LocationPage:
    """Prepare a place's page; two queries beyond the detail's own."""
    place = detail.location
    is_point = place.precision in POINT_PRECISIONS and place.lat is not None and place.lon is not None
    days = count_articles_by_day("location__in", detail.family)
    return LocationPage(
        detail=detail,
        location=place,
        is_point=is_point,
        names=unique(name.name for name in detail.names if name.name != place.name),
        map=draw_place(place, is_point),
        activity=charts.draw_sparkline(days, charts.choose_step(days)),
        events=make_event_rows(detail.events),
    )


def draw_place(place: Location, is_point: bool) -> MapDrawing | None:
    """Draw a point where there is one; shade a country; a region has no outline here, so its page has no map."""
    if is_point and place.lat is not None and place.lon is not None:
        return draw_map([MapPoint(place.lat, place.lon, place.name, reverse("location_detail", args=[place.pk]), True)])
    return draw_map([], {place.country_code}) if place.precision == "country" else None
