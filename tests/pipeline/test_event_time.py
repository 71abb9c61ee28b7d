"""When an event happened comes out of the words, and is never more exact than they are."""

from __future__ import annotations

from datetime import UTC, datetime

from events.pipeline.event_time import UNKNOWN, Dated, choose_time, read_times

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
