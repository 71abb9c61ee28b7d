"""Polling: new entries become work, known ones cost one query, failures back off, nobody polls a feed twice at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.feeds.claim import claim_due_feeds, claim_feed
from events.feeds.poll import poll_due, poll_feed
from events.models import Article, ArticleWork, Feed, IngestRun
from events.pipeline.fetch import clear_memory
from tests.factories import FeedFactory
from tests.serving import Answer, Site, serve

RSS = {"Content-Type": "application/rss+xml; charset=utf-8"}


def make_rss(site: Site, numbers: range) -> bytes:
    items = "".join(
        f"<item><title>Story {n}</title><link>{site.url(f'/story/{n}')}</link>"
        f"<pubDate>Fri, 12 Mar 2021 {n % 24:02}:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    return f"<rss version='2.0'><channel><title>Courier</title><link>{site.url('/')}</link>{items}</channel></rss>".encode()


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    clear_memory()
    monkeypatch.setattr("events.tasks.nudge_readers", lambda: None)  # the broker is no part of these tests
    with serve() as running:
        settings.FETCH_ALLOW = [running.host]
        running.pages["/feed"] = Answer(make_rss(running, range(3)), 200, {**RSS, "ETag": 'W/"v1"'})
        yield running


@pytest.fixture
def feed(site: Site) -> Feed:
    return FeedFactory(url=site.url("/feed"), title="")


@pytest.mark.django_db
def test_new_entries_become_articles_to_be_fetched(site: Site, feed: Feed) -> None:
    result = poll_feed(feed.pk)
    assert (result.entries, result.added, result.error) == (3, 3, "")
    feed.refresh_from_db()
    assert (feed.title, feed.etag, feed.error_count, feed.lease_until) == ("Courier", 'W/"v1"', 0, None)
    assert feed.next_check_at is not None and feed.next_check_at > timezone.now()
    run = IngestRun.objects.get()
    assert (run.kind, run.feed, run.created, run.label) == ("feed", feed, 3, feed.url)
    assert run.finished_at is not None
    assert ArticleWork.objects.filter(stage="read", status="pending").count() == 3
    story = Article.objects.get(url=site.url("/story/2"))
    assert story.title == "Story 2"
    assert story.published_at is not None and story.published_at.hour == 2


@pytest.mark.django_db
def test_known_entries_cost_one_query_and_open_no_run(site: Site, feed: Feed) -> None:
    site.pages["/feed"] = Answer(make_rss(site, range(50)), 200, RSS)
    poll_feed(feed.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        result = poll_feed(feed.pk)
    assert (result.entries, result.added) == (50, 0)
    assert IngestRun.objects.count() == 1
    about_articles = [query for query in queries if "events_article" in query["sql"]]
    assert len(about_articles) == 1
    assert len(queries) <= 4  # claim, feed, articles, outcome


@pytest.mark.django_db
def test_only_what_is_new_is_taken_in_the_next_time(site: Site, feed: Feed) -> None:
    poll_feed(feed.pk)
    site.pages["/feed"] = Answer(make_rss(site, range(1, 5)), 200, RSS)
    assert poll_feed(feed.pk).added == 2
    newest = IngestRun.objects.order_by("-pk")[0]
    assert (newest.created, newest.unchanged) == (2, 2)
    assert Article.objects.count() == 5
    feed.refresh_from_db()
    assert (feed.entries_seen, feed.articles_added) == (4, 5)


@pytest.mark.django_db
def test_validators_go_back_as_they_came_and_304_changes_nothing(site: Site, feed: Feed) -> None:
    poll_feed(feed.pk)
    site.pages["/feed"] = Answer(b"", 304, {})
    result = poll_feed(feed.pk)
    assert result.unchanged and not result.error
    assert site.asked[-1][1]["if-none-match"] == 'W/"v1"'
    feed.refresh_from_db()
    assert feed.etag == 'W/"v1"'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(b"", 500), "server_error"),
        (Answer(b"", 404), "not_found"),
        (Answer(b"<html><body>moved</body></html>"), "not_a_feed: it is a web page"),
        (Answer(b"\x1f\x8bbroken", 200, {"Content-Encoding": "gzip"}), "bad_encoding"),
    ],
)
def test_a_failure_is_written_down_and_backs_off(site: Site, feed: Feed, answer: Answer, words: str) -> None:
    site.pages["/feed"] = answer
    delays = []
    for errors in (1, 2, 3):
        assert words in poll_feed(feed.pk).error
        feed.refresh_from_db()
        assert (feed.error_count, feed.enabled) == (errors, True)
        assert words in feed.error_message
        assert feed.checked_at is not None and feed.next_check_at is not None
        delays.append(round((feed.next_check_at - feed.checked_at).total_seconds() / 60))
    assert delays == [5, 10, 20]
    site.pages["/feed"] = Answer(make_rss(site, range(1)), 200, RSS)
    poll_feed(feed.pk)
    feed.refresh_from_db()
    assert (feed.error_count, feed.error_message) == (0, "")


@pytest.mark.django_db
def test_a_feed_that_is_gone_is_polled_no_more(site: Site, feed: Feed) -> None:
    site.pages["/feed"] = Answer(b"", 410)
    poll_feed(feed.pk)
    feed.refresh_from_db()
    assert not feed.enabled and feed.retired_at is not None
    Feed.objects.update(next_check_at=None)
    assert claim_due_feeds(10) == []


@pytest.mark.django_db
def test_a_feed_that_moved_for_good_is_asked_there(site: Site, feed: Feed) -> None:
    site.pages["/new"] = site.pages["/feed"]
    site.pages["/feed"] = Answer(b"", 301, {"Location": "/new"})
    poll_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.url == site.url("/new")


@pytest.mark.django_db
@pytest.mark.parametrize("status", [302, 307])
def test_a_feed_that_moved_for_a_while_keeps_its_address(site: Site, feed: Feed, status: int) -> None:
    site.pages["/new"] = site.pages["/feed"]
    site.pages["/feed"] = Answer(b"", status, {"Location": "/new"})
    assert poll_feed(feed.pk).added == 3
    feed.refresh_from_db()
    assert feed.url == site.url("/feed")


@pytest.mark.django_db
def test_two_feeds_that_moved_to_one_address_stay_two_rows(site: Site, feed: Feed) -> None:
    FeedFactory(url=site.url("/new"))
    site.pages["/new"] = site.pages["/feed"]
    site.pages["/feed"] = Answer(b"", 308, {"Location": "/new"})
    assert poll_feed(feed.pk).error == ""
    assert Feed.objects.count() == 2


@pytest.mark.django_db
def test_due_feeds_are_claimed_longest_waiting_first_and_once() -> None:
    now = timezone.now()
    late = FeedFactory(next_check_at=now - timedelta(hours=2))
    FeedFactory(next_check_at=now + timedelta(hours=1))
    FeedFactory(next_check_at=now - timedelta(hours=3), enabled=False)
    FeedFactory(next_check_at=now - timedelta(hours=3), lease_until=now + timedelta(minutes=1))
    never = FeedFactory(next_check_at=None)
    stale = FeedFactory(next_check_at=now - timedelta(hours=1), lease_until=now - timedelta(minutes=1))
    assert {claim.feed_id for claim in claim_due_feeds(2)} == {never.pk, late.pk}
    assert [claim.feed_id for claim in claim_due_feeds(9)] == [stale.pk]
    assert claim_due_feeds(9) == []
    assert claim_feed(late.pk) is None


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_writes_nothing(site: Site, feed: Feed) -> None:
    def steal(write: Any) -> None:
        Feed.objects.filter(pk=feed.pk).update(lease_until=timezone.now() + timedelta(hours=1), error_message="stolen")

    original = Feed.objects.get(pk=feed.pk)
    claim = claim_feed(feed.pk)
    assert claim is not None
    steal(None)
    from events.feeds.settle import _settle

    _settle(claim, error_message="late")
    feed.refresh_from_db()
    assert (feed.error_message, feed.checked_at) == ("stolen", original.checked_at)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_feeds_without_meeting() -> None:
    made = {FeedFactory(next_check_at=None, source=None).pk for _ in range(20)}
    taken: list[int] = []

    def work() -> None:
        try:
            while claims := claim_due_feeds(1):
                taken.extend(claim.feed_id for claim in claims)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(made)


@pytest.mark.django_db
def test_poll_due_takes_every_feed_once(site: Site, feed: Feed) -> None:
    FeedFactory(url=site.url("/nothing-here"))
    assert poll_due() == 2
    assert poll_due() == 0
    assert Article.objects.count() == 3


@pytest.mark.django_db
def test_add_feed_checks_stores_and_polls(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_feed", site.url("/feed"))
    feed = Feed.objects.select_related("source").get()
    assert (feed.title, feed.articles_added) == ("Courier", 3)
    assert feed.source is not None and feed.source.domain == "127.0.0.1"
    call_command("add_feed", site.url("/feed"), "--title", "My Courier", "--no-poll")
    assert "known already" in capsys.readouterr().out
    assert [f.title for f in Feed.objects.all()] == ["My Courier"]


@pytest.mark.django_db
def test_add_feed_follows_a_page_to_the_feed_it_names(site: Site) -> None:
    page = b'<html><head><link rel="alternate" type="application/rss+xml" href="feed"></head><body>x</body></html>'
    site.pages["/"] = Answer(page)
    call_command("add_feed", site.url("/"), "--no-poll")
    assert Feed.objects.get().url == site.url("/feed")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "words"),
    [("/none", "not_found"), ("/page", "names none"), ("/loop", "no feed|web page"), ("ftp://x", "bad_url")],
)
def test_add_feed_says_why_it_did_not(site: Site, path: str, words: str) -> None:
    site.pages["/page"] = Answer(b"<html><body>hello</body></html>")
    site.pages["/loop"] = Answer(b"<html><link rel=alternate type=application/rss+xml href=/page><body>x</body></html>")
    with pytest.raises(CommandError, match=words):
        call_command("add_feed", path if "://" in path else site.url(path))
    assert not Feed.objects.exists()


@pytest.mark.django_db
def test_poll_feeds_names_each_feed_and_its_outcome(site: Site, feed: Feed, capsys: pytest.CaptureFixture[str]) -> None:
    bad = FeedFactory(url=site.url("/none"))
    call_command("poll_feeds", "--all")
    out = capsys.readouterr().out
    assert f"feed {feed.pk}: 3 new of 3" in out
    assert f"feed {bad.pk}: not_found" in out
    with pytest.raises(CommandError):
        call_command("poll_feeds", str(bad.pk))
