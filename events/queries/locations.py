"""Places in use, and one place with what happened there."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from events.models import Actor, Event, EventLocation, Location, LocationName
from events.queries.canonical import find_family, find_survivor
from events.queries.day_counts import DayCounts, read_location_days
from events.queries.events import list_events
from events.queries.paging import Order, name_orders, read_first

LOCATION_ORDERS = name_orders(Order("name"), Order("name", descending=True), Order("id", descending=True), Order("id"))
PAGE_EVENTS = 30
# A place's page names it in other languages; Paris has over a hundred names.
PAGE_NAMES = 40


@dataclass(frozen=True, slots=True)
class LocationDetail:
    """One place (the survivor of `asked_for`), the actors it is the home of, and its newest events."""

    location: Location
    asked_for: int
    family: tuple[int, ...]
    names: list[LocationName]
    names_total: int
    actors: list[Actor]
    events: list[Event]
    events_total: int
    named: DayCounts


def list_gazetteer() -> QuerySet[Location]:
    """Every place that was not merged away, with the number of events whose articles name it (`.event_count`)."""
    counted = _events_here().values("location").annotate(n=Count("pk")).values("n")
    return (
        Location.objects.filter(canonical__isnull=True)
        .annotate(event_count=Coalesce(Subquery(counted, output_field=IntegerField()), Value(0)))
        .order_by("name", "pk")
    )


def list_locations() -> QuerySet[Location]:
    """The places in use: those that an event's articles name; by name."""
    return list_gazetteer().filter(Exists(_events_here()))


def _events_here() -> QuerySet[EventLocation]:
    return EventLocation.objects.filter(location=OuterRef("pk")).order_by()


def list_location_events(family: list[int]) -> QuerySet[Event]:
    """The events whose articles name a place (`family`: its ids), newest first."""
    named = EventLocation.objects.filter(event=OuterRef("pk"), location__in=family)
    return list_events().filter(Exists(named))


def get_location_detail(pk: int) -> LocationDetail | None:
    """Return the place that answers for `pk` (any of the gazetteer), None when there is none. Queries: about 10."""
    survivor = find_survivor(Location, pk)
    location = Location.objects.filter(pk=survivor).first() if survivor else None
    if location is None:
        return None
    family = find_family(Location, [location.pk])
    events = list_location_events(family)
    names = LocationName.objects.filter(location__in=family).order_by("-is_primary", "name", "pk")
    return LocationDetail(
        location=location,
        asked_for=pk,
        family=tuple(family),
        names=list(names[:PAGE_NAMES]),
        names_total=names.count(),
        actors=list(Actor.objects.public().filter(location__in=family).order_by("name", "pk")),
        events=read_first(events, PAGE_EVENTS),
        events_total=events.count(),
        named=read_location_days(location.pk),
    )
