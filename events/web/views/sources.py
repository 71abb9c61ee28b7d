"""Outlet list and outlet page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.filters import SourceFilter
from events.models.choices import Affiliation, SourceKind
from events.queries import SOURCE_ORDERS, get_source_detail, list_sources
from events.web.pages.listing import build_listing, offer_values
from events.web.pages.source import build_source_page
from events.web.views.answers import render_list


def source_list(request: HttpRequest) -> HttpResponse:
    """List the outlets by name."""
    listing = build_listing(request, SourceFilter(request.GET, queryset=list_sources()), SOURCE_ORDERS, "name")
    context = {
        "listing": listing,
        "kinds": offer_values(request, "kind", SourceKind.values),
        "affiliations": offer_values(request, "affiliation", Affiliation.values),
    }
    return render_list(request, "events/source_list.html", "events/_source_results.html", context)


def source_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an outlet with its feeds and newest articles."""
    detail = get_source_detail(pk)
    if detail is None:
        raise Http404(f"no source {pk}")
    return render(request, "events/source_detail.html", {"page": build_source_page(detail)})
