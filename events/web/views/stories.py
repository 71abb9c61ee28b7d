"""The record of an event in order of time, and the story that it belongs to."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import Event
from events.queries import find_family, find_survivor
from events.queries.paging import CursorError
from events.queries.stories import get_story
from events.web.pages.story import build_record, build_story_page
from events.web.views.answers import to_survivor
from events.web.views.gone import answer_missing


def event_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an event's articles, claims and figures in order of time; a merged event leads to its survivor."""
    event = _find(pk)
    if event is None:
        return answer_missing(request, "event", pk)
    if event.pk != pk:
        return to_survivor("event_record", event.pk)
    try:
        page = build_record(request, event, find_family(Event, [event.pk]))
    except CursorError as error:
        raise Http404(f"cursor: {error}; start the timeline of event {pk} without it") from None
    return render(request, "events/event_record.html", {"page": page})


def event_story(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the story that an event belongs to; a merged event leads to its survivor."""
    event = _find(pk)
    if event is None:
        return answer_missing(request, "event", pk)
    if event.pk != pk:
        return to_survivor("event_story", event.pk)
    return render(request, "events/event_story.html", {"page": build_story_page(event, get_story(event.pk))})


def _find(pk: int) -> Event | None:
    survivor = find_survivor(Event, pk)
    return Event.objects.filter(pk=survivor).first() if survivor else None
