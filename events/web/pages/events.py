"""The front page: events by recency, with facets and a histogram over the same filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import Case, F, When
from django.http import HttpRequest

from events.filters import EventFilter
from events.models import Actor, Event, Figure, Source
from events.queries import (
    EVENT_ORDERS,
    FacetValue,
    count_beside,
    list_events,
    list_figures,
    survivor_of,
)
from events.queries.facets import COUNTED
from events.web import charts
from events.web.pages.listing import Choice, Listing, build_listing, link_to
from events.web.phrases import tell_country, tell_figure, tell_topic

LEAD_MEASURES = ("killed", "injured", "missing", "displaced", "arrested", "magnitude", "votes", "money")
"""Measures that may stand beside a headline, the gravest first; the others need their sentence to be understood."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event as the list shows it. `figure`: its newest figure of the gravest measure, or None, told by `number` and
    what is `counted`."""

    event: Event
    lead: str
    outlets: Sequence[Source]
    more_outlets: bool
    actors: Sequence[Actor]
    figure: Figure | None
    number: str
    counted: str


@dataclass(frozen=True, slots=True)
class EventListPage:
    listing: Listing[Event]
    rows: Sequence[EventRow]
    histogram: charts.Histogram | None
    unit: str
    undated: int
    countries: Sequence[Choice]
    topics: Sequence[Choice]
    sources: Sequence[Choice]
    counted_only: int  # the newest so many were counted; 0: all of them


def build_event_list(request: HttpRequest) -> EventListPage:
    """Fetch one page of events with the counts beside it. A constant number of queries."""
    filters = EventFilter(request.GET, queryset=list_events())
    listing = build_listing(request, filters, EVENT_ORDERS, "-latest_at")
    counts = count_beside(filters.qs)
    facets, over_time = counts.facets, counts.histogram
    histogram = charts.draw_histogram(over_time.bars, partial(_link_to_days, request), _chosen_days(request))
    return EventListPage(
        listing=listing,
        rows=make_event_rows(listing.rows),
        histogram=histogram,
        unit=over_time.unit,
        undated=over_time.undated,
        countries=_offer(request, "country", facets.country, tell_country),
        topics=_offer(request, "topic", facets.topic, tell_topic),
        sources=_offer(request, "source", facets.source, None),
        counted_only=COUNTED if facets.is_partial else 0,
    )


def make_event_rows(events: Sequence[Event]) -> list[EventRow]:
    """Prepare rows of `list_events()`; one query for the figures of all."""
    figures = find_lead_figures([event.pk for event in events])
    return [_make_row(event, figures.get(event.pk)) for event in events]


def find_lead_figures(event_ids: Sequence[int]) -> dict[int, Figure]:
    """Return event -> the figure to show beside its headline: the gravest measure, its newest report. One query."""
    gravity = Case(*(When(measure=measure, then=place) for place, measure in enumerate(LEAD_MEASURES)))
    newest = F("article__published_at").desc(nulls_last=True)
    rows = list_figures().filter(event__in=event_ids, measure__in=LEAD_MEASURES).annotate(gravity=gravity)
    chosen = rows.order_by("event_id", "gravity", newest, "start", "pk").distinct("event_id")
    return {figure.event_id: figure for figure in chosen if figure.event_id is not None}


def _make_row(event: Event, figure: Figure | None) -> EventRow:
    articles = [membership.article for membership in event.top_articles]  # type: ignore[attr-defined]
    outlets = {article.source_id: article.source for article in articles if article.source is not None}
    return EventRow(
        event=event,
        lead=str(event.summary[0].get("text", "")) if event.summary else "",
        outlets=list(outlets.values()),
        more_outlets=event.size > len(articles),
        actors=[survivor_of(link.actor) for link in event.top_actors],  # type: ignore[attr-defined]
        figure=figure,
        number=tell_figure(figure.value, figure.low, figure.high, figure.bound) if figure else "",
        counted=(figure.unit or figure.measure)
        if figure and figure.measure == "money"
        else figure.measure
        if figure
        else "",
    )


def _name_counted(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure.unit or figure.measure if figure.measure == "money" else figure.measure


def _offer(request: HttpRequest, name: str, values: Sequence[FacetValue], say: Any) -> list[Choice]:
    chosen = request.GET.get(name, "")
    return [
        Choice(
            say(value.label) if say else value.label,
            link_to(request, **{name: None if value.value == chosen else value.value}),
            value.value == chosen,
            value.count,
        )
        for value in values
    ]


def _link_to_days(request: HttpRequest, first: date, last: date) -> str:
    return link_to(request, published_at__gte=first.isoformat(), published_at__lte=last.isoformat())


def _chosen_days(request: HttpRequest) -> tuple[date | None, date | None]:
    return (_read_day(request.GET.get("published_at__gte", "")), _read_day(request.GET.get("published_at__lte", "")))


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
