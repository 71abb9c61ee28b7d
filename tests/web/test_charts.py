"""Charts: every count is drawn once, and nothing falls out of the frame."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.queries import Bar
from events.web import outlines
from events.web.charts import HISTOGRAM_HEIGHT, HISTOGRAM_WIDTH, choose_step, draw_histogram, draw_sparkline
from events.web.maps import MapPoint, draw_map
from events.web.outlines import Polygon

DAY = date(2024, 1, 1)
counts = st.dictionaries(st.integers(0, 3000), st.integers(0, 50), max_size=40).map(
    lambda days: [(DAY + timedelta(days=day), count) for day, count in days.items()]
)


def link(first: date, last: date) -> str:
    return f"?{first}..{last}"


@given(st.lists(st.integers(0, 50), max_size=130))
def test_histogram_draws_every_count_once_within_its_frame(heights: list[int]) -> None:
    bars = [Bar(DAY + timedelta(days=day), DAY + timedelta(days=day), count) for day, count in enumerate(heights)]
    chart = draw_histogram(bars, link)
    total = sum(heights)
    if chart is None:
        assert total == 0
        return
    assert sum(bar.count for bar in chart.bars) == total == chart.total
    for bar in chart.bars:
        assert bar.x >= 0 and bar.x + bar.width <= HISTOGRAM_WIDTH + 0.01
        assert bar.y >= 0 and bar.y + bar.height == pytest.approx(HISTOGRAM_HEIGHT, abs=0.02)
    assert all(before.x + before.width <= after.x for before, after in zip(chart.bars, chart.bars[1:], strict=False))


def test_histogram_marks_the_days_chosen() -> None:
    next_day = DAY + timedelta(days=1)
    chart = draw_histogram([Bar(DAY, DAY, 1), Bar(next_day, next_day, 2)], link, (DAY, DAY))
    assert chart is not None
    assert [bar.selected for bar in chart.bars] == [True, False]


def test_one_day_is_no_trend() -> None:
    assert draw_sparkline([(DAY, 5)]) is None
    assert draw_sparkline([]) is None


@given(counts)
def test_sparkline_has_a_bounded_number_of_steps(days: list[tuple[date, int]]) -> None:
    real = [(day, count) for day, count in days if count]
    chart = draw_sparkline(days, choose_step(real))
    if chart is not None:
        assert chart.line.count("L") <= 60
        assert chart.total == sum(count for _, count in days)


@pytest.fixture
def square_land(monkeypatch: pytest.MonkeyPatch) -> None:
    ring = [(30.0, 30.0), (50.0, 30.0), (50.0, 40.0), (30.0, 40.0), (30.0, 30.0)]
    land = (Polygon(ring, 30.0, 30.0, 50.0, 40.0, "XX"),)
    monkeypatch.setattr("events.web.maps.load_outlines", lambda: land)


@given(st.lists(st.tuples(st.floats(-85, 85), st.floats(-180, 180)), min_size=1, max_size=20))
def test_map_keeps_every_point_inside(places: list[tuple[float, float]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        land = (Polygon([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], 0.0, 0.0, 1.0, 1.0, "XX"),)
        patch.setattr("events.web.maps.load_outlines", lambda: land)
        drawing = draw_map([MapPoint(lat, lon, "x", "/") for lat, lon in places])
    assert drawing is not None
    assert len(drawing.points) == len(places)
    for point in drawing.points:
        assert -0.2 <= point.x <= drawing.width + 0.2
        assert -0.2 <= point.y <= drawing.height + 0.2


@pytest.mark.usefixtures("square_land")
def test_a_country_is_shaded_and_never_a_point() -> None:
    drawing = draw_map([], {"XX"})
    assert drawing is not None
    assert drawing.points == ()
    assert [land.shaded for land in drawing.land] == [True]


@pytest.mark.usefixtures("square_land")
def test_nothing_to_show_draws_no_map() -> None:
    assert draw_map([], {"YY"}) is None


def test_no_map_without_outlines(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr("events.web.maps.load_outlines", lambda: ())
    assert draw_map([MapPoint(1, 1, "x", "/")]) is None


def test_broken_outlines_are_reported_and_left_out(tmp_path: outlines.Path, caplog: pytest.LogCaptureFixture) -> None:
    broken = tmp_path / "world.geojson"
    broken.write_text('{"features": [{"geometry": null}]}')
    assert outlines.load_outlines(broken) == ()
    assert "No map outlines" in caplog.text
    outlines.load_outlines.cache_clear()
