"""How each feed stands: well, failing, gone quiet, retired, or not asked yet — in words that say what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from events.feeds.schedule import has_gone_quiet
from events.models import Feed, IngestRun

STATES = ("well", "quiet", "failing", "retired", "off", "new")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """A feed, its state, why, and its entries of the last day beside what is usual for it (None: no rhythm known)."""

    feed: Feed
    state: str
    reason: str
    new_in_a_day: int = 0
    usual_in_a_day: float | None = None


def list_feed_health(feeds: Iterable[Feed] | None = None) -> list[FeedHealth]:
    """Judge feeds, those in trouble first; two queries."""
    now = timezone.now()
    found = list(Feed.objects.select_related("source") if feeds is None else feeds)
    recent = IngestRun.objects.filter(feed__in=found, started_at__gte=now - DAY)
    new = dict(recent.order_by().values_list("feed").annotate(n=Count("items")).values_list("feed", "n"))
    judged = [judge_feed(feed, now, new.get(feed.pk, 0)) for feed in found]
    rank = {"failing": 0, "quiet": 1, "retired": 2, "new": 3, "well": 4, "off": 5}
    return sorted(judged, key=lambda health: (rank[health.state], health.feed.title, health.feed.pk))


def judge_feed(feed: Feed, now: datetime, new: int = 0) -> FeedHealth:
    """Say how one feed stands."""
    usual = timedelta(seconds=feed.usual_seconds) if feed.usual_seconds else None
    a_day = DAY / usual if usual else None
    if feed.retired_at:
        return FeedHealth(feed, "retired", "its server says that it is gone for good (410)", new, a_day)
    if not feed.enabled:
        return FeedHealth(feed, "off", "switched off", new, a_day)
    if feed.error_count:
        times = f"{feed.error_count} time{'s' * (feed.error_count != 1)} in a row"
        return FeedHealth(feed, "failing", f"failed {times}: {feed.error_message}", new, a_day)
    if feed.checked_at is None:
        return FeedHealth(feed, "new", "not asked yet", new, a_day)
    if usual and feed.newest_at and has_gone_quiet(usual, feed.newest_at, now):
        hours = (now - feed.newest_at).total_seconds() / 3600
        every = usual.total_seconds() / 3600
        return FeedHealth(feed, "quiet", f"nothing new for {hours:.0f} h; usually every {every:.1f} h", new, a_day)
    return FeedHealth(feed, "well", "", new, a_day)


def count_feeds() -> dict[str, int]:
    """Return state -> number of feeds, every state named."""
    now = timezone.now()
    counts = Counter(judge_feed(feed, now).state for feed in Feed.objects.iterator(chunk_size=2000))
    return {state: counts[state] for state in STATES}
