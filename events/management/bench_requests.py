"""What readers and programs ask of a store, as addresses: of the commonest, the largest and ordinary records alike."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Max, QuerySet

from events.models import Actor, Article, Claim, Event, LocationDay, Source
from events.tagger.words import word_statistics

API = "/api/v1/"
MANY = 12
"""Addresses of a kind: enough for a 95th percentile that is not the worst case alone, few enough to run in minutes."""


def choose_requests(what: str, seed: int = 1) -> Mapping[str, Sequence[str]]:
    """Kind of request -> addresses. `what`: pages, api or search."""
    chance = random.Random(seed)  # noqa: S311 (no secret)
    return {"pages": _choose_pages, "api": _choose_lists, "search": _choose_searches}[what](chance)


def _choose_pages(chance: random.Random) -> dict[str, list[str]]:
    events, actors, places = _sample(Event, chance), _sample(Actor, chance), _used_places(chance)
    most_named = Actor.objects.order_by("-mention_count").values_list("pk", flat=True)[:MANY]
    largest = Event.objects.order_by("-size").values_list("pk", flat=True)[:MANY]
    newest = Event.objects.aggregate(at=Max("latest_at"))["at"]
    years = {"since": (newest - timedelta(days=3 * 365)).date()} if newest else {}
    return {
        "front": ["/"] * MANY,
        "front, one topic": [f"/?topic={topic}" for topic in _topics()],
        "front, one actor": [f"/?actor={pk}" for pk in actors],
        "front, most named actor": [f"/?actor={pk}" for pk in most_named],
        "map, three years": [f"/map/?{urlencode(years)}"] * MANY,
        "timeline": ["/timeline/"] * MANY,
        "event": [f"/events/{pk}/" for pk in events],
        "event, largest": [f"/events/{pk}/" for pk in largest],
        "article": [f"/articles/{pk}/" for pk in _sample(Article, chance)],
        "actor": [f"/actors/{pk}/" for pk in actors],
        "actor, most named": [f"/actors/{pk}/" for pk in most_named],
        "place": [f"/locations/{pk}/" for pk in places],
        "claim": [f"/claims/{pk}/" for pk in _sample(Claim, chance)],
        "source": [f"/sources/{pk}/" for pk in _sample(Source, chance)],
        "articles": ["/articles/"] * MANY,
        "actors": ["/actors/"] * MANY,
        "places": ["/locations/"] * MANY,
        "claims": ["/claims/"] * MANY,
        "claims, disputed": ["/claims/?standing=disputed"] * MANY,
        "sources": ["/sources/"] * MANY,
    }


def _choose_lists(chance: random.Random) -> dict[str, list[str]]:
    actors, places = _sample(Actor, chance), _used_places(chance)
    most_named = Actor.objects.order_by("-mention_count").values_list("pk", flat=True)[:MANY]
    kinds = ("articles", "events", "actors", "locations", "claims", "figures", "mentions", "sources")
    return {
        **{kind: [f"{API}{kind}/"] * MANY for kind in kinds},
        "articles of an actor": [f"{API}articles/?actor={pk}" for pk in actors],
        "articles of a most named actor": [f"{API}articles/?actor={pk}" for pk in most_named],
        "events of a most named actor": [f"{API}events/?actor={pk}" for pk in most_named],
        "events at a place": [f"{API}events/?location={pk}" for pk in places],
        "events of a topic": [f"{API}events/?topic={topic}" for topic in _topics()],
        "claims of a most named actor": [f"{API}claims/?speaker={pk}" for pk in most_named],
        "mentions of a most named actor": [f"{API}mentions/?actor={pk}" for pk in most_named],
        "figures killed": [f"{API}figures/?measure=killed"] * MANY,
    }


def _choose_searches(chance: random.Random) -> dict[str, list[str]]:
    """One, two and five words, drawn evenly over how common words are."""
    idf = word_statistics().idf
    words = [word for word in sorted(idf, key=lambda word: (idf[word], word)) if word.isalpha() and len(word) > 2]

    def query(count: int) -> str:
        return urlencode({"q": " ".join(words[int(len(words) ** chance.random()) - 1] for _ in range(count))})

    asked = {f"{count} words": [query(count) for _ in range(4 * MANY)] for count in (1, 2, 5)}
    pages = {f"page, {kind}": [f"/search/?{one}" for one in some] for kind, some in asked.items()}
    lists = {f"api articles, {kind}": [f"{API}articles/?{one}" for one in some] for kind, some in asked.items()}
    return (
        pages | lists | {f"api search, {kind}": [f"{API}search/?{one}" for one in some] for kind, some in asked.items()}
    )


def _topics() -> list[str]:
    return list(Event.objects.exclude(topic="").order_by("topic").values_list("topic", flat=True).distinct()[:MANY])


def _used_places(chance: random.Random) -> list[int]:
    found = list(LocationDay.objects.order_by("location").values_list("location", flat=True).distinct()[:2_000])
    return chance.sample(found, min(MANY, len(found)))


def _sample(model: Any, chance: random.Random) -> list[int]:
    """Records from anywhere in the table; without reading all of it."""
    rows: QuerySet[Any] = model.objects.order_by("pk")
    highest = rows.aggregate(pk=Max("pk"))["pk"] or 0
    found = (
        rows.filter(pk__gte=chance.randint(1, max(1, highest))).values_list("pk", flat=True).first()
        for _ in range(MANY)
    )
    return [pk for pk in found if pk is not None]
