"""How an outlet's feeds stand, in words for its page: when last asked and with what success, when next, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import Feed
from events.queries.feed_health import FeedHealth, list_feed_health

STATE_WORDS: dict[str, tuple[Promise, str]] = {
    "well": (_("healthy"), "good"),
    "quiet": (_("gone quiet"), "warn"),
    "failing": (_("failing"), "bad"),
    "retired": (_("retired: its server says that it is gone for good"), "bad"),
    "off": (_("switched off"), ""),
    "new": (_("not asked yet"), ""),
}
"""State -> what it is called, and the badge's colour."""


@dataclass(frozen=True, slots=True)
class FeedLines:
    """A feed's health: `usual` entries are those of a usual day, `silent_hours` since the last new one if gone quiet."""

    feed: Feed
    state: str
    word: Promise
    colour: str
    is_asked: bool
    is_due: bool
    new: int
    usual: str
    silent_hours: int


def tell_feed_health(feeds: list[Feed]) -> list[FeedLines]:
    """Judge an outlet's feeds, those in trouble first; one query."""
    return [_tell(health) for health in list_feed_health(feeds)]


def _tell(health: FeedHealth) -> FeedLines:
    feed, now = health.feed, timezone.now()
    word, colour = STATE_WORDS[health.state]
    usual = health.usual_in_a_day
    silent = (now - feed.newest_at) / timedelta(hours=1) if health.state == "quiet" and feed.newest_at else 0
    return FeedLines(
        feed=feed,
        state=health.state,
        word=word,
        colour=colour,
        is_asked=health.state not in ("retired", "off"),
        is_due=feed.next_check_at is None or feed.next_check_at <= now,
        new=health.new_in_a_day,
        usual="" if usual is None else f"{usual:.0f}" if usual >= 1 else f"{usual:.1g}",
        silent_hours=round(silent),
    )
