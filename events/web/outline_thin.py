"""Coarser outlines for a view of the whole world: fewer points a ring, and the same ones on both sides of a border.

Rings are cut at the points where borders meet, and each border between two such points is thinned by Douglas and Peucker's
method in one direction, whichever ring it is read from: so neighbours still touch, without a gap or a double line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from events.web.outlines import Ring

Point = tuple[float, float]


def thin_rings(rings: Sequence[Ring], tolerance: float) -> list[list[Point]]:
    """Return closed rings of which no left-out point is further than `tolerance` degrees from the line; [] is too small."""
    closed = [[*ring[:-1]] if ring[0] == ring[-1] else [*ring] for ring in rings]
    meeting = _find_meetings(closed)
    return [_thin_ring(ring, meeting, tolerance) for ring in closed]


def _find_meetings(rings: Iterable[Sequence[Point]]) -> set[Point]:
    """Points that do not lie between the same two neighbours wherever they occur."""
    beside: dict[Point, set[frozenset[Point]]] = defaultdict(set)
    for ring in rings:
        for place, point in enumerate(ring):
            beside[point].add(frozenset((ring[place - 1], ring[(place + 1) % len(ring)])))
    return {point for point, pairs in beside.items() if len(pairs) > 1}


def _thin_ring(ring: Sequence[Point], meeting: set[Point], tolerance: float) -> list[Point]:
    fixed = [place for place, point in enumerate(ring) if point in meeting]
    if len(fixed) < 2:  # an island, or a lone neighbour: cut at two points that any reading of the ring finds alike
        fixed = sorted({ring.index(min(ring)), ring.index(max(ring))} | set(fixed))
    out: list[Point] = []
    for start, end in zip(fixed, [*fixed[1:], fixed[0] + len(ring)], strict=True):
        border = [ring[place % len(ring)] for place in range(start, end + 1)]
        out += _thin_border(border, tolerance)[:-1]
    return [*out, out[0]] if len(out) > 2 else []


def _thin_border(border: list[Point], tolerance: float) -> list[Point]:
    is_turned = border[0] > border[-1]
    kept = _keep_far(border[::-1] if is_turned else border, tolerance)
    return kept[::-1] if is_turned else kept


def _keep_far(line: list[Point], tolerance: float) -> list[Point]:
    if len(line) < 3:
        return line
    far, place = max((_distance(point, line[0], line[-1]), at) for at, point in enumerate(line[1:-1], start=1))
    if far <= tolerance:
        return [line[0], line[-1]]
    return _keep_far(line[: place + 1], tolerance)[:-1] + _keep_far(line[place:], tolerance)


def _distance(point: Point, start: Point, end: Point) -> float:
    """Degrees from a point to the line between two others (to their common place, where they are one)."""
    east, north = end[0] - start[0], end[1] - start[1]
    length = (east * east + north * north) ** 0.5
    if not length:
        return float(((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5)
    return abs(east * (start[1] - point[1]) - north * (start[0] - point[0])) / length
