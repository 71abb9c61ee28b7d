"""An exact time keeps the outlet's own clock: late in the evening its day is not the day in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import lxml.html
import pytest

from events.clock import minutes_east
from events.exports.rows import _published
from events.pipeline.page_date import find_published
from tests.factories import ArticleFactory

NOW = datetime(2024, 1, 1, tzinfo=UTC)
PUBLISHED = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("written", "clock", "hours"),
    [
        ("2023-11-08T22:05:41-05:00", "", -5),
        ("2023-11-09T05:30:59Z", "2023-11-08 23:30:59", -6),
        ("2023-11-09T05:30:59Z", "2023-11-09T11:15:59", 5.75),
        ("2023-11-09T05:30:59Z", "2023-11-08 23:30:58", 0),
        ("2023-11-09T05:30:59Z", "2023-11-01 05:30:59", 0),
        ("2023-11-09T05:30:59Z", "2023-99-01 05:30:59", 0),
    ],
)
def test_a_time_is_put_on_the_clock_that_the_page_shows(written: str, clock: str, hours: float) -> None:
    page = f"<html>{PUBLISHED.format(written)}<p>x</p><time datetime='{clock}'>shown</time></html>"
    moment, precision = find_published(lxml.html.fromstring(page), "", "", NOW)
    assert precision == "second"
    assert moment == datetime.fromisoformat(written)
    assert moment is not None and moment.utcoffset() == timedelta(hours=hours)


@pytest.mark.django_db
def test_an_export_says_the_time_on_the_outlets_clock() -> None:
    moment = datetime(2023, 11, 8, 22, 5, 41, tzinfo=timezone(timedelta(hours=-5)))
    article = ArticleFactory(published_at=moment, published_precision="second", published_offset=minutes_east(moment))
    article.refresh_from_db()
    assert _published(article) == "2023-11-08T22:05:41-05:00"
    article.published_offset = None
    assert _published(article) == "2023-11-09T03:05:41Z"
