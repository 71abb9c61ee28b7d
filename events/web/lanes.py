"""Geometry of lanes: events as dots over time, one lane a topic, packed so that no dot hides another. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH = 720.0
LABEL_HEIGHT = 14.0
ROW_GAP = 3.0
AXIS_HEIGHT = 18.0
SMALLEST_RADIUS, LARGEST_RADIUS = 3.5, 12.0
MOST_LANES = 8
TICKS = 5


@dataclass(frozen=True, slots=True)
class Moment:
    """An event to draw: what it is, in which lane, when, and by how many articles it is told."""

    pk: int
    title: str
    lane: str
    day: date
    size: int


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    radius: float
    moment: Moment


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    y: float
    label_y: float
    dots: Sequence[Dot]


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Lanes:
    lanes: Sequence[Lane]
    ticks: Sequence[Tick]
    height: float
    width: float = WIDTH


def draw_lanes(moments: Sequence[Moment]) -> Lanes | None:
    """Draw events over their own span of time; None with fewer than two days. Lanes beyond MOST_LANES share the last."""
    days = sorted({moment.day for moment in moments})
    if len(days) < 2:
        return None
    first, span = days[0], (days[-1] - days[0]).days
    largest = max(moment.size for moment in moments)
    lanes: list[Lane] = []
    top = 0.0
    for name, members in _part(moments):
        rows: list[float] = []  # how far right each row of this lane is taken
        dots = []
        row_height = 2 * max(_radius(moment.size, largest) for moment in members) + ROW_GAP
        for moment in sorted(members, key=lambda m: (m.day, m.pk)):
            radius = _radius(moment.size, largest)
            x = LARGEST_RADIUS + (WIDTH - 2 * LARGEST_RADIUS) * (moment.day - first).days / span
            row = next((i for i, taken in enumerate(rows) if taken + 1 < x - radius), len(rows))
            rows[row : row + 1] = [x + radius]
            dots.append(Dot(round(x, 1), round(top + LABEL_HEIGHT + (row + 0.5) * row_height, 1), radius, moment))
        lanes.append(Lane(name, top, top + LABEL_HEIGHT - 3, dots))
        top += LABEL_HEIGHT + len(rows) * row_height + ROW_GAP
    return Lanes(lanes, _draw_ticks(first, span), round(top + AXIS_HEIGHT, 1))


def _part(moments: Sequence[Moment]) -> list[tuple[str, list[Moment]]]:
    """Part into lanes, the fullest first; what has no lane of its own stands in the last."""
    lanes: dict[str, list[Moment]] = {}
    for moment in moments:
        lanes.setdefault(moment.lane, []).append(moment)
    nameless = lanes.pop("", [])
    ordered = sorted(lanes.items(), key=lambda lane: (-len(lane[1]), lane[0]))
    shown = ordered if len(ordered) <= MOST_LANES else ordered[: MOST_LANES - 1]
    rest = [moment for _, members in ordered[len(shown) :] for moment in members] + nameless
    return [*shown, ("Other", rest)] if rest else shown


def _radius(size: int, largest: int) -> float:
    """The dot's area grows with the articles."""
    share = math.sqrt(size / largest) if largest else 0.0
    return round(max(SMALLEST_RADIUS, LARGEST_RADIUS * share if largest > 3 else SMALLEST_RADIUS * math.sqrt(size)), 1)


def _draw_ticks(first: date, span: int) -> list[Tick]:
    found = []
    for place in range(TICKS):
        day = first + timedelta(days=round(span * place / (TICKS - 1)))
        x = round(WIDTH * place / (TICKS - 1), 1)
        anchor = "start" if place == 0 else "end" if place == TICKS - 1 else "middle"
        label = f"{day.day} {day:%b}" if span < 120 else f"{day:%b %Y}"
        found.append(Tick(x, label, anchor))
    return found
