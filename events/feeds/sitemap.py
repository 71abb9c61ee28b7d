"""Reads news sitemaps (sitemaps.org with Google's news extension) as if they were feeds; many outlets have no other."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from lxml import etree

from events.feeds.entries import NotAFeed

MAX_NAMED = 50


def looks_like_sitemap(body: bytes) -> bool:
    start = body[:2000].lower()
    return b"<urlset" in start or b"<sitemapindex" in start


def read_sitemap(body: bytes) -> tuple[str, str, str, list[dict[str, Any]]]:
    """Return (publication, "", language, rows of entries); raises `NotAFeed` for an index or broken XML."""
    root = _parse(body)
    if _name(root) != "urlset":
        raise NotAFeed("it is an index of sitemaps, not a sitemap")
    title = language = ""
    rows: list[dict[str, Any]] = []
    for node in root:
        if not isinstance(node.tag, str) or _name(node) != "url":
            continue
        words = {_name(child): (child.text or "").strip() for child in node.iter(etree.Element)}
        title, language = title or words.get("name", ""), language or words.get("language", "")
        rows.append(
            {
                "url": words.get("loc", ""),
                "title": words.get("title", ""),
                "published": _read_moment(words.get("publication_date", "")),
                "summary": "",
                "id": "",
            }
        )
    return title, "", language, rows


def list_named_sitemaps(body: bytes) -> list[str]:
    """Return the sitemaps that an index names, those whose address speaks of news first; none for other bytes."""
    try:
        root = _parse(body)
    except NotAFeed:
        return []
    if _name(root) != "sitemapindex":
        return []
    found = [(node.text or "").strip() for node in root.iter("{*}loc")][:MAX_NAMED]
    return sorted(filter(None, found), key=lambda address: "news" not in address.lower())


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotAFeed(f"it begins like a sitemap and is none: {error}"[:300]) from None
    if root is None:
        raise NotAFeed("it begins like a sitemap and holds nothing")
    return root


def _name(node: etree._Element) -> str:
    return etree.QName(node).localname.lower()


def _read_moment(written: str) -> tuple[datetime | None, str]:
    try:
        moment = datetime.fromisoformat(written)
    except (ValueError, OverflowError):
        return None, "unknown"
    if moment.tzinfo is None:
        return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "day"
    return moment.astimezone(UTC), "second"
