"""Whether two reported numbers agree: bounds are respected, "at least 70" does not speak against "more than 100"."""

from __future__ import annotations

import math
from typing import Literal, Protocol

from events.pipeline.claim_records import Interval

Relation = Literal["same", "within", "overlap", "apart"]
# "About 500" takes in 520 and 460. Chosen by hand, not measured.
ABOUT = 0.1


class Bounded(Protocol):
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def bound(self) -> str: ...


def find_interval(figure: Bounded) -> Interval:
    """The values a figure allows: exact is one point, at_least is open, at_most begins at 0, about has a margin."""
    value, low, high = figure.value, figure.low, figure.high
    if figure.bound == "at_least":
        return Interval(low if low is not None else value, None)
    if figure.bound == "at_most":
        return Interval(0.0, high if high is not None else value)
    if figure.bound == "exact":
        return Interval(low if low is not None else value, high if high is not None else value)
    if value is not None and low is None and high is None:
        return Interval(value * (1 - ABOUT), value * (1 + ABOUT))
    return Interval(low, high)


def compare_intervals(one: Interval, other: Interval) -> Relation:
    """same: equal bounds; within: a closed one lies inside the other; apart: no value fits both; else overlap."""
    if one == other:
        return "same"
    (a, b), (c, d) = _edges(one), _edges(other)
    if b < c or d < a:
        return "apart"
    inside = (c <= a and b <= d and math.isfinite(b - a)) or (a <= c and d <= b and math.isfinite(d - c))
    return "within" if inside else "overlap"


def _edges(interval: Interval) -> tuple[float, float]:
    low = -math.inf if interval.low is None else interval.low
    return low, math.inf if interval.high is None else interval.high
