"""The front page: what leads, then events by recency, with facets and a histogram over the same filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.http import HttpRequest

from events.filters import EventFilter
from events.models import Event
from events.queries import EVENT_ORDERS, list_events
from events.queries.cards import choose_leads
from events.web.pages.beside import Beside, build_beside
from events.web.pages.cards import EventRow, make_event_rows
from events.web.pages.listing import Listing, build_listing
from events.web.pages.periods import Stretch, cut_stretches

NEWEST_FIRST = "-latest_at"
LEADS = 4
"""Events above the list: one large, three beside it, which is what fits a screen of 1280 × 900 with the masthead."""


@dataclass(frozen=True, slots=True)
class EventListPage:
    """`leads` are empty unless this is the newest page of the whole list; the other events stand in `stretches`."""

    listing: Listing[Event]
    leads: Sequence[EventRow]
    stretches: Sequence[Stretch]
    beside: Beside
    today: date


def build_event_list(request: HttpRequest) -> EventListPage:
    """Fetch one page of events with the counts beside it. A constant number of queries."""
    today = datetime.now(UTC).date()
    plain = list_events().select_related(None).prefetch_related(None)
    filters = EventFilter(request.GET, queryset=plain)
    leads = choose_leads(plain, LEADS) if not request.GET else []
    listing = build_listing(request, filters, EVENT_ORDERS, NEWEST_FIRST, without=leads)
    listed = [event.pk for event in listing.rows]
    rows = make_rows_by_id([*leads, *listed])  # together: each prefetch runs once, not for the leads and again
    below = [rows[pk] for pk in listed if pk in rows]
    in_order = request.GET.get("ordering", NEWEST_FIRST) == NEWEST_FIRST
    return EventListPage(
        listing=listing,
        leads=[rows[pk] for pk in leads if pk in rows],
        stretches=cut_stretches(below, today) if in_order else [Stretch("", below)],
        beside=build_beside(request, filters.qs, today),
        today=today,
    )


def make_rows_by_id(ids: Sequence[int]) -> dict[int, EventRow]:
    """Fetch events with what their cards show. Queries: 8."""
    return {row.event.pk: row for row in make_event_rows(list(list_events().in_bulk(list(ids)).values()))}
