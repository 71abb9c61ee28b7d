"""Splitting an actor by choosing mentions, and watching a decision that is carried out in the background."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from events.curation import SPLIT_AT_ONCE, CurationRefused, ask_for_split, split_actor
from events.models import Actor, CurationJob
from events.nudge import nudge_curation
from events.web.pages.split import build_split_page, find_chosen
from events.web.views.answers import to_survivor
from events.web.views.curators import for_curators, read_id, user_of


@for_curators
@require_http_methods(["GET", "HEAD", "POST"])
def actor_split(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer an actor's mentions; sent, found an actor for those chosen, in the background where they are many."""
    actor = get_object_or_404(Actor, pk=pk)
    if actor.canonical_id is not None:
        return to_survivor("actor_split", actor.canonical_id)
    if request.method != "POST":
        return render(request, "events/split.html", {"page": build_split_page(actor)})
    forms = frozenset(request.POST.getlist("form"))
    chosen = frozenset(pk for pk in map(read_id, request.POST.getlist("mention")) if pk is not None)
    name, user = " ".join(request.POST.get("name", "").split()), user_of(request)
    ids = find_chosen(actor, forms, chosen)
    try:
        if len(ids) > SPLIT_AT_ONCE:
            job = ask_for_split(actor.pk, ids, user, name=name)
            transaction.on_commit(nudge_curation)
            return redirect("curation_job", job.pk)
        decision, founded = split_actor(actor.pk, ids, user, name=name)
    except CurationRefused as refused:
        page = build_split_page(actor, name=name, forms=forms, chosen=chosen, error=str(refused))
        return render(request, "events/split.html", {"page": page}, status=409)
    messages.success(request, f"{len(ids)} mentions are this actor's now (decision {decision.pk}). Undo it below.")
    return redirect("actor_history", founded.pk)


@for_curators
def curation_job(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far a decision is; asked by htmx, only the part that changes."""
    job = get_object_or_404(CurationJob.objects.select_related("decision"), pk=pk)
    founded = (
        next((row["id"] for row in job.decision.inverse["created"] if row["table"] == "actor"), None)
        if job.decision
        else None
    )
    template = "events/_job_progress.html" if getattr(request, "htmx", False) else "events/job.html"
    return render(request, template, {"job": job, "founded": founded})
