"""Reads RSS, Atom and JSON Feed bytes, broken ones too, into plain records."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import feedparser
from lxml import html as lxml_html

from events.feeds.entries import FeedContent, FeedEntry, NotAFeed
from events.feeds.json_feed import looks_like_json, read_json_feed
from events.feeds.sitemap import looks_like_sitemap, read_sitemap
from events.pipeline.decode import MARKS

MAX_ENTRIES = 2_000
MAX_URL_CHARACTERS = 2000
MAX_TITLE_CHARACTERS = 1000
MAX_SUMMARY_CHARACTERS = 10_000
MIN_HTML_CHARACTERS = 600
MAX_HTML_CHARACTERS = 300_000
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
MAX_AHEAD = timedelta(days=2)
TIME = re.compile(r"\d{1,2}:\d{2}")
ZONE = re.compile(r"(?:Z|[+-]\d{2}:?\d{2}|\b(?:UTC?|GMT|[A-Z]{3,4}))\s*(?:\([\w ]*\))?\s*$", re.I)


def read_feed(body: bytes, url: str, content_type: str = "", now: datetime | None = None) -> FeedContent:
    """Return the feed's entries with absolute addresses; raises `NotAFeed`.

    `url` is where it was read from; entries without a web address, and dates far after `now`, are dropped.
    """
    now = now or datetime.now(UTC)
    if not body.strip():
        raise NotAFeed("the answer is empty")
    problem = ""
    if looks_like_json(body):
        title, site, language, rows = read_json_feed(body)
    elif looks_like_sitemap(body):
        title, site, language, rows = read_sitemap(body)
    else:
        title, site, language, rows, problem = _parse(body, url, content_type)
    entries = _make_entries(rows, url, now)
    return FeedContent(_plain(title, MAX_TITLE_CHARACTERS), _resolve(site, url), language[:12], entries, problem)


def _parse(body: bytes, url: str, content_type: str) -> tuple[str, str, str, list[dict[str, Any]], str]:
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    try:
        # Bytes in a stream: a string would be taken for an address to open.
        parsed = feedparser.parse(io.BytesIO(_to_utf8(body)), response_headers=headers, sanitize_html=False)
    except Exception as error:  # whatever a parser of broken markup may stumble over
        raise NotAFeed(f"it cannot be parsed: {type(error).__name__}: {error}"[:300]) from error
    if not parsed.get("version") and not parsed.get("entries"):
        raise NotAFeed(_describe(body, parsed))
    feed = parsed.get("feed", {})
    problem = str(parsed.get("bozo_exception", ""))[:300] if parsed.get("bozo") else ""
    rows = [_row_of(entry) for entry in parsed.get("entries", [])[:MAX_ENTRIES]]
    return feed.get("title", ""), feed.get("link", ""), feed.get("language") or "", rows, problem


def _to_utf8(body: bytes) -> bytes:
    """Rewrite UTF-16 and UTF-32 that say so by their mark: feedparser believes the server's word for the encoding more."""
    for mark, encoding in MARKS:
        if encoding != "utf-8" and body.startswith(mark):
            text = body[len(mark) :].decode(encoding, "replace")
            return re.sub(r"^\s{0,20}<\?xml[^>]{0,200}\?>", "", text).encode()
    return body


def _row_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    link = entry.get("link") or next(
        (found.get("href") for found in entry.get("links", ()) if found.get("rel") in ("alternate", None)), ""
    )
    if not link and str(entry.get("id", "")).startswith(("http://", "https://")):
        link = entry["id"]
    # Feedburner and its like keep the publisher's own address beside their counting one.
    link = entry.get("feedburner_origlink") or link
    written = str(entry.get("published") or "")
    parsed = entry.get("published_parsed") if "published" in entry else None
    return {
        "url": str(link or ""),
        "title": str(entry.get("title") or ""),
        "published": (_to_moment(parsed), _precision_of(written)),
        "summary": str(entry.get("summary") or ""),
        "html": _content_of(entry),
        "id": str(entry.get("id") or ""),
    }


def _content_of(entry: Mapping[str, Any]) -> str:
    """Return the entry's own HTML (content:encoded, atom:content), the longest of several."""
    parts = [part for part in entry.get("content") or () if isinstance(part, Mapping)]
    marked_up = [str(part.get("value") or "") for part in parts if "html" in str(part.get("type") or "html")]
    return max(marked_up, key=len, default="")


def _make_entries(rows: Iterable[Mapping[str, Any]], base: str, now: datetime) -> tuple[FeedEntry, ...]:
    entries: dict[str, FeedEntry] = {}
    for row in rows:
        address = _resolve(row["url"], base)
        if not address or address in entries:
            continue
        moment, precision = row["published"]
        if moment is None or not EARLIEST <= moment <= now + MAX_AHEAD:
            moment, precision = None, "unknown"
        entries[address] = FeedEntry(
            url=address,
            title=_plain(row["title"], MAX_TITLE_CHARACTERS),
            published_at=moment,
            published_precision=precision,
            summary=_plain(row["summary"], MAX_SUMMARY_CHARACTERS),
            id=row["id"][:1000].replace("\0", ""),
            html=_keep_html(row.get("html", "")),
        )
    return tuple(entries.values())


def _keep_html(html: str) -> str:
    """What is too short to be an article, or too long to be one, is left out."""
    return html.replace("\0", "") if MIN_HTML_CHARACTERS <= len(html) <= MAX_HTML_CHARACTERS else ""


def _to_moment(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _precision_of(written: str) -> str:
    """A date is exact only if it was written with a time and a zone; otherwise it names a day."""
    return "second" if TIME.search(written) and ZONE.search(written.strip()) else "day"


def _resolve(link: str, base: str) -> str:
    """Return an absolute web address without fragment, or ""."""
    link = re.sub(r"[\t\r\n]", "", link or "").strip().replace(" ", "%20")
    if not link or any(ord(character) < 33 or ord(character) == 127 for character in link):
        return ""
    try:
        address = urldefrag(urljoin(base, link)).url
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return ""
    return address if usable and len(address) <= MAX_URL_CHARACTERS else ""


def _plain(text: str, limit: int) -> str:
    """Return the words of a piece of text or markup, in one line."""
    text = re.sub("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", " ", text[: limit * 10])
    if "<" in text or "&" in text:
        try:
            text = str(lxml_html.fragment_fromstring(text, create_parent="div").text_content())
        except (ValueError, lxml_html.etree.ParserError):
            text = re.sub(r"<[^>]*>", " ", text)
    return " ".join(text.split())[:limit]


def _describe(body: bytes, parsed: Mapping[str, Any]) -> str:
    start = body[:1000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "it is a web page, not a feed"
    cause = parsed.get("bozo_exception")
    return f"it is neither RSS, Atom nor JSON Feed{f' ({cause})' if cause else ''}"[:300]
