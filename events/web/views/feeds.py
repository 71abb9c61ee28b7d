"""Selections of events as Atom feeds, and the files that search engines ask for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page

from events.filters import EventFilter
from events.queries import EVENT_ORDERS, list_events
from events.web.pages.listing import build_listing
from events.web.pages.site_map import list_site_map

ENTRIES = 40
"""Entries of a feed: readers that ask once an hour miss none at a thousand articles a day."""


@conditional_page
def event_feed(request: HttpRequest) -> HttpResponse:
    """The newest events of any selection (the same parameters as the front page) as Atom."""
    filters = EventFilter(request.GET, queryset=list_events())
    listing = build_listing(request, filters, EVENT_ORDERS, "-latest_at", size=ENTRIES)
    if listing.errors:
        raise Http404("; ".join(listing.errors))
    page = request.build_absolute_uri(reverse("event_list"))
    query = request.GET.urlencode()
    words = ", ".join(chip.label for chip in listing.chips)
    feed = Atom1Feed(
        title=f"Newsbase: {words}" if words else "Newsbase: events",
        link=f"{page}?{query}" if query else page,
        description="What happened, where, who was involved, and who claimed what.",
        feed_url=request.build_absolute_uri(),
        language="en",
    )
    for event in listing.rows:
        address = request.build_absolute_uri(reverse("event_detail", args=[event.pk]))
        feed.add_item(
            title=event.title,
            link=address,
            unique_id=address,
            description=" ".join(sentence.text for sentence in event.summary),
            pubdate=event.latest_at,
            updateddate=event.modified_at,
            categories=[event.topic] if event.topic else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{feed.content_type}")


def robots(request: HttpRequest) -> HttpResponse:
    """Say what machines may read: the pages, not the endless combinations of filters, nor the administration."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/", "Disallow: /search/", "Disallow: /*cursor="]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('site_map'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def site_map(request: HttpRequest) -> HttpResponse:
    """List the newest pages with the times of their last change."""
    entries = [(request.build_absolute_uri(path), changed) for path, changed in list_site_map()]
    return render(request, "events/site_map.xml", {"entries": entries}, content_type="application/xml; charset=utf-8")
