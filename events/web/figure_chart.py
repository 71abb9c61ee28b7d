"""Geometry of a chart of figures over time: a mark a report, its bound as a line, one look a counter. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.web.phrases import tell_number

WIDTH, HEIGHT = 720.0, 260.0
LEFT, RIGHT, TOP, BOTTOM = 56.0, 16.0, 18.0, 34.0
LOOKS = 6
"""Looks of marks; more counters than that share the last, and the table tells them apart."""
TICKS = 4
SPREAD = 9.0
"""Marks nearer than this to each other are moved apart sideways."""


@dataclass(frozen=True, slots=True)
class Point:
    """One report. `opens_up`: at least; `opens_down`: at most; `group` numbers the counter; `faded`: replaced since."""

    at: datetime | None
    value: float
    low: float
    high: float
    opens_up: bool
    opens_down: bool
    group: int
    label: str
    words: str
    href: str
    faded: bool


@dataclass(frozen=True, slots=True)
class DrawnPoint:
    """A mark at (x, y); the line of its bound runs from `top` to `bottom`, equal where the number is exact."""

    x: float
    y: float
    top: float
    bottom: float
    arrow: str
    look: int
    label: str
    words: str
    href: str
    faded: bool


@dataclass(frozen=True, slots=True)
class Tick:
    place: float
    label: str


@dataclass(frozen=True, slots=True)
class FigureChart:
    width: float
    height: float
    left: float
    right: float
    floor: float
    points: tuple[DrawnPoint, ...]
    values: tuple[Tick, ...]
    days: tuple[Tick, ...]
    undated: int


def draw_figures(points: Sequence[Point]) -> FigureChart | None:
    """Place the dated points; None where fewer than two have a date. Values begin at zero."""
    dated = sorted((p for p in points if p.at is not None), key=lambda p: (p.at or datetime.min, p.group))
    if len(dated) < 2:
        return None
    peak = max(p.high for p in dated) * 1.12 or 1.0
    step = find_step(peak / TICKS)
    first, last = (dated[0].at, dated[-1].at)
    assert first is not None and last is not None
    span = (last - first) or timedelta(days=1)

    def x_of(at: datetime) -> float:
        share = (at - first) / span if last > first else 0.5
        return LEFT + 12 + share * (WIDTH - LEFT - RIGHT - 24)

    def y_of(value: float) -> float:
        return HEIGHT - BOTTOM - value / peak * (HEIGHT - TOP - BOTTOM)

    drawn: list[DrawnPoint] = []
    for point in dated:
        assert point.at is not None
        x = x_of(point.at)
        while any(abs(x - other.x) < SPREAD and abs(y_of(point.value) - other.y) < SPREAD for other in drawn):
            x += SPREAD
        drawn.append(_draw(point, x, y_of))
    values = tuple(Tick(round(y_of(n * step), 1), tell_number(n * step)) for n in range(int(peak / step) + 1))
    return FigureChart(
        WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, tuple(drawn), values, find_days(first, last, x_of),
        len(points) - len(dated),
    )  # fmt: skip


def _draw(point: Point, x: float, y_of: object) -> DrawnPoint:
    place = y_of  # the scale of this chart
    assert callable(place)
    y = place(point.value)
    top = TOP - 6 if point.opens_up else place(point.high)
    bottom = HEIGHT - BOTTOM if point.opens_down else place(point.low)
    if point.opens_up:
        top = max(TOP - 6, y - 26)
    if point.opens_down:
        bottom = min(HEIGHT - BOTTOM, y + 26)
    arrow = ""
    if point.opens_up:
        arrow = f"M{x - 4:.1f},{top + 5:.1f} L{x:.1f},{top:.1f} L{x + 4:.1f},{top + 5:.1f}"
    elif point.opens_down:
        arrow = f"M{x - 4:.1f},{bottom - 5:.1f} L{x:.1f},{bottom:.1f} L{x + 4:.1f},{bottom - 5:.1f}"
    return DrawnPoint(
        round(x, 1), round(y, 1), round(top, 1), round(bottom, 1), arrow, min(point.group, LOOKS - 1), point.label,
        point.words, point.href, point.faded,
    )  # fmt: skip


def find_step(rough: float) -> float:
    """The round number (1, 2 or 5 times a power of ten) at or above a rough one; at least 1 for counts above 3."""
    size = 10.0 ** len(str(int(max(rough, 1.0)))) / 10
    return next((size * n for n in (1, 2, 5, 10) if size * n >= rough), size * 10) if rough >= 1 else 1.0


def find_days(first: datetime, last: datetime, x_of: object) -> tuple[Tick, ...]:
    """At most five days along the foot, the first and the last among them."""
    assert callable(x_of)
    days = (last.date() - first.date()).days
    if not days:
        return (Tick(round(x_of(first), 1), f"{first.day} {first:%b %Y}"),)
    count = min(days, 4)
    places = [first + (last - first) * n / count for n in range(count + 1)]
    return tuple(
        Tick(round(x_of(at), 1), f"{at.day} {at:%b}" + (f" {at:%Y}" if n == 0 else "")) for n, at in enumerate(places)
    )
