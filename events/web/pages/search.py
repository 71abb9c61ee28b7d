"""The search page: one query over events, actors, places and articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from events.filters import ActorFilter, ArticleFilter, EventFilter, LocationFilter, StrictFilterSet
from events.queries import list_actors, list_articles, list_events, list_locations
from events.web.pages.cards import make_event_rows

SHOWN = 8
"""Hits of each kind; one more is read to know whether there are more."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The first hits of one kind and the address of the list that has them all ("" when these are all)."""

    rows: Sequence[object]
    all_of_them: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    words: str
    error: str
    events: Hits
    actors: Hits
    places: Hits
    articles: Hits

    @property
    def is_empty(self) -> bool:
        return not any(hits.rows for hits in (self.events, self.actors, self.places, self.articles))


def build_search_page(words: str) -> SearchPage:
    """Search every kind; newest events and articles first. A constant number of queries, none without words."""
    nothing = Hits([], "")
    if not words.strip():
        return SearchPage("", "", nothing, nothing, nothing, nothing)
    data = QueryDict(urlencode({"q": words}))
    asked = EventFilter(data, queryset=list_events())
    errors = asked.describe_errors()
    if errors:
        return SearchPage(words, f"{errors[0]['problem']}; {errors[0]['way_out']}", nothing, nothing, nothing, nothing)
    events = _take(asked, "event_list", words)
    return SearchPage(
        words,
        "",
        Hits(make_event_rows(events.rows), events.all_of_them),  # type: ignore[arg-type]
        _take(ActorFilter(data, queryset=list_actors()), "actor_list", words, mention_count__gte="0"),
        _take(LocationFilter(data, queryset=list_locations()), "location_list", words),
        _take(ArticleFilter(data, queryset=list_articles()), "article_list", words),
    )


def _take(filters: StrictFilterSet, name: str, words: str, **also: str) -> Hits:
    rows = list(filters.qs[: SHOWN + 1])
    more = f"{reverse(name)}?{urlencode({'q': words, **also})}" if len(rows) > SHOWN else ""
    return Hits(rows[:SHOWN], more)
