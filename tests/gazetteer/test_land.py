"""Sharing a country's land out to its towns."""

from __future__ import annotations

import pytest

from events.gazetteer.build.land import find_region_middles, share_land
from events.gazetteer.build.topology import Outline, Ring

SQUARE: Ring = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
LAND = Outline(number="999", name="Square", polygons=((SQUARE,),))


def test_a_region_alone_has_the_middle_of_the_whole_land_wherever_its_towns_are() -> None:
    assert share_land(LAND, [((1.0, 1.0), "A"), ((1.5, 1.2), "A")])["A"] == pytest.approx((5.0, 5.0), abs=0.1)


def test_land_goes_to_the_region_of_the_nearest_town() -> None:
    middles = share_land(LAND, [((5.0, 2.0), "west"), ((5.0, 8.0), "east")])
    assert middles["west"] == pytest.approx((5.0, 2.5), abs=0.1)
    assert middles["east"] == pytest.approx((5.0, 7.5), abs=0.1)


def test_a_hole_in_the_land_counts_for_nobody() -> None:
    hole: Ring = [(0.5, 0.5), (9.5, 0.5), (9.5, 5.0), (0.5, 5.0), (0.5, 0.5)]
    middle = share_land(Outline("999", "Lake", ((SQUARE, hole),)), [((1.0, 9.0), "A")])["A"]
    assert middle[1] > 6


def test_a_region_without_land_of_its_own_is_left_to_its_hull() -> None:
    assert "islet" not in share_land(LAND, [((5.0, 5.0), "A"), ((40.0, 40.0), "islet")])


def test_countries_without_towns_or_outlines_are_no_error() -> None:
    assert find_region_middles([("XX", LAND)], []) == {}
    assert share_land(Outline("999", "Nothing", ()), [((1.0, 1.0), "A")]) == {}
