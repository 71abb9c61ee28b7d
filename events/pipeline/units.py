"""The unit that stands in front of a number or behind it: $3.4bn, 12 percent, magnitude 7.8, 20 km."""

from __future__ import annotations

import re
from functools import lru_cache

from events import vocabulary
from events.pipeline.quantities import Quantity
from events.vocabulary import Unit

REACH = 24
# Pounds are money, except where something weighs them.
_WEIGHT = re.compile(r"weigh", re.IGNORECASE)
# Lengths in a stretch of time are speeds, which are no figures.
_SPEED = re.compile(r"\s?/\s?(?:h|hr|hour|s|sec)\b|\s(?:per|an|a)\s(?:hour|second)\b", re.IGNORECASE)
_MEASURED = re.compile(r"\b(?:measured|measuring|registered|registering)\s+\Z", re.IGNORECASE)
_QUAKE = re.compile(r"quake|tremor|aftershock|temblor|foreshock", re.IGNORECASE)
MAX_MAGNITUDE = 10
MAGNITUDE_REACH = 120
_POUNDS = frozenset({"pound", "pounds"})


def is_speed(text: str, unit: Unit, end: int) -> bool:
    """Whether a number whose length unit ends at `end` goes on as a speed ("90 km/h")."""
    return unit.measure == "distance" and _SPEED.match(text, end) is not None


def is_magnitude(text: str, quantity: Quantity) -> bool:
    """Whether a bare number is the strength of a quake: "The quake … measured 7.1"."""
    before = text[max(0, quantity.first - MAGNITUDE_REACH) : quantity.first]
    strong = quantity.value is not None and quantity.value < MAX_MAGNITUDE
    return strong and _MEASURED.search(before) is not None and _QUAKE.search(before) is not None


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Unit], dict[str, Unit]]:
    before: dict[str, Unit] = {}
    after: dict[str, Unit] = {}
    for unit in vocabulary.units():
        for mark in unit.before:
            before.setdefault(mark.lower(), unit)
        for mark in unit.after:
            after.setdefault(mark.lower(), unit)
    lead = re.compile(rf"(?<![\w$])({_alternatives(before)})[\s\u00a0:-]?\Z", re.IGNORECASE)
    tail = re.compile(rf"[\s\u00a0-]?({_alternatives(after)})(?!\w)", re.IGNORECASE)
    return lead, tail, before, after


def _alternatives(marks: dict[str, Unit]) -> str:
    return "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True)) or "(?!)"


def find_unit(text: str, quantity: Quantity) -> tuple[Unit, int, int] | None:
    """The unit of a number with where both start and end; None for a bare count."""
    lead, tail, before, after = _patterns()
    window = max(0, quantity.start - REACH)
    found = lead.search(text[window : quantity.start])
    if found is not None:
        return before[found.group(1).lower()], window + found.start(1), quantity.end
    behind = tail.match(text, quantity.end)
    if behind is None or (behind.group(1).lower() in _POUNDS and _WEIGHT.search(text[window : quantity.start])):
        return None
    return after[behind.group(1).lower()], quantity.start, behind.end()
