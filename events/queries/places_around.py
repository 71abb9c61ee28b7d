"""What lies inside a country or region and is in the news, and who appears in the events of a place. Read from the newest
events only, so that the page of a large country costs no more than that of a town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from events.models import Actor, Event, EventActor, EventLocation, Location
from events.models.choices import PlacePrecision
from events.queries.canonical import survivor_of

NEWEST_EVENTS = 300
MOST_PLACES = 14
MOST_ACTORS = 12


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`inside` and `actors` with the number of events, over the newest `events_read` ones (`is_partial`: of more)."""

    inside: list[tuple[Location, int]]
    actors: list[tuple[Actor, int]]
    events_read: int
    is_partial: bool


def read_surroundings(place: Location, family: Sequence[int]) -> Surroundings:
    """Read what is in the news inside a place, and who. An event is of a place when its articles name it, of a country
    when it happened there. Queries: 5."""
    if place.precision == PlacePrecision.COUNTRY and place.country_code:
        rows = Event.objects.canonical_only().filter(country_code=place.country_code)
    else:
        named = EventLocation.objects.filter(location__in=family).order_by().values("event")
        rows = Event.objects.canonical_only().filter(pk__in=named)
    newest = rows.order_by(F("latest_at").desc(nulls_last=True), "-pk").values_list("pk", flat=True)
    events = list(newest[: NEWEST_EVENTS + 1])
    shown = events[:NEWEST_EVENTS]
    return Surroundings(
        inside=_count_inside(place, family, shown),
        actors=_count_actors(shown),
        events_read=len(shown),
        is_partial=len(events) > NEWEST_EVENTS,
    )


def _count_inside(place: Location, family: Sequence[int], events: Sequence[int]) -> list[tuple[Location, int]]:
    """The places of these events that lie inside a country or region; none for a town."""
    links = EventLocation.objects.filter(event__in=events, location__country_code=place.country_code)
    if place.precision == PlacePrecision.REGION and place.admin1_code:
        links = links.filter(location__admin1_code=place.admin1_code)
    elif place.precision != PlacePrecision.COUNTRY or not place.country_code:
        return []
    links = links.exclude(location__in=family).order_by()
    counted = links.values_list(Coalesce("location__canonical", "location"))
    counts = dict(counted.annotate(n=Count("event", distinct=True)).order_by("-n", "location")[:MOST_PLACES])
    places = Location.objects.select_related("canonical").in_bulk(list(counts))
    return [(survivor_of(places[pk]), n) for pk, n in counts.items() if pk in places and pk not in family]


def _count_actors(events: Sequence[int]) -> list[tuple[Actor, int]]:
    links = EventActor.objects.filter(event__in=events).order_by()
    counted = links.values_list(Coalesce("actor__canonical", "actor"))
    counts = dict(counted.annotate(n=Count("event", distinct=True)).order_by("-n", "actor")[:MOST_ACTORS])
    actors = Actor.objects.select_related("canonical").in_bulk(list(counts))
    return [(survivor_of(actors[pk]), n) for pk, n in counts.items() if pk in actors]
