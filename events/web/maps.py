"""Maps as SVG geometry: an even-rectangular cut of the world around some points. A country is shaded, never a point."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from events.web.outlines import Polygon, load_outlines

POINT_PRECISIONS = frozenset({"point", "near", "city"})
"""Precisions under which a place may be drawn as a point; a region or a country never is."""
WIDTH = 400.0
SMALLEST_SPAN = 8.0
"""Degrees of longitude a map shows at least: one city alone still has its neighbours around it to be known by."""
MARGIN = 0.25
"""Free space around the points, as a share of what they span."""
LETTER = 8.5
"""Width of a letter of the labels; names that would leave the map on the right stand left of their point."""
MOST_LABELS = 12
"""Names drawn on a map; beyond that they cover each other, and the list beside the map has them all."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place known well enough to be a point, with its look: `main` is where it happened."""

    lat: float
    lon: float
    name: str
    href: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    x: float
    y: float
    name: str
    href: str
    main: bool
    anchor: str
    label_x: float
    labelled: bool


@dataclass(frozen=True, slots=True)
class Land:
    path: str
    shaded: bool


@dataclass(frozen=True, slots=True)
class MapDrawing:
    land: tuple[Land, ...]
    points: tuple[DrawnPoint, ...]
    width: float
    height: float


def draw_map(points: Sequence[MapPoint], shaded: Collection[str] = ()) -> MapDrawing | None:
    """Draw the points, and the shaded countries, on the land around them; None with neither, or without outlines."""
    outlines = load_outlines()
    area = [p for p in outlines if p.country_code and p.country_code in shaded]
    if not outlines or not (points or area):
        return None
    west, south, east, north = _choose_window(points, area)
    middle = math.cos(math.radians(max(-80.0, min(80.0, (south + north) / 2))))
    scale = WIDTH / (east - west)
    tall = scale / middle  # a degree of latitude is longer on the page than one of longitude, as it is on the ground

    def place(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * scale, 1), round((north - lat) * tall, 1)

    land = tuple(
        Land(
            "M" + "L".join(f"{x},{y}" for x, y in (place(*p) for p in polygon.ring)) + "Z",
            polygon.country_code in shaded,
        )
        for polygon in outlines
        if polygon.west < east and polygon.east > west and polygon.south < north and polygon.north > south
    )
    drawn = []
    for index, point in enumerate(sorted(points, key=lambda p: not p.main)):
        x, y = place(point.lon, point.lat)
        leftward = x + 12 + len(point.name) * LETTER > WIDTH and x > WIDTH / 2
        drawn.append(
            DrawnPoint(
                x,
                y,
                point.name,
                point.href,
                point.main,
                anchor="end" if leftward else "start",
                label_x=round(x - 9 if leftward else x + 9, 1),
                labelled=index < MOST_LABELS,
            )
        )
    return MapDrawing(land, tuple(reversed(drawn)), WIDTH, round((north - south) * tall, 1))


def _choose_window(points: Sequence[MapPoint], area: Sequence[Polygon]) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the part to show, with about the shape of a landscape page."""
    largest = max(area, key=lambda p: (p.east - p.west) * (p.north - p.south), default=None)
    lons = [p.lon for p in points] + ([largest.west, largest.east] if largest and not points else [])
    lats = [p.lat for p in points] + ([largest.south, largest.north] if largest and not points else [])
    centre_lon, centre_lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
    middle = max(0.2, math.cos(math.radians(centre_lat)))
    span = max(
        SMALLEST_SPAN / middle,
        (max(lons) - min(lons)) * (1 + 2 * MARGIN),
        (max(lats) - min(lats)) * (1 + 2 * MARGIN) * 1.7 / middle,
    )
    span = min(span, 360.0)
    height = min(span * middle / 1.7, 170.0)
    west = max(-180.0, min(180.0 - span, centre_lon - span / 2))
    south = max(-88.0, min(85.0 - height, centre_lat - height / 2))
    return west, south, west + span, south + height
