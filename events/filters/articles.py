"""Filters of the article list."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q

from events.filters.base import ConditionFilter, StrictFilterSet
from events.filters.conditions import (
    choices,
    codes,
    equals,
    flag,
    from_sources,
    from_time,
    ids,
    in_column,
    inside,
    linked_to,
    matches_words,
    mentions_of_article,
    named_in_article,
    near,
    until_time,
)
from events.filters.values import (
    AddressField,
    BoxField,
    Circle,
    CircleField,
    CountriesField,
    FlagField,
    IdsField,
    SourcesField,
    TopicsField,
    WordsField,
)
from events.models import Actor, Event, EventArticle, Location
from events.models.choices import Provenance


def names_place_in_country(values: Sequence[str]) -> Q:
    return Q(Exists(mentions_of_article().filter(location__country_code__in=values)))


def names_place_inside(box: object) -> Q:
    return Q(Exists(mentions_of_article().filter(inside("location__")(box))))


def names_place_near(circle: Circle) -> Q:
    return Q(Exists(mentions_of_article().filter(near("location__")(circle))))


def is_about(values: Sequence[str]) -> Q:
    """The article's primary event has one of the topics."""
    return Q(Exists(EventArticle.objects.filter(article=OuterRef("pk"), primary=True, event__topic__in=values)))


def is_copy(value: bool) -> Q:
    return Q(copy_of__isnull=not value)


class ArticleFilter(StrictFilterSet):
    q = ConditionFilter(WordsField, matches_words(""), 'Words in title or text: words, "phrases", -not, or.')
    actor = ConditionFilter(IdsField, named_in_article(Actor, "actor"), "Actors named, by id.")
    location = ConditionFilter(IdsField, named_in_article(Location, "location"), "Places named, by id.")
    country = ConditionFilter(CountriesField, names_place_in_country, "Names a place in the country, two letters.")
    bbox = ConditionFilter(BoxField, names_place_inside, "Names a place inside west,south,east,north; no areas.")
    near = ConditionFilter(CircleField, names_place_near, "Names a place within lat,lon,km; no areas.")
    topic = ConditionFilter(TopicsField, is_about, "Topic of its main event (IPTC Media Topics, top level).")
    source = ConditionFilter(SourcesField, from_sources(), "Outlets, by id or domain.")
    event = ConditionFilter(IdsField, linked_to(EventArticle, "article", Event, "event"), "Events it tells, by id.")
    language = codes("language", "Language code as the article carries it, such as en.")
    provenance = choices("provenance", Provenance, "How the text reached us.")
    is_copy = ConditionFilter(FlagField, is_copy, "Copies of another article, or originals only.")
    copy_of = ConditionFilter(IdsField, in_column("copy_of"), "Copies of these articles.")
    external_id = ConditionFilter(AddressField, equals("external_id"), "The id its giver knows it by.")
    url = ConditionFilter(AddressField, equals("url"), "Its address, exactly as stored.")
    published_at__gte = from_time("published_at", "Published")
    published_at__lte = until_time("published_at", "Published")
    modified_at__gte = from_time("modified_at", "Record changed (no basis for syncing)")
    is_sample = flag("is_sample", "Sample articles of the demo.")
    id__in = ids()
