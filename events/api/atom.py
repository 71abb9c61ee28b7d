"""A list as an Atom feed (RFC 4287), streamed: an entry a row, in the list's order, never cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from events.api.renderers import Row, StreamRenderer

# Kinds that have a page of their own; a figure or mention stands in its article's.
PAGES = frozenset({"articles", "events", "actors", "locations", "claims", "sources"})
KINDS = PAGES | {"figures", "mentions"}
# A figure's and a mention's words alone say little.
MOST_TITLE = 300
# Every entry must have a time (RFC 4287, 4.1.2). That of the request would make readers show an undated one as new each time
# they look; this one never moves and sorts last, where lists have undated rows too.
UNDATED = "1970-01-01T00:00:00Z"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class AtomRenderer(StreamRenderer):
    """`kind`: the resource in the plural. `address`: of the request, from which others are made absolute."""

    media_type = "application/atom+xml"
    format = "atom"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def stream(self, rows: Iterable[Row], columns: list[str]) -> Iterator[str]:
        here, now = escape(self.address), f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        yield (
            '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
            f'<title>Newsbase: {self.kind}</title><id>{here}</id><link rel="self" href={quoteattr(self.address)}/>'
            f"<updated>{now}</updated><author><name>Newsbase</name></author>\n"
        )
        for row in rows:
            yield self._write_entry(row)
        yield "</feed>\n"

    def _write_entry(self, row: Row) -> str:
        api = urljoin(self.address, f"/api/v1/{self.kind}/{row['id']}/")
        inside = row.get("article") if self.kind not in PAGES else None
        page = f"/articles/{inside['id']}/" if inside else f"/{self.kind}/{row['id']}/"
        parts = [
            f"<title>{_clean(_find_title(row)[:MOST_TITLE])}</title>",
            f"<id>{_clean(api)}</id>",
            f"<link href={quoteattr(urljoin(self.address, page))}/>",
            f'<link rel="alternate" type="application/json" href={quoteattr(api)}/>',
            f"<updated>{_clean(_find_time(row) or UNDATED)}</updated>",
        ]
        if told := row.get("published_at") or row.get("latest_at"):
            parts.append(f"<published>{_clean(told)}</published>")
        if summary := _find_summary(row):
            parts.append(f"<summary>{_clean(summary)}</summary>")
        return f"<entry>{''.join(parts)}</entry>\n"


def _find_title(row: Row) -> str:
    """What the record is called; a claim's words after who said them, a figure's after what it counts."""
    title = row.get("title") or row.get("name") or row.get("external_id")
    if title:
        return str(title)
    speaker = row.get("speaker") or {}
    who = (speaker.get("actor") or {}).get("name") or speaker.get("text") or speaker.get("name") or row.get("measure")
    text = str(row.get("text") or row.get("domain") or row["id"])
    return f"{who}: {text}" if who else text


def _find_time(row: Row) -> str:
    """When the record changed; for what lives in an article, when that came out. "": unknown."""
    article = row.get("article") or {}
    return str(row.get("modified_at") or row.get("created_at") or article.get("published_at") or "")


def _find_summary(row: Row) -> str:
    summary: Any = row.get("summary") or row.get("description") or row.get("text") or ""
    return " ".join(str(part["text"]) for part in summary) if isinstance(summary, list) else str(summary)


def _clean(text: str) -> str:
    """Escaped, without the characters that XML cannot hold."""
    return escape(_FORBIDDEN.sub("", text))
