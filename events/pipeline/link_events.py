"""Link the events of one story, in the background: what followed what, how sure, and why in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from events.cluster.profile import Profile
from events.cluster.story import keys_of_chapters, score_chapters
from events.models import Event, EventActor, EventLink, EventLocation, EventVector
from events.pipeline.event_candidates import find_events_in_reach, load_event_profiles
from events.pipeline.vector_text import load_vector_texts

NAMES_SHOWN = 2
Pair = tuple[int, int]


def link_events(event_ids: Iterable[int]) -> None:
    """Link these events with those before and after them; links that no longer hold go. A constant number of queries.

    A pair is linked where either finds the other among its nearest, so the order of looking does not matter.
    """
    ids = set(Event.objects.filter(pk__in=set(event_ids), canonical__isnull=True).values_list("pk", flat=True))
    touching = EventLink.objects.filter(Q(earlier__in=ids) | Q(later__in=ids))
    held = {(link.earlier_id, link.later_id): link for link in touching}
    profiles = load_event_profiles(ids)
    vectors = load_vector_texts(EventVector, profiles)
    wanted = {e: (keys, vectors[e]) for e, p in profiles.items() if e in vectors and (keys := keys_of_chapters(p))}
    reach = find_events_in_reach(wanted)
    for earlier, later in held:
        for one, other in ((earlier, later), (later, earlier)):
            if one in reach and other not in reach[one]:
                reach[one].append(other)
    everything = {**load_event_profiles({one for near in reach.values() for one in near}), **profiles}
    found: dict[Pair, float] = {}
    for event, near in reach.items():
        others = [one for one in near if one != event and one in everything]
        scores = score_chapters(everything[event], [everything[one] for one in others])
        found |= {_order(event, one, everything): s for one, s in zip(others, scores, strict=True) if s}
    found = _only_standing(found)
    EventLink.objects.filter(pk__in=[link.pk for pair, link in held.items() if pair not in found]).delete()
    reasons = _explain(found, everything)
    EventLink.objects.bulk_create(
        [
            EventLink(earlier_id=pair[0], later_id=pair[1], score=score, reason=reasons[pair])
            for pair, score in sorted(found.items())
        ],
        update_conflicts=True,
        unique_fields=["earlier", "later"],
        update_fields=["score", "reason"],
    )


def link_all_events(batch: int = 500) -> None:
    """Link all events anew, as if none had been linked."""
    EventLink.objects.all().delete()
    ids = list(Event.objects.filter(canonical__isnull=True).order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), batch):
        link_events(ids[begin : begin + batch])


def _order(one: int, other: int, profiles: Mapping[int, Profile]) -> Pair:
    first, second = profiles[one].first or 0.0, profiles[other].first or 0.0
    return (one, other) if (first, one) < (second, other) else (other, one)


def _only_standing(found: Mapping[Pair, float]) -> dict[Pair, float]:
    named = {event for pair in found for event in pair}
    standing = set(Event.objects.filter(pk__in=named, canonical__isnull=True).values_list("pk", flat=True))
    return {pair: score for pair, score in found.items() if set(pair) <= standing}


def _explain(pairs: Iterable[Pair], profiles: Mapping[int, Profile]) -> dict[Pair, str]:
    """Such as "2 shared actors (Adaeze Obi, Lagos State), 1 shared place (Lagos), similar wording, 9 days later"."""
    pairs = list(pairs)
    events = {event for pair in pairs for event in pair}
    actors = _names_of(EventActor.objects.filter(event__in=events), "actor")
    places = _names_of(EventLocation.objects.filter(event__in=events), "location")
    reasons = {}
    for one, other in pairs:
        parts = [*_shared(actors, one, other, "actor"), *_shared(places, one, other, "place"), "similar wording"]
        gap = int(abs((profiles[other].first or 0.0) - (profiles[one].first or 0.0)))
        parts.append("the same day" if gap == 0 else f"{gap} day{'s' * (gap > 1)} later")
        reasons[one, other] = ", ".join(parts)[:300]
    return reasons


def _names_of(rows: Any, column: str) -> dict[int, dict[int, str]]:
    """Event -> id -> name, the most named first."""
    found: dict[int, dict[int, str]] = {}
    for event, pk, name in rows.order_by("-articles", f"{column}__name").values_list(
        "event_id", f"{column}_id", f"{column}__name"
    ):
        found.setdefault(event, {})[pk] = name
    return found


def _shared(names: Mapping[int, Mapping[int, str]], one: int, other: int, word: str) -> list[str]:
    shared = [name for pk, name in names.get(one, {}).items() if pk in names.get(other, {})]
    if not shared:
        return []
    shown = ", ".join(shared[:NAMES_SHOWN]) + (" …" if len(shared) > NAMES_SHOWN else "")
    return [f"{len(shared)} shared {word}{'s' * (len(shared) > 1)} ({shown})"]
