"""Geometry of the charts, worked out here so that the SVG partials only draw. Units are those of each viewBox."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

HISTOGRAM_WIDTH = 720.0
HISTOGRAM_HEIGHT = 72.0
SPARK_WIDTH = 240.0
SPARK_HEIGHT = 40.0
SMALLEST_BAR = 2.0
"""Height of a bar for any count above zero, so that one event beside a hundred stays visible."""
SPARK_BARS = 24
SPARK_BAR_WIDTH = 3.0
SPARK_BAR_HEIGHT = 18.0
FEWEST_FOR_SPARK = 3
"""Articles from which a card shows how coverage ran: one or two bars say nothing that the number does not."""
FEWEST_SLOTS = 14
"""Slots of the frame at least: two days stay two narrow bars instead of two blocks."""


class Counted(Protocol):
    """What a bar is drawn from (events.queries.Bar)."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """One bar: its box, what it stands for, and where a click leads."""

    x: float
    y: float
    width: float
    height: float
    first: date
    last: date
    count: int
    href: str
    selected: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[DrawnBar, ...]
    first: date
    last: date
    peak: int
    total: int
    width: float = HISTOGRAM_WIDTH
    height: float = HISTOGRAM_HEIGHT


@dataclass(frozen=True, slots=True)
class Sparkline:
    """A line over equal steps of time; `area` is the same line closed down to the ground."""

    line: str
    area: str
    first: date
    last: date
    peak: int
    total: int
    width: float = SPARK_WIDTH
    height: float = SPARK_HEIGHT


@dataclass(frozen=True, slots=True)
class Spark:
    """Coverage of one event as one path of tiny bars over its span, with what it says in words."""

    path: str
    total: int
    hours: int
    peak: int
    width: float = SPARK_BARS * SPARK_BAR_WIDTH
    height: float = SPARK_BAR_HEIGHT


def draw_spark(counts: Sequence[tuple[datetime, int]]) -> Spark | None:
    """Draw articles by the hour (in time order) as SPARK_BARS bars over the event's span; None where too few."""
    total = sum(count for _, count in counts)
    if total < FEWEST_FOR_SPARK or len(counts) < 2:
        return None
    first, last = counts[0][0], counts[-1][0]
    span = (last - first).total_seconds()
    bars = [0] * SPARK_BARS
    for moment, count in counts:
        bars[min(int((moment - first).total_seconds() / span * SPARK_BARS), SPARK_BARS - 1)] += count
    peak = max(bars)
    parts = []
    for place, count in enumerate(bars):
        if count:
            height = max(SMALLEST_BAR, SPARK_BAR_HEIGHT * count / peak)
            parts.append(f"M{place * SPARK_BAR_WIDTH:g},{SPARK_BAR_HEIGHT:g}v-{height:.1f}h2v{height:.1f}z")
    return Spark("".join(parts), total, round(span / 3600), peak)


def draw_histogram(
    bars: Sequence[Counted],
    link_to: Callable[[date, date], str],
    selected: tuple[date | None, date | None] = (None, None),
) -> Histogram | None:
    """Draw counts over time as bars, in the order given, gaps included; None when nothing is counted."""
    total = sum(bar.count for bar in bars)
    if not total:
        return None
    peak = max(bar.count for bar in bars)
    slot = HISTOGRAM_WIDTH / max(len(bars), FEWEST_SLOTS)
    drawn = []
    for index, bar in enumerate(bars):
        if not bar.count:
            continue
        height = max(SMALLEST_BAR, HISTOGRAM_HEIGHT * bar.count / peak)
        drawn.append(
            DrawnBar(
                x=round(index * slot, 2),
                y=round(HISTOGRAM_HEIGHT - height, 2),
                width=round(max(slot * 0.82, 1.0), 2),
                height=round(height, 2),
                first=bar.start,
                last=bar.end,
                count=bar.count,
                href=link_to(bar.start, bar.end),
                selected=selected != (None, None) and _within(bar.start, bar.end, *selected),
            )
        )
    return Histogram(tuple(drawn), bars[0].start, bars[-1].end, peak, total)


def draw_sparkline(
    counts: Sequence[tuple[date, int]], step_days: int = 1, span: tuple[date, date] | None = None
) -> Sparkline | None:
    """Draw counts a day as a line, `step_days` days a step; None with less than two steps (a dot is no trend).

    `span`: first and last day of the frame, where several lines are to be read against each other."""
    by_day = {day: count for day, count in counts if count > 0}
    if not by_day:
        return None
    first, last = span or (min(by_day), max(by_day))
    steps = (last - first).days // step_days + 1
    if steps < 2:
        return None
    values = [0] * steps
    for day, count in by_day.items():
        values[(day - first).days // step_days] += count
    peak = max(values)
    usable = SPARK_HEIGHT - 4
    points = [
        f"{index * SPARK_WIDTH / (steps - 1):.1f},{SPARK_HEIGHT - 2 - usable * value / peak:.1f}"
        for index, value in enumerate(values)
    ]
    line = "M" + " L".join(points)
    area = f"{line} L{SPARK_WIDTH:.1f},{SPARK_HEIGHT:.1f} L0,{SPARK_HEIGHT:.1f} Z"
    return Sparkline(line, area, first, last, peak, sum(by_day.values()))


def choose_step(counts: Sequence[tuple[date, int]], most_steps: int = 60) -> int:
    """Return the days a step of a sparkline should cover so that it has at most `most_steps` steps."""
    if not counts:
        return 1
    days = (max(day for day, _ in counts) - min(day for day, _ in counts)).days + 1
    return max(1, -(-days // most_steps))


def _within(start: date, end: date, low: date | None, high: date | None) -> bool:
    return (low is None or end >= low) and (high is None or start <= high)
