"""Claim list and claim page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.filters import ClaimFilter
from events.models.choices import ClaimKind, Modality, Standing
from events.queries import CLAIM_ORDERS, get_claim_detail, list_claims
from events.web.pages.claim import AROUND, build_claim_page
from events.web.pages.listing import build_listing, offer_values
from events.web.phrases import MODALITY_WORDS
from events.web.views.answers import render_list


def claim_list(request: HttpRequest) -> HttpResponse:
    """List the claims, newest first."""
    listing = build_listing(request, ClaimFilter(request.GET, queryset=list_claims()), CLAIM_ORDERS, "-published_at")
    context = {
        "listing": listing,
        "kinds": offer_values(request, "kind", ClaimKind.values),
        "modalities": offer_values(request, "modality", Modality.values, MODALITY_WORDS.__getitem__),
        "standings": offer_values(request, "standing", Standing.values),
    }
    return render_list(request, "events/claim_list.html", "events/_claim_results.html", context)


def claim_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one claim in its words' surroundings, with the claims that bear on it."""
    detail = get_claim_detail(pk)
    if detail is None:
        raise Http404(f"no claim {pk} in a current text")
    sees_text = request.user.is_authenticated or settings.ANONYMOUS_BODY == "full"
    page = build_claim_page(detail, AROUND if sees_text else 0)
    return render(request, "events/claim_detail.html", {"page": page})
