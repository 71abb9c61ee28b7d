"""Values in words: no more exact than known, no rounder than told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events import vocabulary
from events.models.choices import Bound, TimePrecision
from events.web.phrases import (
    UNKNOWN_DATE,
    machine_time,
    tell_country,
    tell_figure,
    tell_number,
    tell_range,
    tell_share,
    tell_time,
    tell_topic,
)

MOMENT = datetime(2022, 1, 24, 23, 30, tzinfo=timezone(timedelta(hours=-3)))
moments = st.datetimes(min_value=datetime(1000, 1, 2), max_value=datetime(9998, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("precision", "words", "machine"),
    [
        ("second", "25 January 2022, 02:30 UTC", "2022-01-25T02:30Z"),
        ("day", "25 January 2022", "2022-01-25"),
        ("month", "January 2022", "2022-01"),
        ("year", "2022", "2022"),
        ("unknown", UNKNOWN_DATE, ""),
    ],
)
def test_times_are_told_in_utc_and_no_more_exactly_than_known(precision: str, words: str, machine: str) -> None:
    assert tell_time(MOMENT, precision) == words
    assert machine_time(MOMENT, precision) == machine


@pytest.mark.parametrize(
    ("days", "precision", "words"),
    [
        (0, "second", "25 January 2022"),
        (4, "second", "25 to 29 January 2022"),
        (10, "day", "25 January 2022 to 4 February 2022"),
        (40, "month", "January 2022 to March 2022"),
        (1, "year", "2022"),
    ],
)
def test_spans_are_told_once_where_both_ends_are_the_same(days: int, precision: str, words: str) -> None:
    assert tell_range(MOMENT, MOMENT + timedelta(days=days), precision) == words


def test_half_a_span_is_told_as_the_half_that_is_known() -> None:
    assert tell_range(None, MOMENT, "day") == tell_range(MOMENT, None, "day") == "25 January 2022"
    assert tell_range(None, None, "unknown") == UNKNOWN_DATE


@given(moments, moments, st.sampled_from(TimePrecision.values))
def test_any_span_can_be_told(start: datetime, end: datetime, precision: str) -> None:
    words = tell_range(start, end, precision)
    assert words
    if precision != "unknown":
        assert str(end.year) in words and ":" not in words


@pytest.mark.parametrize(
    ("value", "words"),
    [(70, "70"), (3419, "3,419"), (5.9, "5.9"), (1_200_000, "1.2 million"), (9e9, "9 billion"), (999_999, "999,999")],
)
def test_numbers_keep_every_digit_below_a_million(value: float, words: str) -> None:
    assert tell_number(value) == words


@given(st.integers(-999_999, 999_999))
def test_small_numbers_read_back_as_they_were(value: int) -> None:
    assert int(tell_number(value).replace(",", "")) == value


@pytest.mark.parametrize(
    ("value", "low", "high", "bound", "unit", "words"),
    [
        (70, 70, None, "at_least", "", "≥ 70"),
        (90, None, None, "about", "", "≈ 90"),
        (5, None, 5, "at_most", "", "≤ 5"),
        (None, 24, None, "at_least", "", "≥ 24"),
        (None, 24, 48, "about", "", "24 to 48"),
        (None, None, 30, "at_most", "km", "≤ 30 km"),
        (12, None, None, "about", "percent", "≈ 12 %"),
        (7.8, None, None, "exact", "magnitude", "7.8"),
        (None, None, None, "exact", "", "a number not given in digits"),
    ],
)
def test_a_figure_is_never_told_without_its_bound(
    value: float | None, low: float | None, high: float | None, bound: str, unit: str, words: str
) -> None:
    assert tell_figure(value, low, high, bound, unit) == words


@pytest.mark.parametrize("bound", Bound.values)
def test_every_bound_can_be_told(bound: str) -> None:
    assert "70" in tell_figure(70, None, None, bound)


def test_less_than_certain_is_never_100_percent() -> None:
    assert (tell_share(0.999), tell_share(1.0), tell_share(0.0), tell_share(None)) == (
        "99 %",
        "100 %",
        "0 %",
        "not scored",
    )


def test_countries_and_topics_have_names_and_unknown_codes_stay() -> None:
    assert tell_country("SY") == "Syria" and tell_country("QQ") == "QQ" and tell_country("") == ""
    topic = vocabulary.topics()[0]
    assert tell_topic(topic.code).casefold() == topic.label.casefold()
