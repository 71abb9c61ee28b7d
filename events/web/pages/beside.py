"""What stands beside events, whether as list, map or timeline: the views to switch between, facets and histogram."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.models import Event
from events.queries import FacetValue, count_beside
from events.queries.facets import COUNTED, COUNTED_CLOSELY
from events.web import charts
from events.web.pages.listing import Choice, link_to
from events.web.pages.periods import offer_periods
from events.web.phrases import tell_country, tell_topic

VIEWS = (("event_list", _("List")), ("event_map", _("Map")), ("event_timeline", _("Timeline")))


@dataclass(frozen=True, slots=True)
class Beside:
    """`total` events were counted, the newest so many of the filter; `counted_only`: 0, or there are more than that."""

    views: Sequence[Choice]
    histogram: charts.Histogram | None
    unit: str
    total: int
    undated: int
    periods: Sequence[Choice]
    countries: Sequence[Choice]
    regions: Sequence[Choice]
    topics: Sequence[Choice]
    sources: Sequence[Choice]
    actors: Sequence[Choice]
    disputed: Sequence[Choice]
    counted_only: int
    closely_only: int


def build_beside(request: HttpRequest, events: QuerySet[Event], today: date) -> Beside:
    """Count the filtered events and offer what narrows them. One query."""
    counts = count_beside(events)
    facets, over_time = counts.facets, counts.histogram
    chosen = read_days(request)
    return Beside(
        views=offer_views(request),
        histogram=charts.draw_histogram(over_time.bars, partial(_link_to_days, request), chosen),
        unit=over_time.unit,
        total=sum(counts.days.values()) + over_time.undated,
        undated=over_time.undated,
        periods=offer_periods(counts.days, today, chosen, partial(_link_to_days, request)),
        countries=_offer(request, "country", facets.country, tell_country),
        regions=_offer(request, "region", facets.region),
        topics=_offer(request, "topic", facets.topic, tell_topic),
        sources=_offer(request, "source", facets.source),
        actors=_offer(request, "actor", facets.actor),
        disputed=_offer(request, "disputed", [FacetValue("true", gettext("Sources disagree"), facets.disputed)]),
        counted_only=COUNTED if facets.is_partial else 0,
        closely_only=COUNTED_CLOSELY if facets.is_closely_partial else 0,
    )


def offer_views(request: HttpRequest) -> list[Choice]:
    """Offer list, map and timeline of the same filter."""
    query = request.GET.copy()
    for name in ("cursor", "ordering"):
        query.pop(name, None)
    here = request.resolver_match.url_name if request.resolver_match else ""
    asked = f"?{query.urlencode()}" if query else ""
    return [Choice(str(label), reverse(name) + asked, name == here) for name, label in VIEWS]


def read_days(request: HttpRequest) -> tuple[date | None, date | None]:
    """Return the first and last day that the address asks for; None where it names none."""
    return tuple(_read_day(request.GET.get(f"published_at__{end}", "")) for end in ("gte", "lte"))  # type: ignore[return-value]


def _offer(
    request: HttpRequest, name: str, values: Sequence[FacetValue], say: Callable[[str], str] | None = None
) -> list[Choice]:
    chosen = request.GET.get(name, "")
    return [
        Choice(
            say(value.label) if say else value.label,
            link_to(request, **{name: None if value.value == chosen else value.value}),
            value.value == chosen,
            value.count,
        )
        for value in values
        if value.count
    ]


def _link_to_days(request: HttpRequest, first: date | None, last: date | None) -> str:
    return link_to(
        request,
        published_at__gte=first.isoformat() if first else None,
        published_at__lte=last.isoformat() if last else None,
    )


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
