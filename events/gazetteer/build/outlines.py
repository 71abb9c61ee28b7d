"""Makes the GeoJSON of country outlines that our maps draw, from Natural Earth at 1:110 million."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from events.gazetteer.build.sources import name_outlines, write_json
from events.gazetteer.build.topology import Outline, Ring

DECIMALS = 2
"""Of a degree: 1.1 km; the source's own grid is 0.036 degrees."""

MIN_RING = 4
"""Points of the smallest polygon: a triangle, closed."""


def write_outlines(path: Path, outlines: Iterable[Outline]) -> int:
    """Write a feature a country (properties iso2, name; GeoJSON's lon/lat order) and return their number."""
    outlines = list(outlines)
    codes = {id(outline): code for code, outline in name_outlines(outlines)}
    features = []
    for outline in outlines:
        polygons = [rings for polygon in outline.polygons if (rings := _shorten_rings(polygon))]
        features.append(
            {
                "type": "Feature",
                "properties": {"iso2": codes.get(id(outline), ""), "name": outline.name},
                "geometry": {"type": "MultiPolygon", "coordinates": polygons},
            }
        )
    write_json(path, {"type": "FeatureCollection", "features": features})
    return len(features)


def _shorten_rings(polygon: Iterable[Ring]) -> list[list[list[float]]]:
    """Shorten each ring; one that is no area any more (the source has some of a single point) goes."""
    return [ring for ring in map(_shorten, polygon) if len(ring) >= MIN_RING]


def _shorten(ring: Ring) -> list[list[float]]:
    kept: list[list[float]] = []
    for lat, lon in ring:
        point = [round(lon, DECIMALS), round(lat, DECIMALS)]
        if not kept or kept[-1] != point:
            kept.append(point)
    return kept
