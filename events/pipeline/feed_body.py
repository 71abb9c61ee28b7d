"""The article as its feed carries it, for pages that cannot be had: forbidden, behind a wall, or no page at all."""

from __future__ import annotations

import zlib

from events.pipeline.errors import Reject
from events.pipeline.extract import extract_article
from events.pipeline.records import ExtractedArticle

# What a feed's words may stand in for. A page that is gone, or an address that is none, they do not bring back.
REPLACED = frozenset({"forbidden", "robots", "not_html", "too_short", "not_an_article", "empty", "too_large"})
MAX_BODY_BYTES = 2_000_000
# A page has only the beginning of its article where the feed has this much more.
STUB_SHARE = 0.6


def read_feed_body(packed: bytes | memoryview | None, title: str, url: str) -> ExtractedArticle | None:
    """Return the article out of a feed's entry; None where it carried none worth reading."""
    if not packed:
        return None
    words = zlib.decompressobj().decompress(bytes(packed), MAX_BODY_BYTES).decode("utf-8", "replace")
    page = f"<html><head><title>{_escape(title)}</title></head><body><article>{words}</article></body></html>"
    try:
        return extract_article(page, url)
    except Reject:
        return None


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
