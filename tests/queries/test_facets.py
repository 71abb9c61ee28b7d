"""Counts beside the event list: right, within the filter, without gaps, and honest about their limit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.http import QueryDict

from events.filters import EventFilter
from events.models import Event
from events.queries import count_beside, facets, list_events
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_facets_count_events_within_the_filter() -> None:
    source = make.SourceFactory(name="Outlet")
    for country in ("IQ", "IQ", "SY", ""):
        event = make.EventFactory(country_code=country, topic="conflict" if country else "")
        make.EventArticleFactory(event=event, article__source=source)
        make.EventArticleFactory(event=event, article__source=source, primary=False)
    found = count_beside(list_events()).facets
    assert [(value.value, value.count) for value in found.country] == [("IQ", 2), ("SY", 1)]
    assert [(value.value, value.count) for value in found.topic] == [("conflict", 3)]
    assert [(value.label, value.count) for value in found.source] == [("Outlet", 4)]
    assert not found.is_partial
    assert [value.count for value in count_beside(list_events().filter(country_code="SY")).facets.source] == [1]


def test_facets_say_when_they_counted_only_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "COUNTED", 2)
    for day in range(3):
        make.EventFactory(country_code="IQ", latest_at=make.MOMENT + timedelta(days=day))
    found = count_beside(list_events()).facets
    assert found.is_partial and found.country[0].count == 2
    assert count_beside(list_events()).histogram.bars[0].start == date(2022, 1, 25)


def test_days_without_events_have_a_bar_too() -> None:
    for day in (0, 0, 3):
        make.EventFactory(latest_at=make.MOMENT + timedelta(days=day))
    make.EventFactory(latest_at=None)
    found = count_beside(list_events()).histogram
    assert (found.unit, found.undated) == ("day", 1)
    assert [(bar.start.day, bar.count) for bar in found.bars] == [(24, 2), (25, 0), (26, 0), (27, 1)]


@pytest.mark.parametrize(("years", "unit"), [(0.2, "day"), (3, "month"), (40, "year")])
def test_long_times_get_wider_bars(years: float, unit: str) -> None:
    make.EventFactory(latest_at=make.MOMENT)
    make.EventFactory(latest_at=make.MOMENT - timedelta(days=365 * years))
    found = count_beside(list_events()).histogram
    assert found.unit == unit
    assert len(found.bars) <= 121
    assert sum(bar.count for bar in found.bars) == 2
    assert all(after.start - before.end == timedelta(days=1) for before, after in pairwise(found.bars))


def test_dates_at_the_ends_of_time_neither_break_nor_flood_the_chart() -> None:
    make.EventFactory(latest_at=datetime(1, 1, 1, tzinfo=UTC))
    make.EventFactory(latest_at=datetime(9999, 12, 31, 23, tzinfo=UTC))
    make.EventFactory(latest_at=datetime(9999, 1, 31, 23, tzinfo=UTC))
    found = count_beside(list_events()).histogram
    assert len(found.bars) <= 121
    assert (sum(bar.count for bar in found.bars), found.earlier) == (2, 1)


def test_no_events_make_no_bars() -> None:
    for events in (Event.objects.none(), list_events(), list_events().filter(pk__in=[])):
        counts = count_beside(events)
        assert (counts.histogram.bars, counts.facets.country, counts.facets.source) == ([], [], [])


def test_counts_follow_every_filter() -> None:
    make.EventArticleFactory(article__text="A flood.", event__country_code="BD", event__topic="weather")
    make.EventArticleFactory(article__text="A fire.", event__country_code="GR")
    data = QueryDict("q=flood&country=BD,GR&exclude=country:US&bbox=-180,-90,180,90")
    assert [value.value for value in count_beside(EventFilter(data, queryset=list_events()).qs).facets.country] == [
        "BD"
    ]
