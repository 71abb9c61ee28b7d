"""The search page: one query over events, actors, places, claims and articles, with passages and ways to narrow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from events.filters import ActorFilter, ArticleFilter, ClaimFilter, EventFilter, LocationFilter, StrictFilterSet
from events.models import Article
from events.queries import (
    FacetValue,
    count_beside,
    list_actors,
    list_articles,
    list_claims,
    list_events,
    list_locations,
)
from events.queries.search_articles import NEWEST, search_articles
from events.queries.snippets import Snippet, find_snippets
from events.queries.spelling import find_similar_names
from events.web.pages.cards import make_event_rows
from events.web.pages.listing import Choice
from events.web.phrases import tell_country, tell_topic

SHOWN = 8
"""Hits of each kind; one more is read to know whether there are more."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The first hits of one kind and the address of the list that has them all ("" when these are all)."""

    rows: Sequence[object]
    all_of_them: str


@dataclass(frozen=True, slots=True)
class ArticleHit:
    """An article with the passages that matched, their words marked."""

    article: Article
    passages: Sequence[SafeString]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """`orders` are those of the articles; `ranked_newest`: 0, or only so many newest ones were ranked, there are more.

    `facets` are (title, choices) that lead to the event list; `similar`: names spelt alike, where no name matched."""

    words: str
    error: str
    events: Hits
    actors: Hits
    places: Hits
    claims: Hits
    articles: Hits
    facets: Sequence[tuple[str, Sequence[Choice]]]
    similar: Sequence[str]
    orders: Sequence[Choice]
    ranked_newest: int

    @property
    def is_empty(self) -> bool:
        return not any(hits.rows for hits in (self.events, self.actors, self.places, self.claims, self.articles))


def build_search_page(words: str, by_date: bool, visible: int | None) -> SearchPage:
    """Search every kind; articles best first, or newest first with `by_date`, as all the others are. A constant number
    of queries, none without words. `visible`: so many characters of a body may be shown, None for all."""
    nothing = Hits([], "")
    if not words.strip():
        return SearchPage("", "", nothing, nothing, nothing, nothing, nothing, [], [], [], 0)
    data = QueryDict(urlencode({"q": words}))
    asked = EventFilter(data, queryset=list_events())
    errors = asked.describe_errors()
    if errors:
        problem = f"{errors[0]['problem']}; {errors[0]['way_out']}"
        return SearchPage(words, problem, nothing, nothing, nothing, nothing, nothing, [], [], [], 0)
    events = _take(asked, "event_list", words)
    actors = _take(ActorFilter(data, queryset=list_actors()), "actor_list", words, mention_count__gte="0")
    places = _take(LocationFilter(data, queryset=list_locations()), "location_list", words)
    articles = _take(ArticleFilter(data, queryset=list_articles()), "article_list", words)
    found = None if by_date else search_articles(words, SHOWN)
    rows: Sequence[object] = [hit.article for hit in found.hits] if found else articles.rows
    return SearchPage(
        words,
        "",
        Hits(make_event_rows(events.rows), events.all_of_them),  # type: ignore[arg-type]
        actors,
        places,
        _take(ClaimFilter(data, queryset=list_claims()), "claim_list", words),
        Hits(_add_passages(rows, words, visible), articles.all_of_them),  # type: ignore[arg-type]
        offer_facets(asked, words) if events.rows else [],
        find_similar_names(words) if not actors.rows and not places.rows else [],
        offer_orders(words, by_date),
        NEWEST if found and found.is_partial else 0,
    )


def offer_orders(words: str, by_date: bool) -> list[Choice]:
    """Offer the two orders of the articles."""
    address = reverse("search")
    return [
        Choice(gettext("best first"), f"{address}?{urlencode({'q': words})}", not by_date),
        Choice(gettext("newest first"), f"{address}?{urlencode({'q': words, 'order': 'date'})}", by_date),
    ]


def _take(filters: StrictFilterSet, name: str, words: str, **also: str) -> Hits:
    rows = list(filters.qs[: SHOWN + 1])
    more = f"{reverse(name)}?{urlencode({'q': words, **also})}" if len(rows) > SHOWN else ""
    return Hits(rows[:SHOWN], more)


def _add_passages(articles: Sequence[Article], words: str, visible: int | None) -> list[ArticleHit]:
    found = find_snippets([article.pk for article in articles], words, visible)
    return [ArticleHit(one, [mark_hits(part) for part in found.get(one.pk, ()) if part.hits]) for one in articles]


def mark_hits(snippet: Snippet) -> SafeString:
    """Draw a passage with its hits marked; everything in it is escaped."""
    out: list[str] = []
    reached = 0
    for start, end in snippet.hits:
        out += [escape(snippet.text[reached:start]), format_html("<mark>{}</mark>", snippet.text[start:end])]
        reached = end
    return mark_safe("".join(out) + escape(snippet.text[reached:]))  # noqa: S308 - every part was escaped


def offer_facets(asked: EventFilter, words: str) -> list[tuple[str, list[Choice]]]:
    """Offer what narrows the events with these words; each leads to the event list. Queries: 6."""
    facets = count_beside(asked.qs).facets

    def offer(name: str, values: Sequence[FacetValue]) -> list[Choice]:
        say = {"country": tell_country, "topic": tell_topic}.get(name, str)
        address = reverse("event_list")
        return [
            Choice(say(v.label), f"{address}?{urlencode({'q': words, name: v.value})}", False, v.count)
            for v in values[:SHOWN]
        ]

    return [
        (gettext("Topic"), offer("topic", facets.topic)),
        (gettext("Country"), offer("country", facets.country)),
        (gettext("Source"), offer("source", facets.source)),
    ]
