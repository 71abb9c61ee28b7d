"""The Atom feed of a saved search: for its owner, and for whoever has its secret address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required, login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from events.alerts.cards import Card, describe_rows
from events.alerts.match import select
from events.alerts.searches import find_by_feed_key, read_newest
from events.models import SavedSearch
from events.web.views.curators import user_of

ENTRIES = 40


@require_safe
@conditional_page
@login_required
def own_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The feed of one's own search, by session."""
    return write_feed(request, get_object_or_404(SavedSearch, pk=pk, user=user_of(request)))


@require_safe
@conditional_page
@login_not_required
def secret_feed(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The feed by its secret address, also where the installation is closed to strangers."""
    search = find_by_feed_key(pk, key) if pk < 2**63 else None
    if search is None:
        raise Http404("There is no such feed, or its address was renewed.")
    return write_feed(request, search)


def write_feed(request: HttpRequest, search: SavedSearch) -> HttpResponse:
    """What the search found, newest first; while that is little, also what was there before."""
    feed = Atom1Feed(
        title=f"Newsbase: {search.name}",
        link=request.build_absolute_uri(reverse("saved_search", args=[search.pk])),
        description="What is new to a saved search.",
        feed_url=request.build_absolute_uri(),
        language="en",
    )
    for card in list_cards(search):
        address = request.build_absolute_uri(card.path)
        feed.add_item(
            title=card.title,
            link=address,
            unique_id=address,
            description=card.text,
            pubdate=card.at,
            updateddate=card.changed,
            categories=[card.topic] if card.topic else [],
        )
    answer = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, private=True)
    return answer


def list_cards(search: SavedSearch) -> list[Card]:
    """At most ENTRIES records, each once. Queries: two lists."""
    cards = [news.card for news in read_newest(search, ENTRIES)]
    if len(cards) < ENTRIES:
        told = {card.id for card in cards}
        older = describe_rows(search.kind, select(search)[:ENTRIES])
        cards += [card for card in older if card.id not in told][: ENTRIES - len(cards)]
    return cards
