"""Centroids on the sphere, also where flat arithmetic fails."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from events.gazetteer.build.geometry import (
    centroid_of_hull,
    find_hull,
    find_middle,
    measure_polygon,
    project,
    unproject,
)

POINTS = st.tuples(st.floats(-89, 89), st.floats(-180, 179.9))


def test_the_middle_of_places_on_both_sides_of_the_date_line_lies_between_them() -> None:
    lat, lon = centroid_of_hull([(-17.0, 179.0), (-17.0, -179.0), (-18.0, 179.0), (-18.0, -179.0)])
    assert lat == pytest.approx(-17.5, abs=0.05)
    assert abs(abs(lon) - 180) < 0.01


def test_the_hull_is_not_pulled_towards_where_places_crowd() -> None:
    corners = [(40.0, 0.0), (40.0, 2.0), (42.0, 0.0), (42.0, 2.0)]
    crowd = [(40.0 + step / 1000, 0.0 + step / 1000) for step in range(100)]
    lat, lon = centroid_of_hull(corners + crowd)
    assert (lat, lon) == pytest.approx((41.0, 1.0), abs=0.05)


def test_one_place_or_a_line_of_places_has_a_middle_too() -> None:
    assert centroid_of_hull([(10.0, 20.0)]) == pytest.approx((10.0, 20.0))
    assert centroid_of_hull([(0.0, 10.0), (0.0, 20.0)]) == pytest.approx((0.0, 15.0))
    assert centroid_of_hull([(0.0, 10.0), (0.0, 12.0), (0.0, 14.0)])[0] == pytest.approx(0.0)


def test_area_of_an_eighth_of_the_globe() -> None:
    edge = [float(step) for step in range(91)]
    ring = [(0.0, lon) for lon in edge] + [(lat, 90.0) for lat in edge] + [(lat, 0.0) for lat in reversed(edge)]
    area, middle = measure_polygon(ring)
    assert area == pytest.approx(4 * math.pi / 8, rel=0.01)
    assert middle == pytest.approx((35.26, 45.0), abs=0.5)


def test_inner_points_are_not_on_the_hull() -> None:
    assert set(find_hull([(0, 0), (2, 0), (2, 2), (0, 2), (1, 1), (1, 0)])) == {(0, 0), (2, 0), (2, 2), (0, 2)}


@given(POINTS, POINTS)
def test_unproject_undoes_project(point: tuple[float, float], middle: tuple[float, float]) -> None:
    flat = project(point, middle)
    assume(math.hypot(*flat) < 1.999)  # near the antipode of the middle a plane map has no more resolution
    lat, lon = unproject(flat, middle)
    assert lat == pytest.approx(point[0], abs=1e-4)
    away = (lon - point[1] + 180) % 360 - 180
    assert abs(away) * math.cos(math.radians(lat)) < 1e-3


@given(st.lists(POINTS, min_size=1, max_size=30))
def test_any_places_have_a_middle_on_earth(points: list[tuple[float, float]]) -> None:
    for lat, lon in (find_middle(points), centroid_of_hull(points)):
        assert -90 <= lat <= 90
        assert -180 <= lon <= 180
