"""The front page in its three views (list, map, timeline), and the event page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from events.queries import get_event_detail, survivor_of
from events.web.linked_data import describe_event
from events.web.outline_lines import write_outlines
from events.web.pages.event import build_event_page
from events.web.pages.events import build_event_list
from events.web.pages.map import build_map_page
from events.web.pages.timeline import build_timeline
from events.web.views.answers import render_list, to_survivor
from events.web.views.gone import answer_missing

OUTLINES_KEEP = 7 * 86_400
"""Seconds that a browser keeps the outlines of the map; they change with a release at most."""
LINKED_ARTICLES = 20
"""Articles and actors named in the head of an event's page for machines; the API has all."""


def event_list(request: HttpRequest) -> HttpResponse:
    """Show events by recency; asked by htmx, only the results."""
    page = build_event_list(request)
    context = {"page": page, "listing": page.listing}
    return render_list(request, "events/event_list.html", "events/_event_results.html", context)


def event_map(request: HttpRequest) -> HttpResponse:
    """Show the events of the same selection where they happened."""
    page = build_map_page(request)
    context = {"page": page, "listing": page.listing}
    return render_list(request, "events/event_map.html", "events/_map_results.html", context)


@cache_control(public=True, max_age=OUTLINES_KEEP)
@conditional_page
def map_outlines(request: HttpRequest) -> HttpResponse:
    """The countries' outlines, as the map's script reads them; `?coarse` for a view of the whole world."""
    return HttpResponse(write_outlines("coarse" in request.GET), content_type="application/json")


def event_timeline(request: HttpRequest) -> HttpResponse:
    """Show the events of the same selection in the order of time."""
    page = build_timeline(request)
    context = {"page": page, "listing": page.listing}
    return render_list(request, "events/event_timeline.html", "events/_timeline_results.html", context)


@conditional_page
def event_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event; a merged one leads to its survivor."""
    detail = get_event_detail(pk)
    if detail is None:
        return answer_missing(request, "event", pk)
    if detail.event.pk != pk:
        return to_survivor("event_detail", detail.event.pk)
    page = build_event_page(detail)
    told = [entry.membership.article for entry in page.told[:LINKED_ARTICLES]]
    names = [survivor_of(entry.actor).name for entry in detail.actors[:LINKED_ARTICLES]]
    linked_data = describe_event(page.event, told, names, request.build_absolute_uri)
    here = request.build_absolute_uri(request.path)
    return render(request, "events/event_detail.html", {"page": page, "linked_data": linked_data, "address": here})
