"""Whom an actor appears with, where, and under which names: read from the newest events and mentions only, so that the
page of a head of state costs no more than another's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Coalesce

from events.models import Actor, Event, EventActor, Location, Mention, ReviewItem
from events.models.choices import ReviewKind, ReviewState
from events.queries.canonical import survivor_of

NEWEST_EVENTS = 300
NEWEST_MENTIONS = 2_000
MOST_COMPANIONS = 14
"""Nodes around the actor: with more, the names of a drawing 40 rem wide cover each other."""
MOST_PLACES = 8
MOST_NAMES = 12


@dataclass(frozen=True, slots=True)
class Companion:
    """Another actor, as it is read now, and in how many of the events both appear."""

    actor: Actor
    events: int


@dataclass(frozen=True, slots=True)
class Company:
    """`ties`: (id, id) of two companions -> events that both are in. `events_read`: how many events this tells of."""

    companions: list[Companion]
    ties: dict[tuple[int, int], int]
    places: list[tuple[Location, int]]
    names: list[tuple[str, int]]
    events_read: int
    is_partial: bool


def read_company(family: Sequence[int]) -> Company:
    """Read whom the actor (`family`: its ids) appears with, where, and as whom it is written. Queries: 6."""
    named = EventActor.objects.filter(actor__in=family, event__canonical=None).order_by()
    newest = Event.objects.filter(pk__in=named.values("event")).order_by(F("latest_at").desc(nulls_last=True), "-pk")
    events = list(newest.values_list("pk", flat=True)[: NEWEST_EVENTS + 1])
    shown = events[:NEWEST_EVENTS]
    companions, ties = _read_companions(shown, family)
    return Company(
        companions=companions,
        ties=ties,
        places=_count_places(shown),
        names=_count_names(family),
        events_read=len(shown),
        is_partial=len(events) > NEWEST_EVENTS,
    )


def _read_companions(
    events: Sequence[int], family: Sequence[int]
) -> tuple[list[Companion], dict[tuple[int, int], int]]:
    rows = (
        EventActor.objects.filter(event__in=events)
        .exclude(actor__in=family)
        .order_by()
        .values_list("event", Coalesce("actor__canonical", "actor"))
    )
    present: dict[int, set[int]] = {}
    for event, actor in rows:
        present.setdefault(event, set()).add(actor)
    together = Counter(actor for actors in present.values() for actor in actors)
    chosen = [pk for pk, _ in sorted(together.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_COMPANIONS]]
    known = Actor.objects.select_related("canonical").in_bulk(chosen)
    ties = Counter(pair for actors in present.values() for pair in combinations(sorted(actors.intersection(known)), 2))
    return [Companion(survivor_of(known[pk]), together[pk]) for pk in chosen if pk in known], dict(ties)


def _count_places(events: Sequence[int]) -> list[tuple[Location, int]]:
    rows = Event.objects.filter(pk__in=events, location__isnull=False).order_by()
    counted = (
        rows.values_list(Coalesce("location__canonical", "location")).annotate(n=Count("pk")).order_by("-n", "location")
    )
    counts = dict(counted[:MOST_PLACES])
    places = Location.objects.in_bulk(list(counts))
    return [(places[pk], n) for pk, n in counts.items()]


def _count_names(family: Sequence[int]) -> list[tuple[str, int]]:
    """The words that name the actor in its newest mentions, as written, the most frequent first.

    Newest by record: one query that reads the newest of each from the index, where ordering those of all together
    would read every mention.
    """
    held = Mention.objects.current().order_by("-article", "field", "start")
    parts = [held.filter(actor=pk).values_list("article", "text")[:NEWEST_MENTIONS] for pk in family]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    newest = sorted(rows, key=lambda row: -row[0])[:NEWEST_MENTIONS]
    counts = Counter(text for _, text in newest)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_NAMES]


def list_doubles(family: Sequence[int]) -> list[ReviewItem]:
    """Open questions whether another record is the same actor, the likeliest first. One query."""
    asked = ReviewItem.objects.filter(kind=ReviewKind.DUPLICATE, state=ReviewState.OPEN)
    found: QuerySet[ReviewItem] = asked.filter(actor__in=family) | asked.filter(other__in=family)
    return list(found.select_related("actor__canonical", "other__canonical").order_by("-score", "pk")[:MOST_PLACES])
