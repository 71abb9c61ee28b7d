"""The area between a region's towns, as a polygon: what a map shows where no outline is shipped. Pure."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
WIDEST_DEGREES = 120.0
"""A hull wider than this crosses the line where longitude jumps from 180 to -180, and would span the world."""


def draw_hull(points: Sequence[Point]) -> list[Point]:
    """Return the convex hull of lon, lat points, counter-clockwise and not closed; empty where they span no area."""
    ordered = sorted(set(points))
    if len(ordered) < 3 or ordered[-1][0] - ordered[0][0] > WIDEST_DEGREES:
        return []
    hull = _half(ordered)[:-1] + _half(ordered[::-1])[:-1]
    return hull if len(hull) > 2 else []


def _half(points: Sequence[Point]) -> list[Point]:
    """Walk along one side, turning left only (Andrew's monotone chain)."""
    chain: list[Point] = []
    for point in points:
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
