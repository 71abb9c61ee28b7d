"""Finds the feeds that a web page names."""

from __future__ import annotations

from urllib.parse import urljoin

from events.pipeline.decode import decode_page
from events.pipeline.errors import Reject
from events.pipeline.extract import parse_page
from events.pipeline.records import FetchedPage

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
MAX_FOUND = 10


def find_feed_links(page: FetchedPage) -> list[str]:
    """Return the feeds that a page names in <link rel="alternate">, in its order."""
    try:
        tree = parse_page(decode_page(page.body, page.content_type))
    except Reject:
        return []
    found: list[str] = []
    for node in tree.iter("link"):
        is_alternate = "alternate" in (node.get("rel") or "").lower().split()
        kind = (node.get("type") or "").split(";")[0].strip().lower()
        if is_alternate and kind in FEED_TYPES and (node.get("href") or "").strip():
            try:
                found.append(urljoin(page.url, node.get("href").strip()))
            except ValueError:
                continue
    return list(dict.fromkeys(found))[:MAX_FOUND]
