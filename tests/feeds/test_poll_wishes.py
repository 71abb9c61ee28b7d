"""A feed's wishes about being asked are kept from poll to poll; what it carries stands in for pages that cannot be had."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.feeds.poll import poll_feed
from events.models import ArticleFetch, ArticleWork, Feed
from events.models.choices import Lane
from events.pipeline.fetch import clear_memory
from tests.factories import FeedFactory
from tests.feeds.test_poll_feed import RSS, make_rss
from tests.serving import Answer, Site, serve

pytestmark = pytest.mark.django_db
WORDS = "<p>" + "The ferry to Lowmouth sank in the night and all aboard were saved. " * 12 + "</p>"


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    clear_memory()
    with serve() as running:
        settings.FETCH_ALLOW = [running.host]
        running.pages["/feed"] = Answer(make_rss(running, range(3)), 200, {**RSS, "Cache-Control": "max-age=7200"})
        yield running


@pytest.fixture
def feed(site: Site) -> Feed:
    return FeedFactory(url=site.url("/feed"))


def minutes_to_next(feed: Feed) -> int:
    feed.refresh_from_db()
    assert feed.next_check_at is not None and feed.checked_at is not None
    return round((feed.next_check_at - feed.checked_at).total_seconds() / 60)


def test_max_age_and_ttl_hold_for_answers_without_a_body_too(site: Site, feed: Feed) -> None:
    poll_feed(feed.pk)
    assert minutes_to_next(feed) == 120
    site.pages["/feed"] = Answer(b"", 304, {})
    Feed.objects.update(etag='"x"', usual_seconds=600, newest_at=timezone.now())
    poll_feed(feed.pk)
    assert minutes_to_next(feed) == 120
    assert (feed.requests, feed.not_modified) == (2, 1)


def test_a_host_that_asks_for_patience_gets_it_by_seconds_or_date(site: Site, feed: Feed) -> None:
    site.pages["/feed"] = Answer(b"", 429, {"Retry-After": "5400"})
    poll_feed(feed.pk)
    assert minutes_to_next(feed) == 90
    then = (timezone.now() + timedelta(hours=3)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    site.pages["/feed"] = Answer(b"", 503, {"Retry-After": then})
    poll_feed(feed.pk)
    assert minutes_to_next(feed) in (179, 180)


def test_errors_double_the_delay_up_to_a_day_and_never_end_the_polling(site: Site, feed: Feed) -> None:
    site.pages["/feed"] = Answer(b"", 500)
    for _ in range(14):
        poll_feed(feed.pk)
    assert minutes_to_next(feed) == 24 * 60
    assert feed.enabled and feed.error_count == 14
    site.pages["/feed"] = Answer(make_rss(site, range(2)), 200, RSS)
    assert poll_feed(feed.pk).added == 2
    feed.refresh_from_db()
    assert (feed.error_count, feed.succeeded_at is not None) == (0, True)


def test_a_feed_that_became_a_page_says_which_feed_the_page_names(site: Site, feed: Feed) -> None:
    page = b"<html><head><link rel=alternate type=application/rss+xml href=/other></head><body>hello</body></html>"
    site.pages["/feed"] = Answer(page)
    assert poll_feed(feed.pk).error.endswith(f"it names {site.url('/other')}")
    feed.refresh_from_db()
    assert feed.url == site.url("/feed")


def test_an_entrys_own_words_are_kept_for_its_article(site: Site, feed: Feed) -> None:
    item = f"<item><title>Ferry</title><link>/a</link><content:encoded><![CDATA[{WORDS}]]></content:encoded></item>"
    body = (
        f"<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel>{item}</channel></rss>"
    )
    site.pages["/feed"] = Answer(body.encode(), 200, RSS)
    poll_feed(feed.pk)
    kept = zlib.decompress(bytes(ArticleFetch.objects.get().feed_html or b"")).decode()
    assert "all aboard were saved" in kept
    assert ArticleWork.objects.get().lane == Lane.NEWS


@pytest.mark.parametrize(
    "body",
    [
        make_rss(Site(80, {}), range(3))[:-60],
        b"\xef\xbb\xbf\n\n " + make_rss(Site(80, {}), range(2)),
        make_rss(Site(80, {}), range(2)).decode().encode("utf-16"),
        b"<?xml version='1.0' encoding='iso-8859-1'?>"
        + make_rss(Site(80, {}), range(2)).replace(b"Story", b"St\xf6ry"),
        b"<?xml version='1.0' encoding='utf-8'?>" + make_rss(Site(80, {}), range(2)).replace(b"Story", b"St\xf6ry"),
    ],
)
@pytest.mark.parametrize("kind", ["text/html", "text/plain; charset=us-ascii", "application/octet-stream", "image/png"])
def test_cut_mislabelled_and_badly_encoded_feeds_are_read(site: Site, feed: Feed, body: bytes, kind: str) -> None:
    site.pages["/feed"] = Answer(body, 200, {"Content-Type": kind})
    result = poll_feed(feed.pk)
    assert result.added >= 2, result.error
