"""The addresses that search engines are told of: the lists, and the newest records with their last change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F
from django.urls import reverse

from events.models import Actor, Article, Event

MOST_OF_EACH = 10_000
"""Of a site map's 50,000 entries at most: the newest of each kind, the older ones are reached from these."""
LISTS = (
    "event_list",
    "event_map",
    "event_timeline",
    "article_list",
    "actor_list",
    "location_list",
    "claim_list",
    "source_list",
    "help",
)


def list_site_map() -> Iterator[tuple[str, datetime | None]]:
    """Give (path, last change). Queries: 3."""
    for name in LISTS:
        yield reverse(name), None
    newest = F("latest_at").desc(nulls_last=True)
    events = Event.objects.canonical_only().order_by(newest, "-pk").values_list("pk", "modified_at")
    for pk, changed in events[:MOST_OF_EACH]:
        yield reverse("event_detail", args=[pk]), changed
    articles = Article.objects.filter(revision__isnull=False, copy_of=None)
    published = articles.order_by(F("published_at").desc(nulls_last=True), "-pk").values_list("pk", "modified_at")
    for pk, changed in published[:MOST_OF_EACH]:
        yield reverse("article_detail", args=[pk]), changed
    actors = Actor.objects.canonical_only().filter(mention_count__gt=0).order_by("-mention_count", "-pk")
    for pk, changed in actors.values_list("pk", "modified_at")[:MOST_OF_EACH]:
        yield reverse("actor_detail", args=[pk]), changed
