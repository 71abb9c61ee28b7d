"""Adds a feed: fetched once to see that it is one; a page that names its feed is followed there."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import timezone

from events.feeds.entries import FeedContent, NotAFeed
from events.feeds.links import find_feed_links
from events.feeds.read import read_feed
from events.feeds.sitemap import list_named_sitemaps
from events.intake.outlets import make_sources
from events.models import Feed
from events.pipeline.fetch import fetch_feed
from events.pipeline.policy import FetchPolicy


@dataclass(frozen=True, slots=True)
class AddedFeed:
    """The feed's row, whether it is new, and the page that named it ("" where the address was the feed's own)."""

    feed: Feed
    created: bool
    content: FeedContent
    named_by: str = ""


def add_feed(url: str, policy: FetchPolicy, title: str = "") -> AddedFeed:
    """Fetch and store a feed that is due at once. Raises `Reject`, `Retry`, or `NotAFeed` saying what the address is."""
    page = fetch_feed(url, policy)
    named_by = ""
    try:
        content = read_feed(page.body, page.url, page.content_type)
    except NotAFeed as error:
        links = find_feed_links(page) or list_named_sitemaps(page.body)
        if not links:
            raise NotAFeed(f"{page.url} is no feed: {error}, and names none") from None
        named_by = page.url
        page = fetch_feed(links[0], policy)
        content = read_feed(page.body, page.url, page.content_type)
    address = page.permanent_url or page.url
    feed, created = Feed.objects.get_or_create(
        url=address,
        defaults={
            "title": (title or content.title)[:300],
            "source_id": _find_source(content.site_url or address),
            "next_check_at": timezone.now(),
        },
    )
    if not created and title and feed.title != title:
        Feed.objects.filter(pk=feed.pk).update(title=title[:300], modified_at=timezone.now())
        feed.refresh_from_db()
    return AddedFeed(feed, created, content, named_by)


def _find_source(url: str) -> int | None:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    return make_sources({host})[host] if host else None
