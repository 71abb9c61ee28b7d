"""A feed is asked as often as it publishes, rarer while it fails, never more often than every five minutes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.feeds.schedule import (
    FIRST,
    LONGEST,
    SHORTEST,
    choose_delay,
    choose_interval,
    find_rhythm,
    has_gone_quiet,
    respect,
)

NOW = datetime(2024, 1, 8, tzinfo=UTC)


def every(hours: float, count: int) -> list[datetime | None]:
    return [NOW - timedelta(hours=hours * n) for n in range(1, count + 1)]


def ask(dates: list[datetime | None], previous: timedelta | None, added: int) -> timedelta:
    return choose_interval(find_rhythm(dates, NOW), timedelta(), previous, added, len(dates))


def test_a_feed_of_one_entry_an_hour_is_asked_twice_an_hour() -> None:
    assert ask(every(1, 50), FIRST, 1) == timedelta(minutes=30)


def test_a_busy_feed_is_asked_every_five_minutes_and_a_slow_one_daily() -> None:
    assert ask(every(0.01, 50), FIRST, 1) == SHORTEST
    assert ask(every(55, 3), FIRST, 1) == LONGEST


def test_a_feed_without_dates_finds_its_rate() -> None:
    assert ask([None] * 9, None, 9) == FIRST
    assert ask([None] * 9, timedelta(hours=2), 1) == timedelta(hours=1)
    assert ask([None] * 9, timedelta(hours=2), 0) == timedelta(hours=3)


def test_a_feed_that_is_all_new_is_asked_again_soon() -> None:
    assert ask(every(20, 8), timedelta(hours=10), 8) == SHORTEST


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
    assert SHORTEST <= ask(dates, previous, min(added, len(dates))) <= LONGEST


def test_a_feed_that_says_nothing_new_keeps_its_rhythm_and_is_asked_less_as_it_stays_silent() -> None:
    rhythm = timedelta(minutes=30)
    quiet = [choose_interval(rhythm, timedelta(hours=h), timedelta(hours=9), 0, 0) for h in (0, 2, 8, 400)]
    assert quiet == [timedelta(minutes=15), timedelta(minutes=15), timedelta(minutes=48), LONGEST]


def test_a_feeds_ttl_is_kept_and_its_hours_of_rest_are_left_out() -> None:
    at = NOW + timedelta(minutes=5)
    assert respect(at, NOW, timedelta(hours=1), ()) == NOW + timedelta(hours=1)
    monday_till_six = range(6)
    assert respect(at, NOW, timedelta(), monday_till_six) == NOW + timedelta(hours=6)
    assert respect(at, NOW, timedelta(days=900), ()) == NOW + LONGEST
    assert respect(at, NOW, timedelta(), range(7 * 24)) > NOW  # one that never wants to be asked: read_hints ignores it


@pytest.mark.parametrize(
    ("usual", "silent", "quiet"),
    [
        (timedelta(hours=1), timedelta(hours=11), False),
        (timedelta(hours=1), timedelta(hours=25), True),
        (timedelta(days=1), timedelta(days=9), False),
        (timedelta(days=1), timedelta(days=11), True),
        (None, timedelta(days=400), False),
    ],
)
def test_a_feed_has_gone_quiet_when_it_is_silent_for_far_longer_than_ever(
    usual: timedelta | None, silent: timedelta, quiet: bool
) -> None:
    assert has_gone_quiet(usual, NOW - silent, NOW) is quiet


def test_hours_of_rest_hold_over_the_leap_day_and_the_change_of_clocks() -> None:
    thursday = {3 * 24 + hour for hour in range(24)}  # 29 February 2024 was one
    evening = datetime(2024, 2, 28, 23, 50, tzinfo=UTC)
    assert respect(evening + timedelta(minutes=30), evening, timedelta(), thursday) == datetime(2024, 3, 1, tzinfo=UTC)
    oslo = ZoneInfo("Europe/Oslo")
    before = datetime(
        2024, 3, 31, 1, 30, tzinfo=oslo
    )  # half past midnight in UTC; the clocks of Oslo skip 2 to 3 o'clock
    quiet = {6 * 24, 6 * 24 + 1}
    assert respect(before, before, timedelta(), quiet) == datetime(2024, 3, 31, 2, tzinfo=UTC)
