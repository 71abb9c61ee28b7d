"""What a feed says, as plain records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


class NotAFeed(ValueError):
    """The bytes are no feed that we can read; says what they look like."""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry. `published_precision` is second, day or unknown; `id` is the feed's own, "" if it gives none.

    `html`: the article as the feed carries it, "" where it has only a summary.
    """

    url: str
    title: str
    published_at: datetime | None
    published_precision: str
    summary: str
    id: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed with its entries in the feed's order, each address once; `problem` says where it breaks its format."""

    title: str
    site_url: str
    language: str
    entries: tuple[FeedEntry, ...]
    problem: str = ""
