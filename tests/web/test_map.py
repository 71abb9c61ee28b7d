"""The map: a point only where a place is one, areas for the rest, and the same events as a list."""

from __future__ import annotations

import gzip
import json
import re
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.web.lanes import MOST_LANES, Moment, draw_lanes
from events.web.outline_hull import draw_hull
from events.web.outline_lines import SCALE, encode_ring
from events.web.outline_thin import thin_rings
from events.web.outlines import load_outlines, unwrap
from tests.factories import EventFactory, LocationFactory
from tests.web.story import HOSTILE, read

Degrees = st.tuples(st.floats(-60, 59), st.floats(-80, 80))


def read_data(client: Client, query: str = "") -> dict[str, Any]:
    page = read(client, reverse("event_map") + query)
    found = re.search(r'<script id="map-data" type="application/json">(.*?)</script>', page, re.S)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.django_db
def test_a_country_is_an_area_and_never_a_point(client: Client) -> None:
    EventFactory(location=LocationFactory(name="Iraq", precision="country", country_code="IQ", lat=33.0, lon=44.0))
    (place,) = read_data(client)["places"]
    assert place["country"] == "IQ" and "point" not in place and "ring" not in place


@pytest.mark.django_db
def test_a_region_is_the_area_between_its_towns(client: Client) -> None:
    region = LocationFactory(name="Anbar", precision="region", country_code="IQ", admin1_code="01", feature_class="A")
    EventFactory(location=region)
    assert "ring" not in read_data(client)["places"][0]
    for lat, lon in ((33.4, 43.3), (34.4, 41.0), (33.0, 40.3), (33.6, 42.0)):
        LocationFactory(lat=lat, lon=lon, country_code="IQ", admin1_code="01", feature_class="P", precision="city")
    LocationFactory(lat=10.0, lon=10.0, country_code="IQ", admin1_code="02", feature_class="P", precision="city")
    (place,) = read_data(client)["places"]
    assert sorted(place["ring"]) == [[33.0, 40.3], [33.4, 43.3], [34.4, 41.0]]
    assert "point" not in place


@pytest.mark.django_db
def test_events_of_a_merged_place_stand_at_its_survivor(client: Client) -> None:
    survivor = LocationFactory(name="Al-Hasakah", lat=36.5, lon=40.7)
    event = EventFactory(location=LocationFactory(canonical=survivor))
    data = read_data(client)
    assert data["events"][0] == {"id": event.pk, "place": survivor.pk, "size": event.size, "day": "2022-01-24"}
    assert [place["id"] for place in data["places"]] == [survivor.pk]


@pytest.mark.django_db
def test_events_without_a_place_are_counted_beside_the_map(client: Client) -> None:
    EventFactory(location=None)
    assert "1 event of this selection has no known place" in read(client, reverse("event_map"))
    EventFactory(location=LocationFactory())
    assert "1 event of this selection has no known place" in read(client, reverse("event_map"))


@pytest.mark.django_db
def test_hostile_names_do_not_end_the_data(client: Client) -> None:
    EventFactory(title=HOSTILE, location=LocationFactory(name=HOSTILE[:150]))
    assert read_data(client)["places"][0]["name"].startswith(HOSTILE[:150])
    assert "<script>alert" not in read(client, reverse("event_map"))


