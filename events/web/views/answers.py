"""Ways to answer that several views share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers, patch_vary_headers


def render_list(request: HttpRequest, full: str, partial: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with the whole page, or with its results alone where htmx asks for them."""
    details = getattr(request, "htmx", None)
    wants_part = details is not None and details.target == "results" and not details.history_restore_request
    response = render(request, partial if wants_part else full, context)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def to_survivor(name: str, pk: int) -> HttpResponse:
    """Lead from a merged record to the one that is read now; not cached, because a merge can be undone."""
    response = redirect(name, pk)
    add_never_cache_headers(response)
    return response
