"""Polls feeds: what is new in them goes to intake, what went wrong stands in the feed's row."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from events.feeds.claim import ClaimedFeed, claim_due_feeds, claim_feed
from events.feeds.entries import FeedEntry, NotAFeed
from events.feeds.links import find_feed_links
from events.feeds.read import read_feed
from events.feeds.settle import MAX_MESSAGE, PollResult, settle_error, settle_read, settle_unchanged
from events.intake import FetchRequest, close_run, open_run, take_in
from events.intake.keys import identify
from events.models import Article, Feed
from events.models.choices import RunKind
from events.outage import is_outage
from events.pipeline.errors import Reject, Retry
from events.pipeline.fetch import fetch_feed
from events.pipeline.fetch_settings import policy_from_settings
from events.pipeline.policy import FetchPolicy
from events.pipeline.records import FetchedPage

log = logging.getLogger(__name__)

ACCOUNT = "feeds"
POLL_SECONDS = 50.0
STATUS_NOT_MODIFIED = 304


def poll_due(seconds: float = POLL_SECONDS, policy: FetchPolicy | None = None) -> int:
    """Poll feeds that are due until none is or the time is up; returns how many. Any number of workers may do this."""
    policy = policy or policy_from_settings()
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
            return settle_unchanged(feed, claim, page)
        content = read_feed(page.body, page.url, page.content_type)
        added = _take_in_new(feed, content.entries)
        return settle_read(feed, claim, page, content, added)
    except Reject as verdict:
        return settle_error(feed, claim, str(verdict), retire=verdict.reason == "gone")
    except Retry as verdict:
        return settle_error(feed, claim, str(verdict), after=verdict.after, our_wish=verdict.our_wish)
    except NotAFeed as error:
        return settle_error(feed, claim, f"not_a_feed: {error}{_name_other(page)}")
    except Exception as error:
        if not is_outage(error):
            settle_error(feed, claim, f"{type(error).__name__}: {error}")
        raise


def _name_other(page: FetchedPage) -> str:
    """Where a feed became a web page: the feed that this names, for a person to decide; we follow none unasked."""
    links = find_feed_links(page)
    return f"; it names {links[0]}" if links else ""


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
    return FetchRequest(entry.url, entry.url, moment, entry.title, body_html=entry.html)
