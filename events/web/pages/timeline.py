"""The timeline of a selection: lanes of events over time above, and the same events down a rail, gaps said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.http import HttpRequest
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, ngettext

from events.filters import EventFilter
from events.models import Event
from events.queries import EVENT_ORDERS, list_events
from events.web.lanes import Lanes, Moment, draw_lanes
from events.web.pages.beside import Beside, build_beside
from events.web.pages.cards import EventRow, make_event_rows
from events.web.pages.listing import Listing, build_listing
from events.web.phrases import tell_topic

ROWS = 40
"""Events a page: as many as the lanes hold before their dots cover each other on a screen 1280 wide."""
LONG_GAP_DAYS = 14
"""Days without an event that are worth saying."""
DOT_SIZES = (1, 2, 4, 8, 16)
"""Articles from which the rail's dot grows a step."""


@dataclass(frozen=True, slots=True)
class RailEntry:
    """One event on the rail. `day` is set where another day begins; `gap`: quiet days between it and the one above."""

    row: EventRow
    day: str
    gap: str
    dot: int


@dataclass(frozen=True, slots=True)
class TimelinePage:
    listing: Listing[Event]
    beside: Beside
    entries: Sequence[RailEntry]
    lanes: Lanes | None


def build_timeline(request: HttpRequest) -> TimelinePage:
    """Fetch one page of the selection in the order of time. A constant number of queries."""
    filters = EventFilter(request.GET, queryset=list_events())
    listing = build_listing(request, filters, EVENT_ORDERS, "-latest_at", size=ROWS)
    rows = make_event_rows(listing.rows)
    return TimelinePage(
        listing=listing,
        beside=build_beside(request, filters.qs, datetime.now(UTC).date()),
        entries=lay_on_rail(rows),
        lanes=draw_lanes([_moment(row) for row in rows if row.event.latest_at]),
    )


def _moment(row: EventRow) -> Moment:
    event = row.event
    lane = tell_topic(event.topic) if event.topic else ""
    assert event.latest_at is not None
    return Moment(event.pk, event.title, lane, event.latest_at.astimezone(UTC).date(), event.size)


def lay_on_rail(rows: Sequence[EventRow]) -> list[RailEntry]:
    """Put rows in the order given on the rail, saying each day once and long silences in words."""
    entries: list[RailEntry] = []
    above: date | None = None
    for row in rows:
        day = row.event.latest_at.astimezone(UTC).date() if row.event.latest_at else None
        name = (
            (date_format(day, gettext("j F Y")) if day else gettext("Date unknown"))
            if day != above or not entries
            else ""
        )
        quiet = abs((above - day).days) if above and day else 0
        entries.append(RailEntry(row, name, tell_gap(quiet), sum(row.event.size >= least for least in DOT_SIZES)))
        above = day
    return entries


def tell_gap(days: int) -> str:
    """Say a silence of so many days; "" for one that is not worth it."""
    if days < LONG_GAP_DAYS:
        return ""
    if days < 60:
        return ngettext("%(n)d day without an event", "%(n)d days without an event", days) % {"n": days}
    months = round(days / 30.44)
    if months < 24:
        return ngettext("%(n)d month without an event", "%(n)d months without an event", months) % {"n": months}
    years = days // 365
    return ngettext("%(n)d year without an event", "%(n)d years without an event", years) % {"n": years}
