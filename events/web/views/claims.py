"""Claim list and claim page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from events.filters import ClaimFilter
from events.models.choices import ClaimKind, ClaimLinkType, Modality, Standing
from events.queries import CLAIM_ORDERS, get_claim_detail, list_claims
from events.queries.claim_facets import COUNTED_CLAIMS, count_beside_claims
from events.web.linked_data import describe_claim
from events.web.pages.claim import AROUND, build_claim_page
from events.web.pages.listing import build_listing, offer_counts, offer_values
from events.web.phrases import MODALITY_WORDS
from events.web.views.answers import render_list
from events.web.views.gone import answer_missing


def claim_list(request: HttpRequest) -> HttpResponse:
    """List the claims, newest first."""
    filters = ClaimFilter(request.GET, queryset=list_claims())
    listing = build_listing(request, filters, CLAIM_ORDERS, "-published_at")
    facets = count_beside_claims(filters.qs)
    context = {
        "listing": listing,
        "counted_only": COUNTED_CLAIMS if facets.is_partial else 0,
        "speakers": offer_counts(request, "speaker", facets.speaker),
        "abouts": offer_counts(request, "about", facets.about),
        "places": offer_counts(request, "location", facets.location),
        "sources": offer_counts(request, "source", facets.source),
        "kinds": offer_values(request, "kind", ClaimKind.values),
        "modalities": offer_values(request, "modality", Modality.values, lambda word: str(MODALITY_WORDS[word])),
        "standings": offer_values(request, "standing", Standing.values),
    }
    return render_list(request, "events/claim_list.html", "events/_claim_results.html", context)


def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one claim in its words' surroundings, with the claims that bear on it."""
    detail = get_claim_detail(pk)
    if detail is None:
        return answer_missing(request, "claim", pk)
    sees_text = request.user.is_authenticated or settings.ANONYMOUS_BODY == "full"
    page = build_claim_page(detail, AROUND if sees_text else 0)
    linked_data = describe_claim(detail, request.build_absolute_uri)
    context = {"page": page, "linked_data": linked_data, "link_types": ClaimLinkType.values}
    return render(request, "events/claim_detail.html", context)
