"""Events: the list, and one event with everything that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import TruncDate

from events.models import (
    Article,
    Claim,
    Event,
    EventActor,
    EventArticle,
    EventLink,
    EventLocation,
    EventSentence,
    Figure,
    Source,
)
from events.queries.canonical import find_family, find_survivor
from events.queries.claims import list_claims, list_figures
from events.queries.paging import Order, name_orders, read_first

EVENT_ORDERS = name_orders(
    Order("latest_at", descending=True, nullable=True),
    Order("latest_at", nullable=True),
    Order("id", descending=True),
    Order("id"),
)
# What a card in a list names of an event's actors and outlets, and a page of its parts; the rest is one link away.
CARD_ACTORS = 5
CARD_ARTICLES = 5
PAGE_ARTICLES = 200
PAGE_CLAIMS = 100
PAGE_FIGURES = 200
PAGE_ACTORS = 60
PAGE_LOCATIONS = 60
PAGE_LINKS = 12
PAGE_OUTLETS = 40


@dataclass(frozen=True, slots=True)
class EventDetail:
    """One event (the survivor of `asked_for`). Lists stop at PAGE_*; the `*_total` counts are exact.

    `growth`: dated articles a day, in order; `outlets`: with the number of articles each tells it in, most first.
    """

    event: Event
    sentences: list[EventSentence]
    asked_for: int
    family: tuple[int, ...]
    memberships: list[EventArticle]
    memberships_total: int
    actors: list[EventActor]
    actors_total: int
    locations: list[EventLocation]
    locations_total: int
    claims: list[Claim]
    claims_total: int
    figures: list[Figure]
    figures_total: int
    links: list[EventLink]
    growth: list[tuple[date, int]]
    outlets: list[tuple[Source, int]]


def list_events() -> QuerySet[Event]:
    """Every event that was not merged away, with its place, leading actors (`.top_actors`), newest articles
    (`.top_articles`) and summary sentences (`.summary`), each a short list of rows."""
    actors = EventActor.objects.exclude(_shown_already(EventActor, "actor"))
    actors = actors.select_related("actor__canonical").order_by("-articles", "pk")[:CARD_ACTORS]
    articles = _newest_first(EventArticle.objects.filter(article__revision__isnull=False))
    articles = articles.select_related("article__source")[:CARD_ARTICLES]
    sentences = EventSentence.objects.filter(article__revision=F("revision")).order_by("position")
    return (
        Event.objects.canonical_only()
        .select_related("location__canonical")
        .prefetch_related(
            Prefetch("event_actors", queryset=actors, to_attr="top_actors"),
            Prefetch("memberships", queryset=articles, to_attr="top_articles"),
            Prefetch("sentences", queryset=sentences, to_attr="summary"),
        )
        .order_by(F("latest_at").desc(nulls_last=True), "-pk")
    )


def list_event_articles(family: list[int]) -> QuerySet[EventArticle]:
    """The memberships of an event (`family`: its ids) with article and outlet, newest article first."""
    rows = EventArticle.objects.filter(event__in=family, article__revision__isnull=False)
    return _newest_first(rows).select_related("article__source", "article__copy_of__source")


def list_event_sentences(event: int) -> QuerySet[EventSentence]:
    """The sentences of an event's summary, in order, those whose words its article still has."""
    rows = EventSentence.objects.filter(event=event, article__revision=F("revision"))
    return rows.select_related("article__source").order_by("position")


def list_event_actors(family: list[int]) -> QuerySet[EventActor]:
    """The actors of an event, most named first."""
    return (
        EventActor.objects.filter(event__in=family)
        .exclude(_shown_already(EventActor, "actor"))
        .select_related("actor__canonical", "actor__location")
        .order_by("-articles", "pk")
    )


def list_event_locations(family: list[int]) -> QuerySet[EventLocation]:
    """The places of an event, most named first."""
    return (
        EventLocation.objects.filter(event__in=family)
        .exclude(_shown_already(EventLocation, "location"))
        .select_related("location__canonical")
        .order_by("-articles", "pk")
    )


def get_event_detail(pk: int) -> EventDetail | None:
    """Return the event that answers for `pk`, None when there is none. Queries: constant, about 15."""
    survivor = find_survivor(Event, pk)
    event = Event.objects.select_related("location__canonical").filter(pk=survivor).first() if survivor else None
    if event is None:
        return None
    family = find_family(Event, [event.pk])
    memberships = list_event_articles(family)
    actors, locations = list_event_actors(family), list_event_locations(family)
    claims, figures = list_claims().filter(event__in=family), list_figures().filter(event__in=family)
    claims = claims.prefetch_related("about_actors__actor__canonical")
    return EventDetail(
        event=event,
        sentences=list(list_event_sentences(event.pk)),
        asked_for=pk,
        family=tuple(family),
        memberships=list(memberships[:PAGE_ARTICLES]),
        memberships_total=memberships.count(),
        actors=list(actors[:PAGE_ACTORS]),
        actors_total=actors.count(),
        locations=list(locations[:PAGE_LOCATIONS]),
        locations_total=locations.count(),
        claims=read_first(claims, PAGE_CLAIMS),
        claims_total=claims.count(),
        figures=list(figures.order_by(F("article__published_at").asc(nulls_last=True), "pk")[:PAGE_FIGURES]),
        figures_total=figures.count(),
        links=list(list_event_links(family)[:PAGE_LINKS]),
        growth=count_growth(family),
        outlets=count_outlets(family),
    )


def list_event_links(family: Sequence[int]) -> QuerySet[EventLink]:
    """The links of an event to earlier and later ones of its story, the surest first."""
    rows = EventLink.objects.standing().filter(Q(earlier__in=family) | Q(later__in=family))
    return rows.select_related("earlier", "later").order_by("-score", "pk")


def count_growth(family: Sequence[int]) -> list[tuple[date, int]]:
    """How many articles of an event were published a day (UTC), in order; undated ones are left out."""
    rows = Article.objects.filter(memberships__event__in=family, published_at__isnull=False, revision__isnull=False)
    days = rows.annotate(day=TruncDate("published_at", tzinfo=UTC)).values_list("day")
    return list(days.annotate(articles=Count("pk", distinct=True)).order_by("day"))


def count_outlets(family: Sequence[int]) -> list[tuple[Source, int]]:
    """The outlets that tell of an event and in how many articles, most first."""
    inside = Q(articles__memberships__event__in=family, articles__revision__isnull=False)
    rows = Source.objects.filter(inside).annotate(told=Count("articles", filter=inside, distinct=True))
    return [(source, source.told) for source in rows.order_by("-told", "pk")[:PAGE_OUTLETS]]


def _newest_first(rows: QuerySet[EventArticle]) -> QuerySet[EventArticle]:
    return rows.order_by(F("article__published_at").desc(nulls_last=True), "-article__pk")


def _shown_already(model: Any, column: str) -> Q:
    """The row is of a merged record whose survivor, or an earlier one merged into the same, has a row in the event too."""
    rows = model.objects.filter(event=OuterRef("event"))
    merged = OuterRef(f"{column}__canonical")
    siblings = rows.filter(**{f"{column}__canonical": merged, f"{column}__lt": OuterRef(column)})
    return Q(Exists(rows.filter(**{column: merged}))) | Q(Exists(siblings))
