"""What an outlet covers, and how often it tells alone or first: counts over its newest articles, never a rating."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Min

from events.models import Article, EventArticle, Source

NEWEST_ARTICLES = 500
"""Articles that the record is of: some weeks of a daily, and a bounded cost on the page of an agency."""
MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """Of the outlet's newest articles: `events` they tell; `alone`: nobody else does; `shared`: others do too, with
    dates on both sides, of which it was `first` in so many; topics and countries (codes) with counts of events."""

    articles: int
    copies: int
    events: int
    alone: int
    shared: int
    first: int
    topics: list[tuple[str, int]]
    countries: list[tuple[str, int]]
    days: list[tuple[date, int]]
    is_partial: bool


def read_outlet_record(source: Source) -> OutletRecord:
    """Count what an outlet covers. Queries: 3."""
    own = Article.objects.filter(source=source, revision__isnull=False)
    newest = own.order_by(F("published_at").desc(nulls_last=True), "-pk")
    articles = list(newest.values_list("pk", "published_at", "copy_of")[: NEWEST_ARTICLES + 1])
    shown = articles[:NEWEST_ARTICLES]
    told = _find_events([pk for pk, _, _ in shown])
    others = _first_of_others(source, list(told))
    shared = [(at, others[pk]) for pk, (at, _, _) in told.items() if pk in others]
    dated = [(mine, theirs) for mine, theirs in shared if mine is not None and theirs is not None]
    return OutletRecord(
        articles=len(shown),
        copies=sum(copied is not None for _, _, copied in shown),
        events=len(told),
        alone=len(told) - len(shared),
        shared=len(dated),
        first=sum(mine < theirs for mine, theirs in dated),
        topics=Counter(topic for _, topic, _ in told.values() if topic).most_common(MOST_VALUES),
        countries=Counter(country for _, _, country in told.values() if country).most_common(MOST_VALUES),
        days=sorted(Counter(at.date() for _, at, _ in shown if at is not None).items()),
        is_partial=len(articles) > NEWEST_ARTICLES,
    )


def _find_events(articles: list[int]) -> dict[int, tuple[datetime | None, str, str]]:
    """Return event -> when the outlet first told it, topic, country."""
    rows = (
        EventArticle.objects.filter(article__in=articles, primary=True, event__canonical=None)
        .order_by()
        .values_list("event", "event__topic", "event__country_code")
        .annotate(first=Min("article__published_at"))
    )
    return {event: (first, topic, country) for event, topic, country, first in rows}


def _first_of_others(source: Source, events: list[int]) -> dict[int, datetime | None]:
    """Return event -> when another outlet first told it; events that no other tells are missing."""
    rows = (
        EventArticle.objects.filter(event__in=events, article__revision__isnull=False, article__source__isnull=False)
        .exclude(article__source=source)
        .order_by()
        .values_list("event")
        .annotate(first=Min("article__published_at"))
    )
    return dict(rows)
