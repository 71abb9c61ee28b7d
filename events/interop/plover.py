"""Events in the terms of PLOVER, one JSON object an event and pair of actors, with the fields that POLECAT's users know.

An event is told once for each agent and target that its articles name in those roles; without a PLOVER type it is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from events import vocabulary
from events.interop.identify import name_record, page_of, tell_time
from events.models import Actor, Event, EventActor, EventArticle

MOST_SIDES = 10
"""Agents, and targets, of one event that are paired; an event of more is a list of names and no deed between two."""

POINTS = frozenset({"point", "near", "city"})


def describe_plover(kind: str, rows: Sequence[Event]) -> list[dict[str, Any]]:
    """The PLOVER events of rows of the event list. Queries: 2."""
    typed = [event for event in rows if event.plover_type]
    ids = [event.pk for event in typed]
    sides: dict[tuple[int, str], list[Actor]] = defaultdict(list)
    named = EventActor.objects.filter(event__in=ids).select_related("actor__canonical").order_by("-articles", "pk")
    for row in named:
        actor = row.actor.canonical or row.actor
        for role in ("agent", "target"):
            held = sides[row.event_id, role]
            hidden = actor.is_suppressed or actor.is_private
            if role in row.roles and not hidden and actor not in held and len(held) < MOST_SIDES:
                held.append(actor)
    sources: dict[int, list[str]] = defaultdict(list)
    told = EventArticle.objects.filter(event__in=ids, article__revision__isnull=False, primary=True)
    for event, url, external in told.order_by("pk").values_list("event", "article__url", "article__external_id"):
        sources[event].append(url or external)
    return [
        _describe(event, agent, target, sources[event.pk])
        for event in typed
        for agent in _list_side(sides[event.pk, "agent"])
        for target in _list_side(sides[event.pk, "target"])
        if agent is None or agent != target
    ]


def _list_side(actors: list[Actor]) -> list[Actor | None]:
    """A side that nobody is known on is told as one unknown actor."""
    return [*actors] or [None]


def _describe(event: Event, agent: Actor | None, target: Actor | None, sources: list[str]) -> dict[str, Any]:
    place = event.location
    pair = "-".join(str(side.pk) if side else "0" for side in (agent, target))
    topics = {topic.code: topic.label for topic in vocabulary.topics()}
    return {
        "event_id": f"{name_record('event', event.pk)}-{pair}",
        "event_date": tell_time(event.start_at, event.time_precision)[:10] or None,
        "date_precision": event.time_precision,
        "date_basis": event.time_basis or None,
        "event_type": event.plover_type,
        "event_mode": None,
        "event_type_score": event.plover_score,
        "contexts": [topics[event.topic]] if event.topic in topics else [],
        "actor": _side(agent),
        "recipient": _side(target),
        "placename": place.name if place else None,
        "country": event.country_code or None,
        "geonames_id": place.geonames_id if place else None,
        "latitude": place.lat if place and place.precision in POINTS else None,
        "longitude": place.lon if place and place.precision in POINTS else None,
        "geo_precision": place.precision if place else None,
        "headline": event.title,
        "articles": event.size,
        "independent_origins": event.origins,
        "source_urls": [source for source in sources if source],
        "event_page": page_of("event", event.pk) or None,
    }


def _side(actor: Actor | None) -> dict[str, Any] | None:
    if actor is None:
        return None
    return {
        "id": name_record("actor", actor.pk),
        "name": actor.name,
        "sector": actor.kind,
        "country": actor.country_code or None,
        "wikidata_id": actor.wikidata_id or None,
    }
