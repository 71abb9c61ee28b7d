"""The form for handing in articles. Needs the ingest permission."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from events.intake import close_run, open_run, take_in
from events.models.choices import RunKind
from events.web.forms import FORMS, WayForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@permission_required("events.ingest", raise_exception=True)
def ingest_form(request: HttpRequest) -> HttpResponse:
    """Show the three ways in; take what was sent as a run and show its progress."""
    may_vouch = request.user.has_perm("events.curate")
    forms = {way: form(may_vouch=may_vouch) for way, form in FORMS.items()}
    way = request.POST.get("way", "")
    if request.method == "POST" and way in FORMS:
        form = FORMS[way](request.POST, request.FILES, may_vouch=may_vouch)
        if form.is_valid():
            return redirect("run_detail", take_in_form(request, form))
        forms[way] = form
    status = 422 if any(form.is_bound for form in forms.values()) else 200
    return render(request, "events/ingest_form.html", {"forms": forms}, status=status)


def take_in_form(request: HttpRequest, form: WayForm) -> int:
    """Hand the form's documents to intake; returns the id of the run."""
    run = open_run(
        RunKind.WEB,
        label=form.label_of_run(),
        account=request.user.get_username(),
        user=request.user,
        vouched=bool(form.cleaned_data.get("vouched")),
    )
    take_in(run, form.documents())
    close_run(run)
    return run.pk
