"""Selections of events and an event's articles as Atom feeds, and the files that search engines ask for."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page

from events.filters import EventFilter
from events.models import Event
from events.queries import EVENT_ORDERS, find_family, find_survivor, list_event_articles, list_events
from events.web.pages.listing import build_listing
from events.web.pages.site_map import list_site_map
from events.web.views.answers import to_survivor

ENTRIES = 40
"""Entries of a feed: readers that ask once an hour miss none at a thousand articles a day."""


@conditional_page
def event_feed(request: HttpRequest) -> HttpResponse:
    """The newest events of any selection (the same parameters as the front page) as Atom."""
    filters = EventFilter(request.GET, queryset=list_events())
    listing = build_listing(request, filters, EVENT_ORDERS, "-latest_at", size=ENTRIES)
    if listing.errors:
        raise Http404("; ".join(listing.errors))
    query = request.GET.urlencode()
    words = ", ".join(chip.label for chip in listing.chips)
    feed = _start(
        request,
        title=f"Newsbase: {words}" if words else "Newsbase: events",
        link=reverse("event_list") + (f"?{query}" if query else ""),
        description="What happened, where, who was involved, and who claimed what.",
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
    return _answer(feed)


@conditional_page
def event_articles_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest articles of one event as Atom; a merged event leads to its survivor."""
    survivor = find_survivor(Event, pk)
    event = Event.objects.filter(pk=survivor).first() if survivor else None
    if event is None:
        raise Http404(f"no event {pk}")
    if event.pk != pk:
        return to_survivor("event_articles_feed", event.pk)
    feed = _start(
        request,
        title=f"Newsbase: {event.title}",
        link=reverse("event_detail", args=[pk]),
        description="The articles that tell of this event, as they come in.",
    )
    for membership in list_event_articles(find_family(Event, [pk]))[:ENTRIES]:
        article = membership.article
        address = request.build_absolute_uri(reverse("article_detail", args=[article.pk]))
        feed.add_item(
            title=article.title or article.reference,
            link=address,
            unique_id=address,
            description=f"joined: {membership.reason}" if membership.reason else "",
            author_name=str(article.source) if article.source else None,
            pubdate=article.published_at,
            updateddate=article.modified_at,
        )
    return _answer(feed)


def _start(request: HttpRequest, title: str, link: str, description: str) -> Any:
    """Begin a feed; times of entries without a date are left out, never invented."""
    here = request.build_absolute_uri()
    address = request.build_absolute_uri(link)
    return Atom1Feed(title=title, link=address, description=description, feed_url=here, language="en")


def _answer(feed: Any) -> HttpResponse:
    return HttpResponse(feed.writeString("utf-8"), content_type=f"{feed.content_type}")


def robots(request: HttpRequest) -> HttpResponse:
    """Say what machines may read: the pages, not the endless combinations of filters, nor the administration."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /api/",
        "Disallow: /search/",
        "Disallow: /compare/",
        "Disallow: /language/",
        "Disallow: /*cursor=",
    ]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('site_map'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def site_map(request: HttpRequest) -> HttpResponse:
    """List the newest pages with the times of their last change."""
    entries = [(request.build_absolute_uri(path), changed) for path, changed in list_site_map()]
    return render(request, "events/site_map.xml", {"entries": entries}, content_type="application/xml; charset=utf-8")
