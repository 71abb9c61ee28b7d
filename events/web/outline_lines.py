"""The countries' outlines as the map's script reads them: short strings instead of GeoJSON, a third of its size.

A ring is a run of signed steps (east, north), each in units of 1/SCALE degree, written as in Google's "encoded polyline":
five bits a letter, the lowest first, zigzag for the sign. events/static/events/outlines.js reads it back.
"""

from __future__ import annotations

import json
from functools import lru_cache

from events.web.outlines import Ring, load_outlines

SCALE = 20
"""Units a degree: 5 km, finer than the outlines' own scale of 1:110 million. Compressed the file takes 53 kB as GeoJSON
with two decimals; written so 28 kB at 100 units a degree, 25 at 50, 19 at 20."""


def encode_ring(ring: Ring) -> str:
    """Write a closed ring of (lon, lat); points that fall together are one. The last point is the first again."""
    out: list[str] = []
    x = y = 0
    for lon, lat in ring:
        east, north = round(lon * SCALE), round(lat * SCALE)
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


@lru_cache(maxsize=1)
def write_outlines() -> bytes:
    """Return {"scale": …, "countries": [[ISO code, [ring, …]], …]} as JSON, the land in the order of the file."""
    countries: dict[str, list[str]] = {}
    for place, polygon in enumerate(load_outlines()):
        key = polygon.country_code or f"?{place}"
        countries.setdefault(key, []).append(encode_ring(polygon.ring))
    told = [[key if not key.startswith("?") else "", rings] for key, rings in countries.items()]
    return json.dumps({"scale": SCALE, "countries": told}, separators=(",", ":")).encode()
