"""Filters of the event list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from events.filters.base import ConditionFilter, StrictFilterSet
from events.filters.conditions import (
    at_least,
    countries,
    flag,
    from_time,
    ids,
    in_column,
    inside,
    linked_to,
    near,
    told_by_sources,
    until_time,
)
from events.filters.values import (
    BoxField,
    CircleField,
    CodesField,
    FlagField,
    IdsField,
    SourcesField,
    TopicsField,
    WordsField,
)
from events.fulltext import build_query
from events.models import Actor, Claim, Event, EventActor, EventArticle, EventLocation, Location
from events.models.choices import Standing


def told_in_words(words: str) -> Q:
    """An article of the event matches the words."""
    rows = EventArticle.objects.filter(event=OuterRef("pk"), article__search__document=build_query(words))
    return Q(Exists(rows))


def is_disputed(wanted: bool) -> Q:
    """A claim of the event is disputed: sources contradict each other."""
    rows = Claim.objects.current().filter(event=OuterRef("pk"), standing=Standing.DISPUTED)
    return Q(Exists(rows)) if wanted else ~Q(Exists(rows))


def in_regions(values: Sequence[str]) -> Q:
    """The main place lies in one of the first-level regions, each named as SY-02: country, then GeoNames' code."""
    found = Q(pk__in=[])
    for value in values:
        country, _, code = value.partition("-")
        found |= Q(location__country_code=country.upper(), location__admin1_code=code)
    return found


class EventFilter(StrictFilterSet):
    q = ConditionFilter(WordsField, told_in_words, 'Words in its articles: words, "phrases", -not, or.')
    actor = ConditionFilter(IdsField, linked_to(EventActor, "event", Actor, "actor"), "Actors named, by id.")
    location = ConditionFilter(
        IdsField, linked_to(EventLocation, "event", Location, "location"), "Places named, by id."
    )
    country = countries("country_code", "Country of the main place, two letters.")
    region = ConditionFilter(
        CodesField, in_regions, "First-level region of the main place: country and code, as SY-02."
    )
    bbox = ConditionFilter(BoxField, inside("location__"), "Main place inside west,south,east,north; no areas.")
    near = ConditionFilter(CircleField, near("location__"), "Main place within lat,lon,km; no areas.")
    topic = ConditionFilter(TopicsField, in_column("topic"), "Topic (IPTC Media Topics, top level).")
    source = ConditionFilter(SourcesField, told_by_sources, "Outlets that tell it, by id or domain.")
    article = ConditionFilter(IdsField, linked_to(EventArticle, "event", Event, "article"), "Events of these articles.")
    published_at__gte = from_time("latest_at", "Newest dated article published")
    published_at__lte = until_time("latest_at", "Newest dated article published")
    start_at__gte = from_time("start_at", "Began")
    start_at__lte = until_time("start_at", "Began")
    modified_at__gte = from_time("modified_at", "Record changed (no basis for syncing)")
    size__gte = at_least("size", "At least so many articles.")
    origins__gte = at_least("origins", "At least so many independent origins.")
    disputed = ConditionFilter(FlagField, is_disputed, "Events in which sources contradict each other.")
    is_sample = flag("is_sample", "Sample records of the demo.")
    id__in = ids()
