"""The countries' outlines as the map's script reads them: short strings instead of GeoJSON, a third of its size.

A ring is a run of signed steps (east, north), each in units of 1/SCALE degree, written as in Google's "encoded polyline":
five bits a letter, the lowest first, zigzag for the sign. events/static/events/outlines.js reads it back.
"""

from __future__ import annotations

import json
from functools import lru_cache

from events.web.outline_thin import thin_rings
from events.web.outlines import Ring, load_outlines

SCALE = 20
"""Units a degree: 5 km, finer than the outlines' own scale of 1:110 million. Compressed the file takes 53 kB as GeoJSON
with two decimals; written so 28 kB at 100 units a degree, 25 at 50, 19 at 20."""
COARSE_SCALE = 3
COARSE_TOLERANCE = 0.35
"""Degrees, for the first view of a wide selection: one pixel where the world is 1000 pixels wide. Compressed the outlines
take 7.1 kB so (42 % of the points; 7.5 at 4 units a degree), 9.0 at 0.25 degrees and 5 units; the finer
ones are asked for at a closer look."""


def encode_ring(ring: Ring, scale: int = SCALE) -> str:
    """Write a closed ring of (lon, lat); points that fall together are one. The last point is the first again."""
    out: list[str] = []
    x = y = 0
    for lon, lat in ring:
        east, north = round(lon * scale), round(lat * scale)
        if out and (east, north) == (x, y):
            continue
        out += [_encode_step(east - x), _encode_step(north - y)]
        x, y = east, north
    return "".join(out)


def _encode_step(step: int) -> str:
    bits = step * 2 if step >= 0 else -step * 2 - 1
    out = ""
    while bits >= 32:
        out += chr((32 | bits & 31) + 63)
        bits >>= 5
    return out + chr(bits + 63)


@lru_cache(maxsize=2)
def write_outlines(is_coarse: bool = False) -> bytes:
    """Return {"scale": …, "countries": [[ISO code, [ring, …]], …]} as JSON, the land in the order of the file."""
    land = load_outlines()
    rings = thin_rings([p.ring for p in land], COARSE_TOLERANCE) if is_coarse else [p.ring for p in land]
    scale = COARSE_SCALE if is_coarse else SCALE
    countries: dict[str, list[str]] = {}
    for place, (polygon, ring) in enumerate(zip(land, rings, strict=True)):
        if ring:
            countries.setdefault(polygon.country_code or f"?{place}", []).append(encode_ring(ring, scale))
    told = [[key if not key.startswith("?") else "", drawn] for key, drawn in countries.items()]
    return json.dumps({"scale": scale, "countries": told}, separators=(",", ":")).encode()
