"""Stories: events chained by what followed what. A story is whatever hangs together by links; no row of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q

from events.models import Event, EventLink
from events.queries.events import list_events

# Chapters that a story shows at most, the nearest links first; steps from the event asked for.
MOST_CHAPTERS = 60
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Story:
    """The chapters in order of time, with the links among them; `is_partial`: more hang on it than are shown."""

    asked_for: int
    events: list[Event]
    links: list[EventLink]
    is_partial: bool


def find_story(event: int) -> tuple[list[int], bool]:
    """The ids of the story's events, the nearest first, and whether there are more. At most MOST_STEPS queries."""
    found = [event]
    edge = [event]
    for _ in range(MOST_STEPS):
        if not edge:
            return found, False
        links = EventLink.objects.standing().filter(Q(earlier__in=edge) | Q(later__in=edge)).order_by("-score", "pk")
        pairs = list(links.values_list("earlier_id", "later_id")[: 4 * MOST_CHAPTERS])
        edge = [one for one in dict.fromkeys(e for pair in pairs for e in pair) if one not in found]
        if len(found) + len(edge) > MOST_CHAPTERS:
            return [*found, *edge][:MOST_CHAPTERS], True
        found += edge
    return found, bool(edge)


def get_story(event: int) -> Story:
    """The story of an event that was not merged away; of an event without links, itself."""
    ids, is_partial = find_story(event)
    order = (F("start_at").asc(nulls_last=True), "latest_at", "pk")
    events = list(list_events().filter(pk__in=ids).order_by(*order))
    links = EventLink.objects.filter(earlier__in=ids, later__in=ids).order_by("-score", "pk")
    return Story(event, events, list(links), is_partial)
