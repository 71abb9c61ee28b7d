"""The search page: one query over events, actors, places, claims and articles, with passages and ways to narrow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from events.filters import ActorFilter, EventFilter, LocationFilter
from events.filters.conditions import claim_has_words
from events.models import Article, Event
from events.queries import (
    FacetValue,
    count_beside,
    list_actors,
    list_articles,
    list_claims,
    list_events,
    list_locations,
)
from events.queries.facets import COUNTED_CLOSELY
from events.queries.matching import NEWEST, NEWEST_FOR_CLAIMS, Matching, find_matching
from events.queries.paging import read_first
from events.queries.search_articles import search_articles
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
    """`orders` are those of the articles; `ranked_newest`: 0, or only so many newest ones were looked at for what is shown.

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
    errors = EventFilter(data, queryset=list_events()).describe_errors()
    if errors:
        problem = f"{errors[0]['problem']}; {errors[0]['way_out']}"
        return SearchPage(words, problem, nothing, nothing, nothing, nothing, nothing, [], [], [], 0)
    matching = find_matching(words)
    told = list_events().filter(matching.tells_event())
    events = _take(told, "event_list", words, matching.is_partial)
    actors = _take(ActorFilter(data, queryset=list_actors()).qs, "actor_list", words, mention_count__gte="0")
    places = _take(LocationFilter(data, queryset=list_locations()).qs, "location_list", words)
    claims = list_claims().filter(matching.holds_claim(), claim_has_words(words))
    return SearchPage(
        words,
        "",
        Hits(make_event_rows(events.rows), events.all_of_them),  # type: ignore[arg-type]
        actors,
        places,
        _take(claims, "claim_list", words, len(matching.articles) > NEWEST_FOR_CLAIMS),
        _take_articles(words, matching, by_date, visible),
        offer_facets(told, words) if events.rows else [],
        find_similar_names(words) if not actors.rows and not places.rows else [],
        offer_orders(words, by_date),
        NEWEST if matching.is_partial else 0,
    )


def offer_orders(words: str, by_date: bool) -> list[Choice]:
    """Offer the two orders of the articles."""
    address = reverse("search")
    return [
        Choice(gettext("best first"), f"{address}?{urlencode({'q': words})}", not by_date),
        Choice(gettext("newest first"), f"{address}?{urlencode({'q': words, 'order': 'date'})}", by_date),
    ]


def _take(found: QuerySet[Any], name: str, words: str, has_more: bool = False, **also: str) -> Hits:
    """The first of a list; `has_more`: it may have more than were looked for."""
    rows = read_first(found, SHOWN + 1)
    return Hits(rows[:SHOWN], _link_to_all(name, words, **also) if has_more or len(rows) > SHOWN else "")


def _link_to_all(name: str, words: str, **also: str) -> str:
    return f"{reverse(name)}?{urlencode({'q': words, **also})}"


def _take_articles(words: str, matching: Matching, by_date: bool, visible: int | None) -> Hits:
    rows = _read_newest(matching) if by_date else [hit.article for hit in search_articles(words, SHOWN, matching).hits]
    has_more = len(matching.articles) > SHOWN
    return Hits(_add_passages(rows, words, visible), _link_to_all("article_list", words) if has_more else "")


def _read_newest(matching: Matching) -> list[Article]:
    newest = matching.articles[:SHOWN]
    rows = list_articles().in_bulk(newest)
    return [rows[pk] for pk in newest if pk in rows]


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


def offer_facets(told: QuerySet[Event], words: str) -> list[tuple[str, list[Choice]]]:
    """Offer what narrows the events with these words; each leads to the event list. One query."""
    facets = count_beside(told, COUNTED_CLOSELY).facets

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
