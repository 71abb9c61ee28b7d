"""What feeds and servers say about being asked is read out of any bytes, and never more than a day of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.feeds.hints import MAX_LEAST_SECONDS, Hints, read_hints, read_max_age

RSS = "<rss version='2.0'><channel>{}<item><ttl>9</ttl></item></channel></rss>"


@pytest.mark.parametrize(
    ("said", "headers", "least"),
    [
        ("<ttl>60</ttl>", {}, 3600),
        ("<ttl> 90 </ttl>", {"cache-control": "max-age=300"}, 5400),
        ("<ttl>0</ttl>", {"cache-control": "public, max-age=7200"}, 7200),
        ("<ttl>99999999</ttl>", {}, MAX_LEAST_SECONDS),
        ("<ttl>soon</ttl>", {"cache-control": "max-age=soon"}, 0),
        ("", {"cache-control": "no-cache, max-age=600"}, 0),
        ("", {"cache-control": "max-age=31536000"}, MAX_LEAST_SECONDS),
        ("", {}, 0),
    ],
)
def test_the_longest_wish_counts_up_to_a_day(said: str, headers: dict[str, str], least: int) -> None:
    assert read_hints(RSS.format(said).encode(), headers).least_seconds == least


def test_hours_and_days_of_rest_are_hours_of_a_week() -> None:
    said = "<skipHours><hour>0</hour><hour>23</hour><hour>77</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
    quiet = read_hints(RSS.format(said).encode(), {}).quiet_hours
    assert quiet[:2] == (0, 23)
    assert len(quiet) == 6 * 2 + 24
    assert set(range(144, 168)) <= set(quiet)


def test_a_feed_that_never_wants_to_be_asked_is_asked_all_the_same() -> None:
    said = "<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in range(24)) + "</skipHours>"
    assert read_hints(RSS.format(said).encode(), {}) == Hints()


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_and_headers_are_read(body: bytes, header: str) -> None:
    assert 0 <= read_hints(body, {"cache-control": header}).least_seconds <= MAX_LEAST_SECONDS


def test_a_number_of_many_digits_is_no_age() -> None:
    assert read_max_age("max-age=" + "9" * 5000) <= MAX_LEAST_SECONDS


def test_entities_of_a_hostile_feed_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x" * 100}">' for n in range(9))
    body = f"<!DOCTYPE rss [{bomb}]><rss><channel><ttl>60</ttl><title>&a8;</title></channel></rss>".encode()
    assert read_hints(body, {}).least_seconds in (0, 3600)
