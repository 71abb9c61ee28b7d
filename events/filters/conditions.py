"""Conditions that several filter sets share.

Conditions over other tables are EXISTS subqueries: they never double rows, and the database may start from either side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.search import SearchVector, SearchVectorExact
from django.db.models import Exists, F, Model, OuterRef, Q
from django.db.models.functions import Cos, Radians, Sin
from django.db.models.lookups import GreaterThanOrEqual

from events.filters.base import Condition, ConditionFilter
from events.filters.values import (
    Box,
    ChoicesField,
    Circle,
    CodesField,
    CountField,
    CountriesField,
    FlagField,
    IdsField,
    MomentField,
    SourceName,
)
from events.fulltext import build_query, split_forbidden
from events.models import Actor, Event, EventArticle, Location, Mention
from events.models.choices import PlacePrecision
from events.queries.canonical import find_family

# A country or region is not a point (DESIGN 5.9): a box on the map finds only what lies at a place inside it.
EARTH_RADIUS_KM = 6371.0
KM_OF_DEGREE = math.pi * EARTH_RADIUS_KM / 180
POINTS = (PlacePrecision.POINT, PlacePrecision.NEAR, PlacePrecision.CITY)


def in_column(column: str) -> Condition:
    return lambda values: Q(**{f"{column}__in": values})


def equals(column: str) -> Condition:
    return lambda value: Q(**{column: value})


def ids() -> ConditionFilter:
    return ConditionFilter(IdsField, in_column("pk"), "These records.")


def choices(column: str, allowed: type, help_text: str) -> ConditionFilter:
    return ConditionFilter(ChoicesField, in_column(column), help_text, allowed=allowed.values)  # type: ignore[attr-defined]


def codes(column: str, help_text: str) -> ConditionFilter:
    return ConditionFilter(CodesField, in_column(column), help_text)


def countries(column: str, help_text: str) -> ConditionFilter:
    return ConditionFilter(CountriesField, in_column(column), help_text)


def from_time(column: str, help_text: str) -> ConditionFilter:
    return ConditionFilter(MomentField, equals(f"{column}__gte"), f"{help_text}, at this time or later.")


def until_time(column: str, help_text: str) -> ConditionFilter:
    return ConditionFilter(
        MomentField,
        equals(f"{column}__lte"),
        f"{help_text}, at this time or earlier; a date counts to its end.",
        ends=True,
    )


def at_least(column: str, help_text: str) -> ConditionFilter:
    return ConditionFilter(CountField, equals(f"{column}__gte"), help_text)


def flag(column: str, help_text: str) -> ConditionFilter:
    return ConditionFilter(FlagField, equals(column), help_text)


def refers_to(model: type[Actor] | type[Event] | type[Location], column: str) -> Condition:
    """The column points at one of the records, or at one merged into them."""
    return lambda values: Q(**{f"{column}__in": find_family(model, values)})  # type: ignore[type-var]


def linked_to(
    link: type[Model], owner: str, model: type[Actor] | type[Event] | type[Location], column: str
) -> Condition:
    """A row of the link table joins this row with one of the records, or with one merged into them."""

    def condition(values: Sequence[int]) -> Q:
        family = find_family(model, values)  # type: ignore[type-var]
        return Q(Exists(link._default_manager.filter(**{owner: OuterRef("pk"), f"{column}__in": family})))

    return condition


def named_in_article(model: type[Actor] | type[Location], column: str) -> Condition:
    """The article's current revision names one of the records."""

    def condition(values: Sequence[int]) -> Q:
        return Q(Exists(mentions_of_article().filter(**{f"{column}__in": find_family(model, values)})))  # type: ignore[type-var]

    return condition


def mentions_of_article() -> Any:
    """The current mentions of the article in the outer query."""
    return Mention.objects.filter(article=OuterRef("pk"), revision=OuterRef("revision"), removed_at__isnull=True)


def from_sources(prefix: str = "") -> Condition:
    """The outlet is one of these, named by id or domain; `prefix` leads from the row to its article."""

    def condition(values: Sequence[SourceName]) -> Q:
        found = Q(**{f"{prefix}source__in": [value.id for value in values if value.id]})
        domains = [value.domain for value in values if value.domain]
        return found | Q(**{f"{prefix}source__domain__in": domains}) if domains else found

    return condition


def told_by_sources(values: Sequence[SourceName]) -> Q:
    """The event has an article of one of the outlets."""
    rows = EventArticle.objects.filter(from_sources("article__")(values), event=OuterRef("pk"))
    return Q(Exists(rows))


def inside(prefix: str = "") -> Condition:
    """The place lies in the box and is a place, not an area; `prefix` leads from the row to its place."""

    def condition(box: Box) -> Q:
        lat = Q(**{f"{prefix}lat__gte": box.south, f"{prefix}lat__lte": box.north})
        west, east = Q(**{f"{prefix}lon__gte": box.west}), Q(**{f"{prefix}lon__lte": box.east})
        lon = west & east if box.west <= box.east else west | east
        return lat & lon & Q(**{f"{prefix}precision__in": POINTS})

    return condition


def near(prefix: str = "") -> Condition:
    """The place lies within so many kilometres of a point and is a place, not an area; `prefix` leads to it.

    The box around the circle is asked first, because an index can answer it.
    """

    def condition(circle: Circle) -> Q:
        high = circle.km / KM_OF_DEGREE
        reaches_pole = abs(circle.lat) + high >= 90
        wide = 180.0 if reaches_pole else min(180.0, high / math.cos(math.radians(abs(circle.lat) + high)))
        box = Box(
            west=(circle.lon - wide + 180) % 360 - 180 if wide < 180 else -180.0,
            south=max(-90.0, circle.lat - high),
            east=(circle.lon + wide + 180) % 360 - 180 if wide < 180 else 180.0,
            north=min(90.0, circle.lat + high),
        )
        lat, lon = Radians(F(f"{prefix}lat")), Radians(F(f"{prefix}lon"))
        here, there = math.radians(circle.lat), math.radians(circle.lon)
        cosine = Sin(lat) * math.sin(here) + Cos(lat) * math.cos(here) * Cos(lon - there)
        return inside(prefix)(box) & Q(GreaterThanOrEqual(cosine, math.cos(circle.km / EARTH_RADIUS_KM)))

    return condition


def matches_words(prefix: str) -> Condition:
    """The article's full text matches; `prefix` leads from the row to its search row."""
    return lambda words: Q(**{f"{prefix}search__document": build_query(words)})


def claim_matches_words(words: str) -> Q:
    """The claim's own words match. The index over articles finds candidates, the claim's text decides; a query that
    only forbids words has no candidates to go by, and what is forbidden may well stand elsewhere in the article."""
    wanted, _ = split_forbidden(words)
    own = claim_has_words(words)
    return Q(article__search__document=build_query(wanted)) & own if wanted else own


def claim_has_words(words: str) -> Q:
    """The claim's own words match, asked of the claim alone."""
    return Q(SearchVectorExact(SearchVector("text", config="english"), build_query(words)))
