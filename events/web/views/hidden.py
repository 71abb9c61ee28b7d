"""What readers get in place of a profile that is not public, and the page on which a curator hides one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from events.curation import CurationRefused, suppress_actor
from events.models import Actor
from events.queries import find_hidden, find_only_mention, list_sides
from events.web.views.answers import to_survivor
from events.web.views.curators import for_curators, user_of
from events.web.views.gone import answer_gone


def answer_hidden(request: HttpRequest, pk: int) -> HttpResponse | None:
    """Return what to answer for an actor without a public profile, None for the others.

    410 for a suppressed one; a private person named once leads to the words that name them.
    """
    hidden = find_hidden(pk)
    if not hidden:
        return None
    named = find_only_mention(pk) if hidden == "private" else None
    if named is None:
        return answer_gone(request, "actor", hidden)
    answer = redirect(f"{reverse('article_detail', args=[named[0]])}#m{named[1]}")
    answer["Cache-Control"] = "no-store"  # the second article makes the person public
    return answer


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def actor_suppress(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether to hide an actor; sent, hide it."""
    actor = get_object_or_404(Actor, pk=pk)
    if actor.canonical_id is not None:
        return to_survivor("actor_suppress", actor.canonical_id)
    if request.method == "POST":
        try:
            decision = suppress_actor(pk, user_of(request), request.POST.get("note", ""))
        except CurationRefused as refused:
            messages.error(request, str(refused))
            return redirect("actor_suppress", pk)
        messages.success(request, f"{actor} is suppressed (decision {decision.pk}). Undo it below.")
        return redirect("actor_history", pk)
    return render(request, "events/suppress.html", {"actor": actor, "side": list_sides("actor", [pk])[0]})