@given(st.lists(Degrees, max_size=40))
def test_a_hull_holds_every_town(points: list[tuple[float, float]]) -> None:
    hull = draw_hull(points)
    for start, end in zip(hull, hull[1:] + hull[:1], strict=True):
        for point in points:
            turn = (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
            assert turn >= -1e-6


def test_a_hull_across_the_date_line_is_not_drawn() -> None:
    assert draw_hull([(-175.0, 60.0), (178.0, 65.0), (179.0, 61.0)]) == []


def test_land_across_the_date_line_runs_on() -> None:
    assert unwrap([(170.0, 60.0), (-170.0, 60.0), (-175.0, 65.0), (170.0, 60.0)])[1] == (190.0, 60.0)
    russia = [polygon for polygon in load_outlines() if polygon.country_code == "RU"]
    assert max(polygon.east for polygon in russia) > 180
    for polygon in russia:
        assert polygon.east - polygon.west < 180


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from("abcdefghijkl"), st.integers(1, 99)), max_size=50))
def test_lanes_hide_no_dot_behind_another(rows: list[tuple[int, str, int]]) -> None:
    first = date(2024, 1, 1)
    moments = [Moment(pk, "", lane, first + timedelta(days=day), size) for pk, (day, lane, size) in enumerate(rows)]
    drawn = draw_lanes(moments)
    if drawn is None:
        assert len({moment.day for moment in moments}) < 2
        return
    assert len(drawn.lanes) <= MOST_LANES
    dots = [dot for lane in drawn.lanes for dot in lane.dots]
    assert sorted(dot.moment.pk for dot in dots) == list(range(len(rows)))
    for place, dot in enumerate(dots):
        assert 0 <= dot.y <= drawn.height
        for other in dots[:place]:
            apart = ((dot.x - other.x) ** 2 + (dot.y - other.y) ** 2) ** 0.5
            assert apart >= dot.radius + other.radius - 0.5


@given(st.lists(st.tuples(st.floats(-180, 200), st.floats(-90, 90)), min_size=1, max_size=40))
def test_encoded_outlines_lead_back_to_the_same_points(ring: list[tuple[float, float]]) -> None:
    points = [(round(lon * SCALE), round(lat * SCALE)) for lon, lat in ring]
    once = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    assert decode(encode_ring(ring)) == once


def decode(text: str) -> list[tuple[int, int]]:
    """As events/static/events/outlines.js does it."""
    steps, bits, shift = [], 0, 0
    for letter in text:
        five = ord(letter) - 63
        bits |= (five & 31) << shift
        shift += 5
        if not five & 32:
            steps.append(-(bits + 1) // 2 if bits & 1 else bits // 2)
            bits = shift = 0
    xs, ys = list(accumulate(steps[::2])), list(accumulate(steps[1::2]))
    return list(zip(xs, ys, strict=True))


def test_the_map_s_outlines_are_light_and_kept(client: Client) -> None:
    answer = client.get(reverse("map_outlines"), headers={"Accept-Encoding": "gzip"})
    assert answer.status_code == 200 and len(answer.content) < 22_000
    assert "max-age" in answer["Cache-Control"] and answer["ETag"]
    told = json.loads(gzip.decompress(answer.content))
    codes = [code for code, _ in told["countries"]]
    assert {"FR", "CL", "FJ"} <= set(codes) and len(codes) > 170


def test_a_first_view_asks_for_outlines_of_a_third_the_weight(client: Client) -> None:
    answer = client.get(reverse("map_outlines") + "?coarse", headers={"Accept-Encoding": "gzip"})
    assert len(answer.content) < 8_000
    coarse, fine = (
        {code for code, _ in json.loads(client.get(reverse("map_outlines") + query).content)["countries"]}
        for query in ("?coarse", "")
    )
    assert coarse == fine  # no country is too small to be shaded


def test_thinned_neighbours_keep_one_border() -> None:
    west = [(0.0, 0.0), (2.0, 0.0), (2.1, 1.0), (1.9, 2.0), (2.0, 3.0), (3.0, 4.0), (2.0, 5.0), (0.0, 5.0), (0.0, 0.0)]
    east = [(2.0, 0.0), (4.0, 0.0), (4.0, 5.0), (2.0, 5.0), (3.0, 4.0), (2.0, 3.0), (1.9, 2.0), (2.1, 1.0), (2.0, 0.0)]
    thin_west, thin_east = thin_rings([west, east], 0.3)
    assert thin_west[0] == thin_west[-1] and (2.1, 1.0) not in thin_west
    border = {(2.0, 0.0), (2.0, 3.0), (3.0, 4.0), (2.0, 5.0)}
    assert border <= set(thin_west) and border <= set(thin_east)


def test_an_island_smaller_than_the_tolerance_is_left_out() -> None:
    assert thin_rings([[(0.0, 0.0), (0.1, 0.0), (0.1, 0.1), (0.0, 0.0)]], 0.35) == [[]]
