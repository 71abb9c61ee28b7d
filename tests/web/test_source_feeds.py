"""The source page tells how each of its feeds stands: last success, next look, and how much against the usual."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.factories import FeedFactory, IngestRunFactory, RunItemFactory, SourceFactory
from tests.web.story import read

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def read_facts(client: Client, source: Any) -> dict[str, str]:
    page = read(client, reverse("source_detail", args=[source.pk]))
    html5lib.HTMLParser(strict=True).parse(page)
    feeds = re.sub(r"\s+", " ", re.sub(r"<(?!/?d[td])[^>]+>", "", page[page.index(">Feeds<") :]))
    return {"": feeds} | dict(re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", feeds))


def test_a_feed_that_has_gone_quiet_says_since_when_and_what_is_usual(client: Client) -> None:
    feed = FeedFactory(
        checked_at=NOW, succeeded_at=NOW, next_check_at=NOW + timedelta(days=400), usual_seconds=3600,
        newest_at=NOW - timedelta(hours=30),
    )  # fmt: skip
    facts = read_facts(client, feed.source)
    assert "gone quiet" in facts[""] and "nothing new for 30 hours" in facts[""]
    assert facts["New in a day"] == "0 · usually 24"
    assert str((NOW + timedelta(days=400)).year) in facts["Next look"]
    assert str(NOW.year) in facts["Last success"]


def test_a_failing_feed_says_what_its_last_error_was_and_a_switched_off_one_has_no_next_look(client: Client) -> None:
    source = SourceFactory()
    FeedFactory(source=source, checked_at=NOW, error_count=2, error_message="HTTP 503", next_check_at=NOW)
    facts = read_facts(client, source)
    assert "failing, 2 times" in facts[""] and "HTTP 503" in facts[""]
    assert (facts["Last success"], facts["Next look"]) == ("never", "due now")
    other = FeedFactory(enabled=False)
    assert "Next look" not in read_facts(client, other.source)


def test_what_came_in_a_day_is_counted(client: Client) -> None:
    feed = FeedFactory(checked_at=NOW, usual_seconds=86_400 * 4)
    for item in range(3):
        RunItemFactory(run=IngestRunFactory(kind="feed", feed=feed, started_at=NOW), position=item)
    assert read_facts(client, feed.source)["New in a day"] == "3 · usually 0.2"


def test_more_feeds_take_no_more_queries(client: Client) -> None:
    counts = []
    source = SourceFactory()
    for _ in range(2):
        FeedFactory.create_batch(4, source=source)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(client, reverse("source_detail", args=[source.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
