"""Of which place a figure of an event is: the event's own, or another that it is limited to. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Two towns nearer than this share what befell them; the villages of one quake lie within it, two quakes seldom do.
# Chosen by hand, not measured.
NEAR_KM = 120.0
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Where:
    """A place as figures need it: `is_wide` for countries and regions, which hold other places."""

    key: int
    lat: float | None
    lon: float | None
    country: str
    region: str
    is_wide: bool


def name_places(main: Where | None, named: Iterable[Where | None]) -> list[str]:
    """For each figure's place "" where it is the event's own, else a key that is equal for places of one happening.

    A country or region that holds the event's place is its own place, unless figures name two countries: then a
    figure of one of them is of that country alone.
    """
    places = list(named)
    countries = {place.country for place in places if place is not None and place.is_wide and not place.region}
    split = len(countries) > 1
    return [_name_place(main, place, split=split) for place in places]


def _name_place(main: Where | None, place: Where | None, *, split: bool) -> str:
    if place is None or (main is not None and place.key == main.key):
        return ""
    if place.is_wide and not place.region:
        return f"country {place.country}" if split or (main is not None and main.country != place.country) else ""
    if main is None or (place.is_wide and (place.country, place.region) == (main.country, main.region)):
        return ""
    if main.is_wide:
        holds = place.country == main.country and main.region in {"", place.region}
        return "" if holds else f"place {place.key}"
    return "" if measure_km(main, place) <= NEAR_KM else f"place {place.key}"


def measure_km(one: Where, other: Where) -> float:
    """The great circle between two places; endless where one has no point."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return math.inf
    a, b, c, d = map(math.radians, (one.lat, one.lon, other.lat, other.lon))
    half = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(half)))
