"""What curators say of claims on their pages: who spoke, which links are right."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from events.curation import CurationRefused
from events.curation.claims import add_link, confirm_link, reject_link, set_speaker
from events.models import Claim, ClaimLink
from events.models.choices import ClaimLinkType
from events.web.views.curators import for_curators, read_id, user_of


@require_POST
@for_curators
def claim_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Record one decision about a claim, then show it again with what came of it."""
    if not Claim.objects.current().filter(pk=pk).exists():
        raise Http404(f"no claim {pk} in a current text")
    try:
        messages.success(request, _decide(request, pk))
    except CurationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("claim_detail", pk)


def _decide(request: HttpRequest, pk: int) -> str:
    user, verb = user_of(request), request.POST.get("verb", "")
    if verb == "speaker":
        given = request.POST.get("actor", "").strip()
        actor = read_id(given)
        if given and actor is None:
            raise CurationRefused(f"actor: {given[:40]!r} is no number; give an actor's number, or leave it empty.")
        set_speaker(pk, actor, user)
        return "The speaker is set; reading again will keep it."
    if verb == "link":
        other, kind = read_id(request.POST.get("other")), request.POST.get("type", "")
        if other is None:
            raise CurationRefused("other: give the number of a claim.")
        add_link(pk, other, kind if kind in ClaimLinkType.values else kind[:40], user)
        return "The link is added."
    link = read_id(request.POST.get("link"))
    held = ClaimLink.objects.filter(pk=link).first() if link else None
    if held is None or pk not in (held.claim_id, held.other_id) or verb not in {"confirm", "reject"}:
        raise CurationRefused("There is no such link of this claim any more; look at it again.")
    (confirm_link if verb == "confirm" else reject_link)(held.pk, user)
    return "The link is confirmed." if verb == "confirm" else "The link is rejected; it is shown nowhere."
