"""What a feed and its server say about being asked: ttl, skipHours, skipDays, Cache-Control.

The syndication module is left out: its "hourly" stands in every feed that WordPress makes, and is no wish of anybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

# The channel's own elements stand before its items; what comes after this many bytes are entries.
HEAD_BYTES = 64 * 1024
# A server's default of a year says nothing about a feed.
MAX_LEAST_SECONDS = 24 * 3600
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.I)


@dataclass(frozen=True, slots=True)
class Hints:
    """`least_seconds`: ask no sooner; `quiet_hours`: hours of a week (0 is Monday, 00:00 UTC) in which not to ask."""

    least_seconds: int = 0
    quiet_hours: tuple[int, ...] = ()


def read_hints(body: bytes, headers: Mapping[str, str]) -> Hints:
    """Return what the feed (any bytes) and its answer's headers ask for; silence where they say nothing usable."""
    words = _read_channel(body)
    least = max(_ttl(words), read_max_age(headers.get("cache-control", "")))
    return Hints(min(least, MAX_LEAST_SECONDS), _quiet_hours(words))


def read_max_age(cache_control: str) -> int:
    """Return the seconds for which an answer stays fresh; 0 where it says nothing, no-cache or no-store."""
    if re.search(r"\bno-(?:cache|store)\b", cache_control, re.I):
        return 0
    found = MAX_AGE.search(cache_control)
    return min(int(found[1]), MAX_LEAST_SECONDS) if found else 0


def _read_channel(body: bytes) -> dict[str, list[str]]:
    """Return the texts of the elements that matter, by local name in lower case. Nothing is loaded or expanded."""
    found: dict[str, list[str]] = {}
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body[:HEAD_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError):
        return found
    if root is None:
        return found
    for node in root.iter(etree.Element):
        name = etree.QName(node).localname.lower()
        if name in ("item", "entry"):
            break
        if name in ("ttl", "hour", "day"):
            found.setdefault(name, []).append((node.text or "").strip()[:40])
    return found


def _ttl(words: Mapping[str, list[str]]) -> int:
    return max((int(text[:7]) * 60 for text in words.get("ttl", ()) if text.isascii() and text.isdigit()), default=0)


def _quiet_hours(words: Mapping[str, list[str]]) -> tuple[int, ...]:
    hours = {int(text) % 24 for text in words.get("hour", ()) if text.isascii() and text.isdigit() and int(text) <= 24}
    days = {DAYS.index(text.lower()) for text in words.get("day", ()) if text.lower() in DAYS}
    quiet = {day * 24 + hour for day in range(7) for hour in range(24) if hour in hours or day in days}
    return tuple(sorted(quiet)) if len(quiet) < 7 * 24 else ()
