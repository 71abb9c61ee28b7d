"""Days as readers speak of them: headings over stretches of a list, and periods to choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.web.pages.cards import EventRow
from events.web.pages.listing import Choice

RECENT = ((_("Today"), 0), (_("Past week"), 6), (_("Past month"), 30))
"""Periods that end today, by the days before today that belong to them."""
Linker = Callable[[date | None, date | None], str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that stand under one heading, in the list's own order."""

    heading: str
    rows: Sequence[EventRow]


def name_stretch(moment: datetime | None, today: date) -> str:
    """Say when, as loosely as a newspaper does: Today, Yesterday, This week, then months."""
    if moment is None:
        return gettext("Date unknown")
    day = moment.astimezone(UTC).date()
    if day >= today:
        return gettext("Today")
    if day == today - timedelta(days=1):
        return gettext("Yesterday")
    if day > today - timedelta(days=7):
        return gettext("Earlier this week")
    return (
        date_format(day, "F Y") if (day.year, day.month) != (today.year, today.month) else gettext("Earlier this month")
    )


def cut_stretches(rows: Sequence[EventRow], today: date) -> list[Stretch]:
    """Cut a list ordered by time into stretches with a heading each."""
    stretches: list[tuple[str, list[EventRow]]] = []
    for row in rows:
        heading = name_stretch(row.event.latest_at, today)
        if not stretches or stretches[-1][0] != heading:
            stretches.append((heading, []))
        stretches[-1][1].append(row)
    return [Stretch(heading, members) for heading, members in stretches]


def offer_periods(
    days: Mapping[date, int], today: date, chosen: tuple[date | None, date | None], link_to: Linker
) -> list[Choice]:
    """Offer the recent periods and the years that have events, with their counts; a chosen one leads back out."""
    offers = [(str(name), today - timedelta(days=before), today) for name, before in RECENT]
    years = sorted({day.year for day in days}, reverse=True)
    if len(years) > 1 or chosen != (None, None):
        offers += [(str(year), date(year, 1, 1), date(year, 12, 31)) for year in years]
    found = []
    for name, first, last in offers:
        count = sum(n for day, n in days.items() if first <= day <= last)
        is_chosen = chosen == (first, last)
        if count or is_chosen:
            href = link_to(None, None) if is_chosen else link_to(first, last)
            found.append(Choice(name, href, is_chosen, count))
    return found
