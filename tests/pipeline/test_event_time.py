"""When an event happened comes out of the words, and is never more exact than they are."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.intake import open_run, parse_document, take_in
from events.models import Article, Event
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.event_time import UNKNOWN, Dated, choose_time, read_times
from events.pipeline.read import read_batch
from events.pipeline.times_in_text import find_times

MONDAY = datetime(2022, 1, 24, 9, 0, tzinfo=UTC)


def read(text: str, published: datetime | None = MONDAY) -> Dated:
    return read_times("", text, ((0, len(text)),), published)


def test_the_day_that_the_text_names_goes_before_the_day_of_publication() -> None:
    when = choose_time([read("A tunnel collapsed on Saturday, the operator said.")])
    assert (when.start, when.precision, when.basis) == (datetime(2022, 1, 22, tzinfo=UTC), "day", "text")
    assert when.end == datetime(2022, 1, 22, 23, 59, 59, tzinfo=UTC)


def test_articles_vote_and_one_odd_day_does_not_count() -> None:
    texts = ["It burned on Sunday.", "A fire broke out on Sunday.", "Sunday's fire.", "The mayor spoke on Friday."]
    assert choose_time([read(text) for text in texts]).start == datetime(2022, 1, 23, tzinfo=UTC)


def test_without_a_day_in_the_text_it_is_said_that_only_publication_is_known() -> None:
    when = choose_time([read("A tunnel collapsed."), Dated(datetime(2022, 1, 23, 8, 0, tzinfo=UTC), ())])
    assert (when.start, when.basis) == (datetime(2022, 1, 23, 8, 0, tzinfo=UTC), "published")


def test_days_to_come_and_days_long_past_are_not_when_it_happened() -> None:
    texts = ["The vote will be held on 12 March 2022.", "The bridge was opened on 3 May 1974."]
    assert {choose_time([read(text)]).basis for text in texts} == {"published"}


def test_an_undated_article_has_the_full_date_that_it_names_or_its_month() -> None:
    assert choose_time([read("A quake struck on 20 May 2012.", None)]).start == datetime(2012, 5, 20, tzinfo=UTC)
    month = choose_time([read("The talks broke down in May 2012.", None)])
    assert (month.start, month.precision) == (datetime(2012, 5, 1, tzinfo=UTC), "month")


def test_nothing_known_stays_unknown() -> None:
    assert choose_time([]) == UNKNOWN
    assert choose_time([read("A bridge of 1974 was closed.", None)]) == UNKNOWN
    assert choose_time([read("It happened on the 31st of February 2020.", None)]) == UNKNOWN


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2022-01-24T00:30:00+09:00", 24),  # still Sunday in UTC, where "Monday" would be a week ago
        ("2022-01-24T22:30:00-08:00", 24),  # Tuesday in UTC already
        ("2022-01-24T09:00:00Z", 24),
    ],
)
@pytest.mark.django_db
def test_a_weekday_is_the_outlets_own(published: str, day: int) -> None:
    row = {
        "id": "a",
        "title": "Tunnel collapses",
        "text": "A tunnel collapsed on Monday in Oslo, police said.",
        "published": published,
    }
    take_in(open_run(RunKind.API, account="ana", vouched=True), [parse_document(row)])
    while read_batch() or conclude_batch():
        pass
    event = Event.objects.get()
    assert (event.start_at, event.time_basis) == (datetime(2022, 1, day, tzinfo=UTC), "text")
    assert Article.objects.get().published_at == datetime.fromisoformat(published)


@pytest.mark.parametrize(
    ("text", "today", "first"),
    [
        ("on 29 February", "2024-03-01", "2024-02-29"),
        ("on 29 February", "2023-03-01", "2024-02-29"),  # the nearest there is
        ("on 29 February 2023", "2023-03-01", None),
        ("yesterday", "2024-03-01", "2024-02-29"),
        ("tomorrow", "2024-02-28", "2024-02-29"),
        ("last month", "2024-03-31", "2024-02-01"),
        ("last year", "2024-02-29", "2023-01-01"),
        ("next month", "2024-12-31", "2025-01-01"),
        ("last Monday", "2024-03-31", "2024-03-25"),  # over the night in which European clocks changed
        ("last week", "2024-01-01", "2023-12-25"),
    ],
)
def test_days_are_counted_over_leap_days_and_turns_of_years_and_clocks(
    text: str, today: str, first: str | None
) -> None:
    for clock in (UTC, ZoneInfo("Europe/Oslo"), ZoneInfo("Australia/Lord_Howe")):
        published = datetime.fromisoformat(f"{today}T12:00:00").replace(tzinfo=clock)
        assert [found.first.date().isoformat() for found in find_times(f"It happened {text}.", published)] == (
            [first] if first else []
        )


TIME_WORDS = (
    "last", "next", "this", "year", "month", "week", "Monday", "29", "30", "31", "February", "of", "in", "2023", "May"
)  # fmt: skip


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31), timezones=st.timezones()),
    st.lists(st.sampled_from(TIME_WORDS)),
)
def test_any_words_of_time_are_read_on_any_day(published: datetime, words: list[str]) -> None:
    for found in find_times(" ".join(words), published):
        assert found.first <= found.last
