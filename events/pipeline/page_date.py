"""When a page was published, and how exactly that is known. What the page does not say stays unknown."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from htmldate import find_date
from lxml.html import HtmlElement

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

Dated = tuple[datetime | None, str]
UNKNOWN: Dated = (None, "unknown")


def find_published(tree: HtmlElement, linked: str, url: str, now: datetime) -> Dated:
    """Return (time in UTC, precision); `linked` is the date in the page's JSON-LD, dates after `now` are dropped."""
    for text in (linked, *_read_metas(tree)):
        found = read_date(text, now)
        if found[0]:
            return found
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
            dated: Dated = (moment.astimezone(UTC), "second")
        else:
            dated = (day, "day" if match[3] else "month")
    except (ValueError, OverflowError):
        return UNKNOWN
    assert dated[0] is not None
    return dated if EARLIEST <= dated[0] <= now + MAX_AHEAD else UNKNOWN


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
