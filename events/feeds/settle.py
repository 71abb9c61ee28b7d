"""Writes what became of a poll into the feed's row: when it is asked next, how it stands, where it moved."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from events.feeds.claim import ClaimedFeed
from events.feeds.entries import FeedContent
from events.feeds.hints import Hints, read_hints, read_max_age
from events.feeds.schedule import choose_delay, choose_interval, find_rhythm, respect
from events.models import Feed
from events.pipeline.records import FetchedPage

log = logging.getLogger(__name__)

MAX_ETAG = 1000
MAX_LAST_MODIFIED = 200
MAX_MESSAGE = 1000


@dataclass(frozen=True, slots=True)
class PollResult:
    """What one poll found: entries in the feed, how many were new, and what went wrong ("" if nothing)."""

    feed_id: int
    entries: int = 0
    added: int = 0
    unchanged: bool = False
    error: str = ""


def settle_read(feed: Feed, claim: ClaimedFeed, page: FetchedPage, content: FeedContent, added: int) -> PollResult:
    """Write down a feed that was read, and follow it where it moved for good."""
    now = timezone.now()
    total = len(content.entries)
    rhythm = find_rhythm([entry.published_at for entry in content.entries], now) or _rhythm_of(feed)
    newest = now if added else feed.newest_at
    hints = read_hints(page.body, page.headers)
    interval = choose_interval(rhythm, now - newest if newest else None, _last_interval(feed), added, total)
    _settle(
        claim,
        etag=_keep(page.headers.get("etag", ""), MAX_ETAG),
        last_modified=_keep(page.headers.get("last-modified", ""), MAX_LAST_MODIFIED),
        title=feed.title or content.title[:300],
        next_check_at=_next_check(now, interval, hints),
        least_seconds=hints.least_seconds,
        quiet_hours=list(hints.quiet_hours),
        usual_seconds=round(rhythm.total_seconds()) if rhythm else None,
        newest_at=newest,
        entries_seen=total,
        articles_added=feed.articles_added + added,
        **_well(now),
    )
    if page.permanent_url and page.permanent_url != feed.url:
        _move(feed, page.permanent_url)
    return PollResult(feed.pk, total, added)


def settle_unchanged(feed: Feed, claim: ClaimedFeed, page: FetchedPage) -> PollResult:
    """Write down that nothing changed; a feed's wishes hold until it says others."""
    now = timezone.now()
    silence = now - feed.newest_at if feed.newest_at else None
    interval = choose_interval(_rhythm_of(feed), silence, _last_interval(feed), added=0, total=0)
    least = max(feed.least_seconds, read_max_age(page.headers.get("cache-control", "")))
    next_check = _next_check(now, interval, Hints(least, tuple(feed.quiet_hours)))
    _settle(claim, next_check_at=next_check, not_modified=F("not_modified") + 1, **_well(now))
    if page.permanent_url and page.permanent_url != feed.url:
        _move(feed, page.permanent_url)
    return PollResult(feed.pk, unchanged=True)


def settle_error(
    feed: Feed,
    claim: ClaimedFeed,
    message: str,
    after: float | None = None,
    retire: bool = False,
    our_wish: bool = False,
) -> PollResult:
    """Write down a failure: the next try comes later each time, at least once a day, unless the server said "gone"."""
    now = timezone.now()
    if our_wish:  # its host's turn had not come: nobody was asked and nothing failed
        _settle(claim, next_check_at=now + timedelta(seconds=after or 0.0))
        return PollResult(feed.pk, error=message)
    errors = feed.error_count + 1
    fields: dict[str, Any] = {"enabled": False, "retired_at": now} if retire else {}
    _settle(
        claim,
        checked_at=now,
        next_check_at=now + choose_delay(errors, after),
        error_count=errors,
        error_message=message[:MAX_MESSAGE].replace("\0", ""),
        requests=F("requests") + 1,
        **fields,
    )
    return PollResult(feed.pk, error=message)


def _well(now: datetime) -> dict[str, Any]:
    return {
        "checked_at": now,
        "succeeded_at": now,
        "error_count": 0,
        "error_message": "",
        "requests": F("requests") + 1,
    }


def _next_check(now: datetime, interval: timedelta, hints: Hints) -> datetime:
    return respect(now + interval, now, timedelta(seconds=hints.least_seconds), hints.quiet_hours)


def _settle(claim: ClaimedFeed, **fields: Any) -> None:
    """Write the outcome and give the feed back, unless the lease ran out and somebody else has it."""
    held = Feed.objects.filter(pk=claim.feed_id, lease_until=claim.lease_until)
    held.update(lease_until=None, modified_at=timezone.now(), **fields)


def _rhythm_of(feed: Feed) -> timedelta | None:
    return timedelta(seconds=feed.usual_seconds) if feed.usual_seconds else None


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
