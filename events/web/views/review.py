"""The review queue: one question after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from events.curation import CurationRefused
from events.curation.review import answer_item, claim_item, release_item, skip_item, take_back
from events.models.choices import ReviewAnswer, ReviewKind
from events.queries import get_review_progress
from events.web.pages.review import ReviewPage, build_review_page
from events.web.views.curators import for_curators, read_id, user_of

# Questions that turn out to be settled are passed over, so many in one go.
MOST_STALE = 25
SAID = {"same": "same", "different": "different", "unsure": "unsure"}


@for_curators
@require_http_methods(["GET", "HEAD"])
def review_queue(request: HttpRequest) -> HttpResponse:
    """Show the question that the curator holds, else the next free one."""
    kind = request.GET.get("kind", "")
    return render(
        request, "events/review.html", {"page": _next_page(request, kind if kind in ReviewKind.values else "")}
    )


@for_curators
@require_http_methods(["POST"])
def review_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out an answer, or skip the question; then show the next one."""
    answer, user = request.POST.get("answer", ""), user_of(request)
    try:
        if answer == "skip":
            skip_item(pk, user)
        elif answer in ReviewAnswer.values:
            marks = [name for name in request.POST if name.startswith("seen-") and read_id(name[5:])]
            seen = {int(name[5:]): request.POST.get(name, "") for name in marks}
            item = answer_item(
                pk, ReviewAnswer(answer), user, candidate=read_id(request.POST.get("candidate")), seen=seen or None
            )
            made = f" (decision {item.decision_id})" if item.decision_id else ""
            messages.success(request, f"{request.POST.get('words', '')[:80]}: {SAID[answer]}{made}. z takes it back.")
        else:
            messages.error(request, f"answer: {answer[:40]!r} is none of same, different, unsure, skip.")
    except CurationRefused as refused:
        messages.error(request, str(refused))
    return redirect(_queue(request))


@for_curators
@require_http_methods(["POST"])
def review_take_back(request: HttpRequest) -> HttpResponse:
    """Take back the curator's last answer and ask again."""
    try:
        take_back(user_of(request))
    except CurationRefused as refused:
        messages.error(request, str(refused))
        return redirect(_queue(request))
    messages.success(request, "Your last answer is taken back; here is the question again.")
    return redirect("review")


def _queue(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    return reverse("review") + (f"?kind={kind}" if kind in ReviewKind.values else "")


def _next_page(request: HttpRequest, kind: str) -> ReviewPage:
    user = user_of(request)
    progress = get_review_progress(user.get_username())
    for _ in range(MOST_STALE):
        item = claim_item(user, kind)
        page = build_review_page(item, progress, kind)
        if page is not None:
            return page
        if item is not None:
            release_item(item)
    return ReviewPage(None, progress, kind)
