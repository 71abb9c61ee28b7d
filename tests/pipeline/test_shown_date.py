"""The day under a headline wins over metadata where a page shows its readers one day only. Pages made for the tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.page_date import find_published
from events.pipeline.shown_date import find_shown

NOW = datetime(2024, 1, 1, tzinfo=UTC)
BODY = "<p>" + "The council met on 3 May 2011 and spoke of the harbour until late. " * 5 + "</p>"


def date_of(header: str, written: str = "2021-06-14T10:00:00+00:00", title: str = "Harbour closes") -> str:
    meta = f'<meta property="article:published_time" content="{written}">'
    page = f"<html><head>{meta}</head><body><h1>Harbour closes</h1>{header}{BODY}</body></html>"
    moment, precision = find_published(lxml.html.fromstring(page), "", "", NOW, title)
    return f"{moment:%Y-%m-%d} {precision}" if moment else precision


KEPT = "2021-06-14 second"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ('<span class="story-date">Thursday, 17 June 2021</span>', "2021-06-17 day"),
        ("<div><time>June 17, 2021</time></div>", "2021-06-17 day"),
        ('<div class="published-date">Updated March 6, 2023</div>', "2023-03-06 day"),
        ('<div class="date"><b>Last updated:</b> <time>6 March 2023</time></div>', "2023-03-06 day"),
        # A correction within half a year, and a day beside the one of publication, change nothing.
        ('<div class="date">Updated June 17, 2021</div>', KEPT),
        ('<div class="date">Updated 6 Mar 2023, originally created 14 Jun 2021</div>', KEPT),
        ('<div class="date">June 14, 2021</div><div class="date">Updated 6 March 2023</div>', KEPT),
        # The reader's zone may be a day off.
        ('<div class="date">June 15, 2021</div>', KEPT),
        # Not the article's own: two days, a sentence, a link, a menu, the future, no mark, no such day.
        ("<time>June 17, 2021</time><time>June 21, 2021</time>", KEPT),
        ('<p class="meta">The port has been shut since 17 June 2020, and its workers were sent home.</p>', KEPT),
        ('<div class="date"><a href="/x">17 June 2021</a></div>', KEPT),
        ('<nav><span class="date">17 June 2021</span></nav>', KEPT),
        ('<span class="date">17 June 2031</span>', KEPT),
        ("<em>17 June 2021</em>", KEPT),
        ('<span class="date">31 June 2021</span>', KEPT),
        (BODY + '<span class="date">17 June 2021</span>', KEPT),
        # Which of the two numbers is the month nobody knows.
        ('<span class="date">06/07/2021</span>', KEPT),
    ],
)
def test_a_lone_day_under_the_headline_wins(header: str, expected: str) -> None:
    assert date_of(header) == expected


def test_a_page_without_that_heading_keeps_its_metadata() -> None:
    assert date_of('<span class="date">17 June 2021</span>', title="Other words") == KEPT


@pytest.mark.parametrize("shift", [timedelta(), timedelta(hours=30)])
def test_a_leap_day_is_a_day(shift: timedelta) -> None:
    written = (datetime(2020, 2, 28, 12, tzinfo=UTC) - shift - timedelta(days=1)).isoformat()
    expected = "2020-02-29 day"
    assert date_of('<time class="date">29 February 2020</time>', written) == expected
    assert date_of('<time class="date">29 February 2021</time>', written).endswith("second")


@given(st.text(max_size=300))
def test_any_header_is_read_without_an_error(header: str) -> None:
    tree = lxml.html.fromstring(f"<html><body><h1>Harbour closes</h1><div class='date'>{header}</div></body></html>")
    find_shown(tree, "Harbour closes")
