"""Place list and place page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.filters import LocationFilter
from events.models.choices import PlacePrecision
from events.queries import LOCATION_ORDERS, get_location_detail, list_locations
from events.web.pages.listing import build_listing, offer_values
from events.web.pages.location import build_location_page
from events.web.views.answers import render_list, to_survivor


def location_list(request: HttpRequest) -> HttpResponse:
    """List the places that events name, by name."""
    listing = build_listing(request, LocationFilter(request.GET, queryset=list_locations()), LOCATION_ORDERS, "name")
    context = {"listing": listing, "precisions": offer_values(request, "precision", PlacePrecision.values)}
    return render_list(request, "events/location_list.html", "events/_location_results.html", context)


def location_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one place; a merged one leads to its survivor."""
    detail = get_location_detail(pk)
    if detail is None:
        raise Http404(f"no place {pk}")
    if detail.location.pk != pk:
        return to_survivor("location_detail", detail.location.pk)
    return render(request, "events/location_detail.html", {"page": build_location_page(detail)})
