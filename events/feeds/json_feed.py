"""Reads JSON Feed 1.0 and 1.1 (jsonfeed.org), which feedparser does not know."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from events.feeds.entries import NotAFeed


def looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read_json_feed(body: bytes) -> tuple[str, str, str, list[dict[str, Any]]]:
    """Return (title, site address, language, rows of entries); raises `NotAFeed`."""
    try:
        data = json.loads(body.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"it begins like JSON and is none: {error}"[:300]) from None
    version = data.get("version") if isinstance(data, dict) else None
    if not isinstance(version, str) or "jsonfeed.org" not in version:
        raise NotAFeed("it is JSON, but no JSON Feed")
    items = data.get("items")
    rows = [_read_item(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return _text(data.get("title")), _text(data.get("home_page_url")), _text(data.get("language")), rows


def _read_item(item: dict[str, Any]) -> dict[str, Any]:
    identity = item.get("id")
    return {
        "url": _text(item.get("url")) or _text(item.get("external_url")),
        "title": _text(item.get("title")),
        "published": _read_moment(_text(item.get("date_published"))),
        "summary": _text(item.get("summary")) or _text(item.get("content_text")) or _text(item.get("content_html")),
        "html": _text(item.get("content_html")),
        "id": str(identity) if isinstance(identity, (str, int)) else "",
    }


def _read_moment(written: str) -> tuple[datetime | None, str]:
    try:
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC), "day"
        return moment.astimezone(UTC), "second"
    except (ValueError, OverflowError):
        return None, "unknown"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
