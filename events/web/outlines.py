"""The countries' outlines (Natural Earth, shipped as static GeoJSON), read once a process for the maps drawn here."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent.parent / "static" / "events" / "geo" / "world.geojson"
log = logging.getLogger(__name__)

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Polygon:
    """One piece of land: its outer ring in degrees, the box around it, and the ISO code of its country ("" unknown)."""

    ring: Ring
    west: float
    south: float
    east: float
    north: float
    country_code: str


@lru_cache(maxsize=1)
def load_outlines(file: Path = FILE) -> tuple[Polygon, ...]:
    """Return all land; empty, with one line in the log, where the file is missing or broken: maps are then left out."""
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        return tuple(polygon for feature in features for polygon in _read_feature(feature))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        log.warning("No map outlines from %s: %s", file, error)
        return ()


def _read_feature(feature: dict[str, Any]) -> list[Polygon]:
    properties = feature.get("properties") or {}
    code = str(properties.get("iso2") or "")
    geometry = feature["geometry"]
    shapes = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [_make_polygon([(float(p[0]), float(p[1])) for p in shape[0]], code) for shape in shapes]


def unwrap(ring: Ring) -> Ring:
    """Let a ring that crosses the line where longitude jumps run on beyond 180 degrees, instead of back across the map.

    Land that goes all the way round (Antarctica) stays as it is."""
    jumps = any(abs(ring[place][0] - ring[place - 1][0]) > 180 for place in range(1, len(ring)))
    run_on = [(lon + 360 if lon < 0 else lon, lat) for lon, lat in ring] if jumps else ring
    lons = [lon for lon, _ in run_on]
    return run_on if max(lons) - min(lons) < 180 else ring


def _make_polygon(ring: Ring, code: str) -> Polygon:
    ring = unwrap(ring)
    lons = [lon for lon, _ in ring]
    lats = [lat for _, lat in ring]
    return Polygon(ring, min(lons), min(lats), max(lons), max(lats), code)
