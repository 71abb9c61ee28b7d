"""When a page was published, and how exactly that is known. What the page does not say stays unknown.

An exact time keeps the outlet's own offset from UTC: late in the evening the day on its page is not the day in UTC (4 of
92 pages of the development set).
"""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta, timezone

from htmldate import find_date
from lxml.html import HtmlElement

from events.pipeline.shown_date import choose_shown, find_shown

# A clock or zone may be wrong by a day and a bit; a date further ahead is an event's or a mistake.
MAX_AHEAD = timedelta(days=2)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
META_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "publish_date",
    "publication_date",
    "pubdate",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
)
ISO = re.compile(r"(\d{4})-?(\d{2})(?:-?(\d{2}))?(?:[T ]\s?\d{2}:?\d{2}.*)?$")

# Offsets in use are whole quarters of an hour, at most 14 hours either way.
OFFSET_STEP = 15 * 60
MAX_OFFSET = 14 * 3600
MAX_CLOCKS = 50
WALL_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}$")

Dated = tuple[datetime | None, str]
UNKNOWN: Dated = (None, "unknown")


def find_published(tree: HtmlElement, linked: str, url: str, now: datetime, title: str = "") -> Dated:
    """Return (aware time, precision); `linked` is the date in the page's JSON-LD, dates after `now` are dropped.

    `title`: the page's headline, under which readers are shown a date.
    """
    for text in (linked, *_read_metas(tree)):
        moment, precision = read_date(text, now)
        if moment:
            moment = _put_on_the_outlets_clock(moment, tree) if precision == "second" else moment
            shown = choose_shown(find_shown(tree, title), moment, now + MAX_AHEAD)
            return (datetime(shown.year, shown.month, shown.day, tzinfo=UTC), "day") if shown else (moment, precision)
    latest = (now + MAX_AHEAD).strftime("%Y-%m-%d")
    found_day = find_date(
        tree, extensive_search=True, original_date=True, url=url or None, min_date="1990-01-01", max_date=latest
    )
    # Days are all that is found this way. A first of January is how it writes "only a year is known", mostly a footer.
    if not found_day or found_day.endswith("-01-01"):
        return UNKNOWN
    return read_date(found_day, now)


def read_date(text: str, now: datetime) -> Dated:
    """Read an ISO 8601 date: exact to the second with time and zone; a time without a zone tells only the day."""
    text = text.strip()
    match = ISO.match(text)
    if not match:
        return UNKNOWN
    try:
        moment = _read_moment(text) if match[3] else None
        day = datetime(int(match[1]), int(match[2]), int(match[3] or 1), tzinfo=UTC)
        if moment is not None and moment.tzinfo is not None:
            dated: Dated = (moment, "second")
        else:
            dated = (day, "day" if match[3] else "month")
    except (ValueError, OverflowError):
        return UNKNOWN
    assert dated[0] is not None
    return dated if EARLIEST <= dated[0] <= now + MAX_AHEAD else UNKNOWN


def _put_on_the_outlets_clock(moment: datetime, tree: HtmlElement) -> datetime:
    """Give a time in UTC the offset of a <time> that shows the same second of the hour on the outlet's own clock."""
    if moment.utcoffset():
        return moment
    for node in itertools.islice(tree.iter("time"), MAX_CLOCKS):
        shown = (node.get("datetime") or "").strip()
        if not WALL_CLOCK.match(shown):
            continue
        try:
            offset = (datetime.fromisoformat(shown).replace(tzinfo=UTC) - moment.replace(microsecond=0)).total_seconds()
        except (ValueError, OverflowError):
            continue
        if offset and offset % OFFSET_STEP == 0 and abs(offset) <= MAX_OFFSET:
            return moment.astimezone(timezone(timedelta(seconds=offset)))
    return moment


def _read_moment(text: str) -> datetime | None:
    text = re.sub(r"^(\S+)\s+(\d{2}:?\d{2})", r"\1T\2", text).replace(" ", "")
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_metas(tree: HtmlElement) -> list[str]:
    found: dict[str, str] = {}
    for node in tree.iter("meta"):
        name = (node.get("property") or node.get("name") or node.get("itemprop") or "").lower()
        if name in META_NAMES and node.get("content"):
            found.setdefault(name, node.get("content"))
    return [found[name] for name in META_NAMES if name in found]
