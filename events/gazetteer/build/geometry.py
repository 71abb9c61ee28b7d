"""Centroids on the sphere, by way of an equal-area plane laid on the middle of the points.

Points are (latitude, longitude) in degrees. Working on a plane of their own, shapes across the date line or around a
pole need no special case.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Flat = tuple[float, float]

AT_ANTIPODE = 1e-12
"""Below this 1 + cos(distance) is rounding error: every direction leads to the antipode of the middle."""

RIM = 2.0
"""Distance of the antipode from the middle on the plane of a unit sphere."""

MIN_AREA = 1e-12
"""Smallest area (unit sphere; 40 m²) that has a centroid of its own; below it the points lie on a line or coincide."""


def find_middle(points: Iterable[Point]) -> Point:
    """Return the mean direction of the points, the pole when they cancel out."""
    x = y = z = 0.0
    for lat, lon in points:
        phi, lam = math.radians(lat), math.radians(lon)
        x += math.cos(phi) * math.cos(lam)
        y += math.cos(phi) * math.sin(lam)
        z += math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def project(point: Point, middle: Point) -> Flat:
    """Lambert azimuthal equal-area projection on the unit sphere; the antipode of the middle goes to the rim."""
    phi, phi0 = math.radians(point[0]), math.radians(middle[0])
    lam = math.radians(point[1] - middle[1])
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
    if 1 + cosine < AT_ANTIPODE:
        return RIM, 0.0
    scale = math.sqrt(2 / (1 + cosine))
    x = scale * math.cos(phi) * math.sin(lam)
    y = scale * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
    return x, y


def unproject(flat: Flat, middle: Point) -> Point:
    """Undo `project`; longitude in [-180, 180)."""
    x, y = flat
    phi0 = math.radians(middle[0])
    rho = math.hypot(x, y)
    if rho == 0:
        return middle
    angle = 2 * math.asin(min(rho / 2, 1.0))
    lat = math.asin(math.cos(angle) * math.sin(phi0) + y * math.sin(angle) * math.cos(phi0) / rho)
    across = rho * math.cos(phi0) * math.cos(angle) - y * math.sin(phi0) * math.sin(angle)
    lon = middle[1] + math.degrees(math.atan2(x * math.sin(angle), across))
    return math.degrees(lat), (lon + 180) % 360 - 180


def find_hull(points: Iterable[Flat]) -> list[Flat]:
    """Return the convex hull, counter-clockwise (monotone chain); fewer than 3 points when they are on a line."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered
    lower = _chain(ordered)
    upper = _chain(ordered[::-1])
    return lower[:-1] + upper[:-1]


def _chain(ordered: Sequence[Flat]) -> list[Flat]:
    chain: list[Flat] = []
    for point in ordered:
        while len(chain) >= 2 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return chain


def _turn(a: Flat, b: Flat, c: Flat) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def measure_ring(ring: Sequence[Flat]) -> tuple[float, Flat]:
    """Return signed area and centroid of a plane polygon; the mean of its corners where it has no area."""
    area = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        cross = x1 * y2 - x2 * y1
        area += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if abs(area) / 2 < MIN_AREA:
        return 0.0, (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
    return area / 2, (x / (3 * area), y / (3 * area))


def centroid_of_hull(points: Sequence[Point]) -> Point:
    """Return the area centroid of the points' convex hull: a fair middle of a region known by its places alone."""
    middle = find_middle(points)
    hull = find_hull(project(point, middle) for point in points)
    return unproject(measure_ring(hull)[1], middle)


def measure_polygon(ring: Sequence[Point]) -> tuple[float, Point]:
    """Return area (steradians) and area centroid of a polygon's outer ring."""
    middle = find_middle(ring)
    area, flat = measure_ring([project(point, middle) for point in ring])
    return abs(area), unproject(flat, middle)
