"""Two outlets or two actors side by side."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.models import Actor, Source
from events.queries import find_survivor
from events.web.pages.compare import build_actors_page, build_choose_page, build_sources_page
from events.web.throttles import limited
from events.web.views.curators import read_id


@limited
def compare_sources(request: HttpRequest) -> HttpResponse:
    """Show two outlets (`?one=`, `?other=`) on the events that both tell; with one, ask for the other."""
    one, other = (_find_source(request.GET.get(name, "")) for name in ("one", "other"))
    if one is None or other is None or one == other:
        return _choose(request, "sources", one or other)
    return render(request, "events/compare_sources.html", {"page": build_sources_page(one, other)})


@limited
def compare_actors(request: HttpRequest) -> HttpResponse:
    """Show two actors (`?one=`, `?other=`) and what they say of each other; with one, ask for the other."""
    one, other = (_find_actor(request.GET.get(name, "")) for name in ("one", "other"))
    if one is None or other is None or one == other:
        return _choose(request, "actors", one or other)
    return render(request, "events/compare_actors.html", {"page": build_actors_page(one, other)})


def _choose(request: HttpRequest, kind: str, one: Actor | Source | None) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:200]
    return render(request, "events/compare_choose.html", {"page": build_choose_page(kind, one, words)})


def _find_source(text: str) -> Source | None:
    if not text:
        return None
    source = Source.objects.filter(pk=read_id(text) or 0).first()
    if source is None:
        raise Http404(f"no source {text[:40]!r}")
    return source


def _find_actor(text: str) -> Actor | None:
    """Return the actor that answers for the id; one without a public profile is no one here."""
    if not text:
        return None
    survivor = find_survivor(Actor, read_id(text) or 0)
    actor = Actor.objects.filter(pk=survivor, is_suppressed=False, is_private=False).first() if survivor else None
    if actor is None:
        raise Http404(f"no actor {text[:40]!r}")
    return actor
