"""Pairs of events that may be one: the machine's own likeness is just too small to join them."""

from __future__ import annotations

from events.cluster.keys import keys_to_look_up
from events.cluster.model import load_model
from events.cluster.place import as_share, rank_events
from events.curation.review.find_links import insert_new
from events.curation.review.pairs import ask_about_pair
from events.models import Event, EventActor, EventJudgement, EventLocation, EventVector, ReviewItem, ReviewMark
from events.pipeline.event_candidates import find_events_in_reach, load_event_profiles
from events.pipeline.vector_text import load_vector_texts

MARK = "events paired"
# Events compared in one run, each with the nearest that share a telling word in the same weeks.
A_RUN = 200
# Log odds from which a person is asked; from 0 the machine joins them itself. -0.85 is a chance of 0.3. Chosen by hand,
# not measured.
LEAST = -0.85


def find_event_pairs(limit: int = A_RUN) -> int:
    """Ask about the next events; returns how many questions are new. A constant number of queries.

    An event is compared once, when it is new; what it grows into later, healing compares.
    """
    mark, _ = ReviewMark.objects.get_or_create(name=MARK)
    rows = Event.objects.filter(pk__gt=mark.last_id, canonical=None).order_by("pk")
    fresh = {event.pk: event for event in rows[:limit]}
    if not fresh:
        return 0
    mark.last_id = max(fresh)
    mark.save()
    profiles = load_event_profiles(fresh)
    vectors = load_vector_texts(EventVector, profiles)
    near = find_events_in_reach({pk: (keys_to_look_up(p), vectors[pk]) for pk, p in profiles.items() if pk in vectors})
    everything = {**load_event_profiles({one for found in near.values() for one in found}), **profiles}
    pairs: dict[tuple[int, int], float] = {}
    for event, found in near.items():
        others = [one for one in found if one != event and one in everything]
        for place, score in rank_events(everything[event], [everything[one] for one in others], load_model()):
            if LEAST <= score < 0:
                pairs[min(event, others[place]), max(event, others[place])] = score
    return insert_new(_ask(pairs))


def _ask(pairs: dict[tuple[int, int], float]) -> list[ReviewItem]:
    ids = {pk for pair in pairs for pk in pair}
    judged = set(EventJudgement.objects.filter(left__in=ids, right__in=ids).values_list("left", "right"))
    events = Event.objects.in_bulk(ids)
    actors, places = _group(EventActor, "actor", ids), _group(EventLocation, "location", ids)
    items = []
    for (left, right), score in sorted(pairs.items()):
        if (left, right) in judged or left not in events or right not in events:
            continue
        kept, other = sorted((events[left], events[right]), key=lambda event: (-event.size, event.pk))
        shared = len(actors[left] & actors[right]), len(places[left] & places[right])
        told = f"alike to {as_share(score):.0%}, too little for the machine to join them; share {shared[0]} actors and "
        reason = f"{told}{shared[1]} places"
        items.append(ask_about_pair("event", kept, other, as_share(score), reason, kept.size + other.size))
    return items


def _group(model: type[EventActor | EventLocation], column: str, events: set[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {event: set() for event in events}
    for event, other in model._default_manager.filter(event__in=events).values_list("event", column):
        found[event].add(other)
    return found
