"""A feed is asked as often as it publishes, rarer while it fails, never more often than every five minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.feeds.schedule import FIRST, LONGEST, SHORTEST, choose_delay, choose_interval

NOW = datetime(2024, 1, 8, tzinfo=UTC)


def every(hours: float, count: int) -> list[datetime | None]:
    return [NOW - timedelta(hours=hours * n) for n in range(1, count + 1)]


def test_a_feed_of_one_entry_an_hour_is_asked_twice_an_hour() -> None:
    assert choose_interval(every(1, 50), NOW, FIRST, 1, 50) == timedelta(minutes=30)


def test_a_busy_feed_is_asked_every_five_minutes_and_a_slow_one_daily() -> None:
    assert choose_interval(every(0.01, 50), NOW, FIRST, 1, 50) == SHORTEST
    assert choose_interval(every(55, 3), NOW, FIRST, 1, 3) == LONGEST


def test_a_feed_without_dates_finds_its_rate() -> None:
    assert choose_interval([None] * 9, NOW, None, 9, 9) == FIRST
    assert choose_interval([None] * 9, NOW, timedelta(hours=2), 1, 9) == timedelta(hours=1)
    assert choose_interval([None] * 9, NOW, timedelta(hours=2), 0, 9) == timedelta(hours=3)


def test_a_feed_that_is_all_new_is_asked_again_soon() -> None:
    assert choose_interval(every(20, 8), NOW, timedelta(hours=10), 8, 8) == SHORTEST


@pytest.mark.parametrize(
    ("errors", "after", "delay"),
    [
        (1, None, timedelta(minutes=5)),
        (2, None, timedelta(minutes=10)),
        (5, None, timedelta(minutes=80)),
        (10, None, timedelta(days=1)),
        (10_000, None, timedelta(days=1)),
        (1, 3600.0, timedelta(hours=1)),
        (1, 1e9, timedelta(days=1)),
    ],
)
def test_failures_double_the_delay_up_to_a_day(errors: int, after: float | None, delay: timedelta) -> None:
    assert choose_delay(errors, after) == delay


@given(
    st.lists(st.none() | st.datetimes(timezones=st.just(UTC)), max_size=20),
    st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
    st.integers(0, 20),
)
def test_the_interval_is_always_within_its_limits(
    dates: list[datetime | None], previous: timedelta | None, added: int
) -> None:
    assert SHORTEST <= choose_interval(dates, NOW, previous, min(added, len(dates)), len(dates)) <= LONGEST
