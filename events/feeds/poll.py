"""Polls feeds: what is new in them goes to intake, what went wrong stands in the feed's row."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from events.feeds.claim import ClaimedFeed, claim_due_feeds, claim_feed
from events.feeds.entries import FeedContent, FeedEntry, NotAFeed
from events.feeds.read import read_feed
from events.feeds.schedule import choose_delay, choose_interval
from events.intake import FetchRequest, close_run, open_run, take_in
from events.intake.keys import identify
from events.models import Article, Feed
from events.models.choices import RunKind
from events.pipeline.errors import Reject, Retry
from events.pipeline.fetch import fetch_feed
from events.pipeline.fetch_settings import policy_from_settings
from events.pipeline.policy import FetchPolicy
from events.pipeline.records import FetchedPage

log = logging.getLogger(__name__)

ACCOUNT = "feeds"
POLL_SECONDS = 50.0
MAX_ETAG = 1000
MAX_LAST_MODIFIED = 200
MAX_MESSAGE = 1000
STATUS_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll found: entries in the feed, how many were new, and what went wrong ("" if nothing)."""

    feed_id: int
    entries: int = 0
    added: int = 0
    unchanged: bool = False
    error: str = ""


def poll_due(seconds: float = POLL_SECONDS) -> int:
    """Poll feeds that are due until none is or the time is up; returns how many. Any number of workers may do this."""
    policy = policy_from_settings()
    polled = 0
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        claims = claim_due_feeds(1)
        if not claims:
            break
        result = _poll_claimed(claims[0], policy)
        polled += 1
        log.info("feed %s: %s", result.feed_id, result.error or f"{result.added} new of {result.entries}")
    return polled


def poll_feed(feed_id: int, policy: FetchPolicy | None = None) -> PollResult:
    """Poll one feed now; its result says what was found. Polling twice adds nothing twice."""
    claim = claim_feed(feed_id)
    if claim is None:
        return PollResult(feed_id, error="another worker is polling it now, or it does not exist")
    return _poll_claimed(claim, policy or policy_from_settings())


def _poll_claimed(claim: ClaimedFeed, policy: FetchPolicy) -> PollResult:
    feed = Feed.objects.get(pk=claim.feed_id)
    try:
        page = fetch_feed(feed.url, policy, feed.etag, feed.last_modified)
        if page.status == STATUS_NOT_MODIFIED:
            return _settle_unchanged(feed, claim)
        content = read_feed(page.body, page.url, page.content_type)
        added = _take_in_new(feed, content.entries)
        return _settle_read(feed, claim, page, content, added)
    except Reject as verdict:
        return _settle_error(feed, claim, str(verdict), disable=verdict.reason == "gone")
    except Retry as verdict:
        return _settle_error(feed, claim, str(verdict), after=verdict.after)
    except NotAFeed as error:
        return _settle_error(feed, claim, f"not_a_feed: {error}")
    except Exception as error:
        _settle_error(feed, claim, f"{type(error).__name__}: {error}")
        raise


def _take_in_new(feed: Feed, entries: Sequence[FeedEntry]) -> int:
    """Hand unknown addresses to intake; returns how many. A feed without any costs one query and opens no run."""
    keyed = {identify(request, ACCOUNT): request for request in map(_request_of, entries)}
    known = set(Article.objects.filter(key__in=keyed).values_list("key", flat=True))
    fresh = [request for key, request in keyed.items() if key not in known]
    if not fresh:
        return 0
    run = open_run(RunKind.FEED, label=feed.url, account=ACCOUNT, feed=feed)
    run.unchanged = len(known)  # counted, but without a row for each: a feed shows the same entries for days
    error = ""
    try:
        take_in(run, fresh)
    except Exception as failure:
        error = f"{type(failure).__name__}: {failure}"[:MAX_MESSAGE]
        raise
    finally:
        close_run(run, error)
    return run.created


def _request_of(entry: FeedEntry) -> FetchRequest:
    # Intake takes a feed's date for exact; one that names only a day is left to the page itself.
    moment = entry.published_at if entry.published_precision == "second" else None
    return FetchRequest(reference=entry.url, url=entry.url, published_at=moment, title=entry.title)


def _settle_read(feed: Feed, claim: ClaimedFeed, page: FetchedPage, content: FeedContent, added: int) -> PollResult:
    now = timezone.now()
    dates = [entry.published_at for entry in content.entries]
    interval = choose_interval(dates, now, _last_interval(feed), added, len(content.entries))
    _settle(
        claim,
        etag=_keep(page.headers.get("etag", ""), MAX_ETAG),
        last_modified=_keep(page.headers.get("last-modified", ""), MAX_LAST_MODIFIED),
        title=feed.title or content.title[:300],
        checked_at=now,
        next_check_at=now + interval,
        error_count=0,
        error_message="",
        entries_seen=len(content.entries),
        articles_added=feed.articles_added + added,
    )
    if page.permanent_url and page.permanent_url != feed.url:
        _move(feed, page.permanent_url)
    return PollResult(feed.pk, len(content.entries), added)


def _settle_unchanged(feed: Feed, claim: ClaimedFeed) -> PollResult:
    now = timezone.now()
    interval = choose_interval([], now, _last_interval(feed), added=0, total=0)
    _settle(claim, checked_at=now, next_check_at=now + interval, error_count=0, error_message="")
    return PollResult(feed.pk, unchanged=True)


def _settle_error(
    feed: Feed, claim: ClaimedFeed, message: str, after: float | None = None, disable: bool = False
) -> PollResult:
    now = timezone.now()
    errors = feed.error_count + 1
    fields: dict[str, Any] = {"enabled": False} if disable else {}
    _settle(
        claim,
        checked_at=now,
        next_check_at=now + choose_delay(errors, after),
        error_count=errors,
        error_message=message[:MAX_MESSAGE].replace("\0", ""),
        **fields,
    )
    return PollResult(feed.pk, error=message)


def _settle(claim: ClaimedFeed, **fields: Any) -> None:
    """Write the outcome and give the feed back, unless the lease ran out and somebody else has it."""
    held = Feed.objects.filter(pk=claim.feed_id, lease_until=claim.lease_until)
    held.update(lease_until=None, modified_at=timezone.now(), **fields)


def _last_interval(feed: Feed) -> timedelta | None:
    if feed.checked_at is None or feed.next_check_at is None or feed.error_count:
        return None
    return max(feed.next_check_at - feed.checked_at, timedelta())


def _keep(validator: str, limit: int) -> str:
    """A validator is sent back as it came or not at all: a cut one would never match."""
    return validator if len(validator) <= limit and "\0" not in validator else ""


def _move(feed: Feed, url: str) -> None:
    """Follow a feed that moved for good and was found there, unless that address is a feed of its own."""
    try:
        with transaction.atomic():
            Feed.objects.filter(pk=feed.pk, url=feed.url).update(url=url)
        log.info("feed %s moved for good from %s to %s", feed.pk, feed.url, url)
    except IntegrityError:
        log.warning("feed %s moved to %s, which is another feed already", feed.pk, url)
