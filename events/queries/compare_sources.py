"""Two outlets on the same events: who told it, who first, under which headline, and where they contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, Left

from events.models import Article, Event, EventArticle, Source
from events.queries.compare import Meeting, count_both, find_meetings

NEWEST_ARTICLES = 500
"""Articles of each outlet that are compared: some weeks of a daily, and a bounded cost for agencies."""
SHOWN_EVENTS = 20
WORDED_CHARACTERS = 800
"""Of each shared article's beginning, in which the words are counted."""


@dataclass(frozen=True, slots=True)
class ToldFirst:
    """An outlet's first article on an event, with the event's topic and country."""

    event: int
    article: int
    title: str
    at: datetime | None
    precision: str
    topic: str
    country: str


@dataclass(frozen=True, slots=True)
class SharedEvent:
    """An event both tell. `first`: "one", "other", or "" where a date is missing or both are equal."""

    event: Event
    one: ToldFirst
    other: ToldFirst
    first: str


@dataclass(frozen=True, slots=True)
class ComparedSources:
    """Of each outlet's newest articles. `shown`: the newest shared events; `topics`, `countries`: code -> events of the
    one and of the other; `openings`: article id -> beginning of its text, of all shared events' articles."""

    one: Source
    other: Source
    shared: int
    only_one: int
    only_other: int
    dated: int
    first_one: int
    first_other: int
    shown: Sequence[SharedEvent]
    topics: dict[str, tuple[int, int]]
    countries: dict[str, tuple[int, int]]
    openings: tuple[Sequence[str], Sequence[str]]
    meetings: Sequence[Meeting]
    links: dict[str, int]
    is_partial: bool


def compare_sources(one: Source, other: Source) -> ComparedSources:
    """Compare what two outlets told. Queries: constant, 9."""
    (ours, cut), (theirs, also_cut) = _read_told(one), _read_told(other)
    shared, only_one, only_other = count_both(list(ours), list(theirs))
    events = Event.objects.in_bulk([pk for pk in ours if pk in theirs])
    pairs = [SharedEvent(event, ours[pk], theirs[pk], _who_first(ours[pk], theirs[pk])) for pk, event in events.items()]
    pairs.sort(key=lambda pair: (-(pair.event.latest_at.timestamp() if pair.event.latest_at else 0), -pair.event.pk))
    meetings, links = find_meetings(Q(article__source=one), Q(article__source=other))
    return ComparedSources(
        one=one,
        other=other,
        shared=shared,
        only_one=only_one,
        only_other=only_other,
        dated=sum(pair.first != "" for pair in pairs),
        first_one=sum(pair.first == "one" for pair in pairs),
        first_other=sum(pair.first == "other" for pair in pairs),
        shown=pairs[:SHOWN_EVENTS],
        topics=_count("topic", ours, theirs),
        countries=_count("country", ours, theirs),
        openings=_read_openings(pairs),
        meetings=meetings,
        links=links,
        is_partial=cut or also_cut,
    )


def list_near_sources(source: Source, most: int) -> list[tuple[Source, int]]:
    """Outlets that tell the most of the events that this one told lately, with how many. Queries: 3."""
    events = list(_read_told(source)[0])
    rows = EventArticle.objects.filter(event__in=events, article__revision__isnull=False).exclude(
        article__source__in=[source.pk]
    )
    counted = rows.filter(article__source__isnull=False).order_by().values_list("article__source")
    counts = dict(counted.annotate(n=Count("event", distinct=True)).order_by("-n", "article__source")[:most])
    known = Source.objects.in_bulk(list(counts))
    return [(known[pk], n) for pk, n in counts.items() if pk in known]


def _read_told(source: Source) -> tuple[dict[int, ToldFirst], bool]:
    """Return event (as it is read now) -> the outlet's first article on it, and whether older articles were left out."""
    own = Article.objects.filter(source=source, revision__isnull=False)
    newest = own.order_by(F("published_at").desc(nulls_last=True), "-pk").values("pk")
    rows = (
        EventArticle.objects.filter(article__in=newest[:NEWEST_ARTICLES], primary=True)
        .annotate(told=Coalesce("event__canonical", "event"))
        .order_by(F("article__published_at").asc(nulls_last=True), "article")
        .values_list(
            "told",
            "article",
            "article__title",
            "article__published_at",
            "article__published_precision",
            "event__topic",
            "event__country_code",
        )
    )
    found: dict[int, ToldFirst] = {}
    for row in rows:
        found.setdefault(row[0], ToldFirst(*row))
    return found, newest[NEWEST_ARTICLES : NEWEST_ARTICLES + 1].exists()


def _who_first(one: ToldFirst, other: ToldFirst) -> str:
    if one.at is None or other.at is None or one.at == other.at:
        return ""
    return "one" if one.at < other.at else "other"


def _count(name: str, ours: dict[int, ToldFirst], theirs: dict[int, ToldFirst]) -> dict[str, tuple[int, int]]:
    counts: dict[str, list[int]] = {}
    for side, told in enumerate((ours, theirs)):
        for entry in told.values():
            if value := getattr(entry, name):
                counts.setdefault(value, [0, 0])[side] += 1
    ordered = sorted(counts.items(), key=lambda pair: (-sum(pair[1]), pair[0]))
    return {value: (one, other) for value, (one, other) in ordered}


def _read_openings(pairs: Sequence[SharedEvent]) -> tuple[list[str], list[str]]:
    """Headline and beginning of each side's articles on the shared events. One query."""
    articles = [told.article for pair in pairs for told in (pair.one, pair.other)]
    rows = Article.objects.filter(pk__in=articles).annotate(opening=Left("revision__text", WORDED_CHARACTERS))
    text = dict(rows.values_list("pk", "opening"))
    return (
        [f"{pair.one.title} {text.get(pair.one.article) or ''}" for pair in pairs],
        [f"{pair.other.title} {text.get(pair.other.article) or ''}" for pair in pairs],
    )
