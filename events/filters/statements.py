"""Filters of what was read in articles: claims, figures, mentions."""

from __future__ import annotations

from django.db.models import Q

from events.filters.base import ConditionFilter, StrictFilterSet
from events.filters.conditions import (
    choices,
    claim_matches_words,
    codes,
    countries,
    equals,
    flag,
    from_sources,
    from_time,
    ids,
    in_column,
    inside,
    linked_to,
    near,
    refers_to,
    until_time,
)
from events.filters.values import (
    BoxField,
    ChoicesField,
    CircleField,
    FlagField,
    IdsField,
    NumberField,
    SourcesField,
    TopicsField,
    WordsField,
)
from events.models import Actor, ClaimActor, ClaimLocation, Event, Location
from events.models.choices import (
    Bound,
    ClaimKind,
    DecidedBy,
    Measure,
    MentionType,
    Modality,
    Standing,
    TextField,
)


def is_linked(value: bool) -> Q:
    linked = Q(actor__isnull=False) | Q(location__isnull=False)
    return linked if value else ~linked


class ClaimFilter(StrictFilterSet):
    q = ConditionFilter(WordsField, claim_matches_words, 'Words of the claim: words, "phrases", -not, or.')
    speaker = ConditionFilter(IdsField, refers_to(Actor, "speaker"), "Who said it, by actor id.")
    about = ConditionFilter(
        IdsField, linked_to(ClaimActor, "claim", Actor, "actor"), "Whom it is about: named in its words, by actor id."
    )
    location = ConditionFilter(
        IdsField, linked_to(ClaimLocation, "claim", Location, "location"), "Places named in its words, by id."
    )
    medium = ConditionFilter(IdsField, refers_to(Actor, "medium"), "Through whom it came, by actor id.")
    event = ConditionFilter(IdsField, refers_to(Event, "event"), "Events, by id.")
    article = ConditionFilter(IdsField, in_column("article"), "Articles, by id.")
    source = ConditionFilter(SourcesField, from_sources("article__"), "Outlets, by id or domain.")
    country = countries("speaker__country_code", "Country of the speaker, two letters.")
    topic = ConditionFilter(TopicsField, in_column("event__topic"), "Topic of the event.")
    kind = choices("kind", ClaimKind, "How the words are given.")
    modality = choices("modality", Modality, "How they are put forward.")
    standing = choices("standing", Standing, "What other claims make of it.")
    standing_also = ConditionFilter(
        ChoicesField,
        lambda values: Q(standing_also__overlap=values),
        "Standings that hold beside it.",
        allowed=Standing.values,
    )
    speaks_of__gte = from_time("speaks_of_to", "The time it speaks of ends")
    speaks_of__lte = until_time("speaks_of_from", "The time it speaks of begins")
    negated = flag("negated", "The content is denied or negated.")
    decided_by = choices("decided_by", DecidedBy, "Who decided on it.")
    published_at__gte = from_time("published_at", "Article published")
    published_at__lte = until_time("published_at", "Article published")
    id__in = ids()


class FigureFilter(StrictFilterSet):
    measure = choices("measure", Measure, "What is counted or measured.")
    bound = choices("bound", Bound, "How the number bounds the truth.")
    unit = codes("unit", "Unit as stored, such as USD or km.")
    value__gte = ConditionFilter(NumberField, equals("value__gte"), "Value of at least this.")
    value__lte = ConditionFilter(NumberField, equals("value__lte"), "Value of at most this.")
    speaker = ConditionFilter(IdsField, refers_to(Actor, "speaker"), "Who gave it, by actor id.")
    event = ConditionFilter(IdsField, refers_to(Event, "event"), "Events, by id.")
    location = ConditionFilter(IdsField, refers_to(Location, "location"), "Where it was counted, by place id.")
    claim = ConditionFilter(IdsField, in_column("claim"), "Claims it stands in, by id.")
    article = ConditionFilter(IdsField, in_column("article"), "Articles, by id.")
    source = ConditionFilter(SourcesField, from_sources("article__"), "Outlets, by id or domain.")
    country = countries("event__country_code", "Country of the event, two letters.")
    topic = ConditionFilter(TopicsField, in_column("event__topic"), "Topic of the event.")
    published_at__gte = from_time("article__published_at", "Article published")
    published_at__lte = until_time("article__published_at", "Article published")
    id__in = ids()


class MentionFilter(StrictFilterSet):
    text = codes("text", "The words exactly as written.")
    type = choices("type", MentionType, "What kind of name it is.")
    field = choices("field", TextField, "The part of the article.")
    actor = ConditionFilter(IdsField, refers_to(Actor, "actor"), "Actors meant, by id.")
    location = ConditionFilter(IdsField, refers_to(Location, "location"), "Places meant, by id.")
    is_linked = ConditionFilter(FlagField, is_linked, "Linked to an actor or place, or to none (NIL).")
    article = ConditionFilter(IdsField, in_column("article"), "Articles, by id.")
    source = ConditionFilter(SourcesField, from_sources("article__"), "Outlets, by id or domain.")
    country = countries("location__country_code", "Country of the place, two letters.")
    bbox = ConditionFilter(BoxField, inside("location__"), "Place inside west,south,east,north; no areas.")
    near = ConditionFilter(CircleField, near("location__"), "Place within lat,lon,km; no areas.")
    confidence__gte = ConditionFilter(NumberField, equals("confidence__gte"), "The tagger's confidence, 0 to 1.")
    decided_by = choices("decided_by", DecidedBy, "Who decided on it.")
    published_at__gte = from_time("article__published_at", "Article published")
    published_at__lte = until_time("article__published_at", "Article published")
    id__in = ids()
