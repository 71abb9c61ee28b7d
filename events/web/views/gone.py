"""What readers get in place of a record that was here: 410 and why, or 404 where there never was one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from events.queries.gone import Kind, find_takedown

# Where the list of what is still there is.
LISTS = {"article": "article_list", "event": "event_list", "claim": "claim_list", "actor": "actor_list"}


def answer_missing(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """Answer 410 with the reason for what a takedown erased; 404 for what never was."""
    takedown = find_takedown(kind, pk)
    if takedown is None:
        raise Http404(f"no {kind} {pk}")
    return answer_gone(request, kind, "taken down", {"takedown": takedown})


def answer_gone(request: HttpRequest, kind: str, why: str, more: dict[str, object] | None = None) -> HttpResponse:
    """Answer 410: `why` is "taken down", "suppressed" or "private"."""
    context = {"kind": kind, "why": why, "list": LISTS[kind], **(more or {})}
    response = render(request, "events/gone.html", context, status=410)
    add_never_cache_headers(response)
    return response
