"""Intake runs: list, one run, and the part of it that is polled until the run is over."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from events.filters import RunFilter
from events.models import IngestRun
from events.models.choices import RunKind
from events.queries import RUN_ORDERS, list_runs
from events.web.pages.listing import build_listing, offer_values
from events.web.pages.run import build_run_page
from events.web.views.answers import render_list


def run_list(request: HttpRequest) -> HttpResponse:
    """List the runs, newest first."""
    listing = build_listing(request, RunFilter(request.GET, queryset=list_runs()), RUN_ORDERS, "-started_at")
    kinds = offer_values(request, "kind", RunKind.values)
    return render_list(
        request, "events/run_list.html", "events/_run_results.html", {"listing": listing, "kinds": kinds}
    )


@never_cache
def run_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a run; asked by htmx, only the part that changes."""
    run = get_object_or_404(IngestRun.objects.select_related("feed"), pk=pk)
    after = request.GET.get("after", "0")
    if not after.isdecimal() or len(after) > 9:
        raise Http404(f"position {after!r} is no number")
    page = build_run_page(run, int(after))
    template = "events/_run_progress.html" if getattr(request, "htmx", False) else "events/run_detail.html"
    return render(request, template, {"page": page})
