"""Actor list and actor page."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from events.filters import ActorFilter
from events.models.choices import ActorKind
from events.queries import ACTOR_ORDERS, get_actor_detail, list_actors
from events.web.pages.actor import build_actor_page
from events.web.pages.listing import Choice, build_listing, link_to, offer_values
from events.web.views.answers import render_list, to_survivor
from events.web.views.hidden import answer_hidden

DEFAULT_ORDER = "-mention_count"


def actor_list(request: HttpRequest) -> HttpResponse:
    """List actors, those in most articles first; those that no article names are shown on demand."""
    asked = request.GET.copy()
    asked.setdefault("mention_count__gte", "1")
    listing = build_listing(request, ActorFilter(asked, queryset=list_actors()), ACTOR_ORDERS, DEFAULT_ORDER)
    order = request.GET.get("ordering", DEFAULT_ORDER)
    context = {
        "listing": listing,
        "kinds": offer_values(request, "kind", ActorKind.values),
        "orders": [
            Choice(label, link_to(request, ordering=None if name == DEFAULT_ORDER else name), order == name)
            for name, label in ((DEFAULT_ORDER, "most named first"), ("name", "by name"))
        ],
        "unnamed": offer_values(request, "mention_count__gte", ["0"], lambda _: "also actors not in the news yet"),
    }
    return render_list(request, "events/actor_list.html", "events/_actor_results.html", context)


def actor_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one actor; a merged one leads to its survivor."""
    detail = get_actor_detail(pk)
    if detail is None:
        raise Http404(f"no actor {pk}")
    if detail.actor.pk != pk:
        return to_survivor("actor_detail", detail.actor.pk)
    if not request.user.has_perm("events.curate"):
        hidden = answer_hidden(request, detail.actor.pk)
        if hidden is not None:
            return hidden
    return render(request, "events/actor_detail.html", {"page": build_actor_page(detail, request.user)})
