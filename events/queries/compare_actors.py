"""Two actors side by side: the events both are in, whom and where they share, and what each says of the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from events.models import Actor, Claim, ClaimActor, Event, EventActor
from events.queries.canonical import find_family
from events.queries.claims import list_claims
from events.queries.company import Company, read_company
from events.queries.compare import Meeting, count_both, find_meetings
from events.queries.events import list_events

NEWEST_EVENTS = 300
"""Events of each actor that are compared; the same bound as for the network on an actor's page."""
SHOWN_EVENTS = 12
SHOWN_CLAIMS = 8


@dataclass(frozen=True, slots=True)
class OneSide:
    """One actor of the two: `days` of its events, its newest claims, those about the other actor, and exact totals."""

    actor: Actor
    family: Sequence[int]
    events: int
    days: Sequence[tuple[date, int]]
    company: Company
    claims_total: int
    about_other: Sequence[Claim]
    about_other_total: int


@dataclass(frozen=True, slots=True)
class ComparedActors:
    """`events`: the newest of the `shared` ones, as cards show them; `only_*`: events of one without the other."""

    one: OneSide
    other: OneSide
    shared: int
    only_one: int
    only_other: int
    events: Sequence[Event]
    meetings: Sequence[Meeting]
    links: dict[str, int]
    is_partial: bool


def compare_actors(one: Actor, other: Actor) -> ComparedActors:
    """Compare two unmerged actors. Queries: constant, about 30."""
    families = find_family(Actor, [one.pk]), find_family(Actor, [other.pk])
    told = [_read_events(family) for family in families]
    shared, only_one, only_other = count_both(list(told[0]), list(told[1]))
    meetings, links = find_meetings(Q(speaker__in=families[0]), Q(speaker__in=families[1]))
    return ComparedActors(
        one=_read_side(one, families[0], families[1], told[0]),
        other=_read_side(other, families[1], families[0], told[1]),
        shared=shared,
        only_one=only_one,
        only_other=only_other,
        events=list(list_events().filter(pk__in=set(told[0]) & set(told[1]))[:SHOWN_EVENTS]),
        meetings=meetings,
        links=links,
        is_partial=max(map(len, told)) >= NEWEST_EVENTS,
    )


def _read_events(family: Sequence[int]) -> dict[int, date | None]:
    named = EventActor.objects.filter(actor__in=family, event__canonical=None).order_by()
    newest = Event.objects.filter(pk__in=named.values("event")).order_by(F("latest_at").desc(nulls_last=True), "-pk")
    return {pk: at.date() if at else None for pk, at in newest.values_list("pk", "latest_at")[:NEWEST_EVENTS]}


def _read_side(actor: Actor, family: Sequence[int], others: Sequence[int], told: dict[int, date | None]) -> OneSide:
    days: dict[date, int] = {}
    for day in told.values():
        if day is not None:
            days[day] = days.get(day, 0) + 1
    own = list_claims().filter(speaker__in=family)
    about = own.filter(Exists(ClaimActor.objects.filter(claim=OuterRef("pk"), actor__in=others)))
    return OneSide(
        actor=actor,
        family=family,
        events=len(told),
        days=sorted(days.items()),
        company=read_company(family),
        claims_total=Claim.objects.current().filter(speaker__in=family).count(),
        about_other=list(about[:SHOWN_CLAIMS]),
        about_other_total=about.count(),
    )
