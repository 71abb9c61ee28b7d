"""Actors: the list, one actor, and what they did and said."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from events.models import Actor, ActorName, Claim, Event, EventActor
from events.queries.canonical import find_family, find_survivor
from events.queries.claims import list_claims, list_claims_about
from events.queries.day_counts import DayCounts, read_actor_days
from events.queries.events import list_events
from events.queries.paging import Order, name_orders, read_first

ACTOR_ORDERS = name_orders(
    Order("mention_count", descending=True),
    Order("mention_count"),
    Order("name"),
    Order("name", descending=True),
    Order("id", descending=True),
    Order("id"),
)
PAGE_EVENTS = 30
PAGE_CLAIMS = 30


@dataclass(frozen=True, slots=True)
class ActorDetail:
    """One actor (the survivor of `asked_for`), with the names of all records merged into it (`family`: their ids).
    Events and claims stop at PAGE_*; the totals are exact."""

    actor: Actor
    asked_for: int
    family: tuple[int, ...]
    names: list[ActorName]
    events: list[Event]
    events_total: int
    claims: list[Claim]
    claims_total: int
    about: list[Claim]
    about_total: int
    named: DayCounts


def list_actors() -> QuerySet[Actor]:
    """Every actor that readers find, with its place and names (`.names.all()`); most named first."""
    return Actor.objects.public().select_related("location").prefetch_related("names").order_by("-mention_count", "-pk")


def list_actor_events(family: list[int]) -> QuerySet[Event]:
    """The events in whose articles an actor (`family`: its ids) is named, newest first."""
    named = EventActor.objects.filter(event=OuterRef("pk"), actor__in=family)
    return list_events().filter(Exists(named))


def list_actor_claims(family: list[int]) -> QuerySet[Claim]:
    """What an actor (`family`: its ids) said, newest first."""
    return list_claims().filter(speaker__in=family)


def get_actor_detail(pk: int) -> ActorDetail | None:
    """Return the actor that answers for `pk`, None when there is none. Queries: constant, about 16."""
    survivor = find_survivor(Actor, pk)
    actor = Actor.objects.select_related("location__canonical").filter(pk=survivor).first() if survivor else None
    if actor is None:
        return None
    family = find_family(Actor, [actor.pk])
    events, claims = list_actor_events(family), list_actor_claims(family)
    about = list_claims_about(family)
    return ActorDetail(
        actor=actor,
        asked_for=pk,
        family=tuple(family),
        names=list(ActorName.objects.filter(actor__in=family).order_by("-strong", "name", "pk")),
        events=read_first(events, PAGE_EVENTS),
        events_total=events.count(),
        claims=read_first(claims, PAGE_CLAIMS),
        claims_total=claims.count(),
        about=read_first(about, PAGE_CLAIMS),
        about_total=about.count(),
        named=read_actor_days(actor.pk),
    )
