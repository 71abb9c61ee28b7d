"""Which event an article belongs to: one pass, nearest centroid and shared rare names within a window of days."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from events.pipeline.records import ConcludedArticle, EventCandidate, Membership, Vector

# Days between an article and the nearest article of an event it may join. dev events-stream: B-cubed F1 is best at
# 4 to 6 days for the lexical vectors.
WINDOW = 5
NEIGHBOURS = 20
# Weights and thresholds from a grid on dev with the lexical vectors (names 0.35 / 0.7 / 1.0, thresholds 0.26 to 0.40):
# events-stream B-cubed 0.971 / 0.962 / 0.942 at 0.26 / 0.30 / 0.34, events-ecb 0.793 / 0.822 / 0.804 at the same.
TEXT_WEIGHT = 1.0
NAMES_WEIGHT = 0.7
PLACES_WEIGHT = 0.10
# Undated articles have no window to keep yesterday's quake from today's, so they need more.
JOIN_DATED = 0.28
JOIN_UNDATED = 0.31
COPY_SCORE = 1.0
KEPT_SCORE = 1.0
KEPT = "stays where it was"


@dataclass(slots=True)
class OpenEvent:
    """An event that may still take articles, as it grows within a batch. Ids below zero: founded in this batch."""

    event_id: int
    total: Vector
    size: int
    first_at: datetime | None
    last_at: datetime | None
    actors: dict[int, int] = field(default_factory=dict)
    places: dict[int, int] = field(default_factory=dict)

    def centroid(self) -> Vector:
        norm = float(np.linalg.norm(self.total))
        return self.total / norm if norm else self.total

    def add(self, item: ConcludedArticle) -> None:
        article = item.article
        self.total = self.total + article.reading.vector
        self.size += 1
        if article.published_at:
            self.first_at = min(self.first_at or article.published_at, article.published_at)
            self.last_at = max(self.last_at or article.published_at, article.published_at)
        for actor in actors_of(item):
            self.actors[actor] = self.actors.get(actor, 0) + 1
        for place in places_of(item):
            self.places[place] = self.places.get(place, 0) + 1


def open_event(candidate: EventCandidate) -> OpenEvent:
    return OpenEvent(
        event_id=candidate.event_id,
        total=candidate.vector * max(candidate.size, 1),
        size=candidate.size,
        first_at=candidate.first_at,
        last_at=candidate.last_at,
        actors=dict(candidate.actor_counts),
        places=dict(candidate.location_counts),
    )


def actors_of(item: ConcludedArticle) -> set[int]:
    return {mention.actor_id for mention in item.mentions if mention.actor_id is not None}


def places_of(item: ConcludedArticle) -> set[int]:
    return {m.location_id for m in item.mentions if m.location_id is not None and not m.dateline}


def cluster_articles(
    items: Sequence[ConcludedArticle],
    candidates: Mapping[int, EventCandidate],
    rarity: Mapping[int, float],
    event_of: Mapping[int, int],
) -> list[Membership]:
    """Give each article its primary event, in the order given; later ones may join events that earlier ones founded.

    `rarity`: actor -> weight of a shared name; `event_of`: stored article -> its event, for copies. A Membership
    whose event_id is below zero founds an event: -1 the first new one of the batch, and so on.
    """
    pool = {event_id: open_event(candidate) for event_id, candidate in candidates.items()}
    placed: dict[int, int] = dict(event_of)
    founded = 0
    decided: list[Membership] = []
    for item in items:
        membership = _place(item, pool, placed, rarity)
        if membership.event_id is None:
            founded += 1
            membership = Membership(-founded, 1.0, "first article of the event")
            pool[-founded] = OpenEvent(-founded, np.zeros_like(item.article.reading.vector), 0, None, None)
        assert membership.event_id is not None
        if membership.event_id in pool:
            pool[membership.event_id].add(item)
        placed[item.article.article_id] = membership.event_id
        decided.append(membership)
    return decided


def _place(
    item: ConcludedArticle, pool: Mapping[int, OpenEvent], placed: Mapping[int, int], rarity: Mapping[int, float]
) -> Membership:
    if item.article.article_id in placed:
        return Membership(placed[item.article.article_id], KEPT_SCORE, KEPT)
    if item.copy_of is not None and item.copy_of in placed:
        return Membership(placed[item.copy_of], COPY_SCORE, f"copy of another article ({item.copy_score:.2f} alike)")
    reachable = [event for event in pool.values() if within_window(item.article.published_at, event)]
    if not reachable:
        return Membership(None, 0.0, "")
    cosines = np.stack([event.centroid() for event in reachable]) @ item.article.reading.vector
    best, best_score = None, 0.0
    for event, cosine in zip(reachable, cosines, strict=True):
        score = pair_score(item, event, float(cosine), rarity)
        if score > best_score:
            best, best_score = event, score
    threshold = JOIN_DATED if item.article.published_at and best and best.last_at else JOIN_UNDATED
    if best is None or best_score < threshold:
        return Membership(None, best_score, "")
    return Membership(best.event_id, round(min(best_score, 1.0), 3), explain(item, best))


def within_window(published_at: datetime | None, event: OpenEvent) -> bool:
    if published_at is None or event.last_at is None or event.first_at is None:
        return True
    window = timedelta(days=WINDOW)
    return event.first_at - window <= published_at <= event.last_at + window


def pair_score(item: ConcludedArticle, event: OpenEvent, cosine: float, rarity: Mapping[int, float]) -> float:
    """Weigh likeness of wording, shared rare names and shared places; each part lies in 0..1."""
    names = _overlap(actors_of(item), event.actors, rarity)
    places = _overlap(places_of(item), event.places, {})
    return TEXT_WEIGHT * cosine + NAMES_WEIGHT * names * max(cosine, 0.0) + PLACES_WEIGHT * places * max(cosine, 0.0)


def _overlap(mine: set[int], theirs: Mapping[int, int], weights: Mapping[int, float]) -> float:
    if not mine or not theirs:
        return 0.0
    shared = sum(weights.get(one, 1.0) for one in mine if one in theirs)
    return shared / sum(weights.get(one, 1.0) for one in mine)


def explain(item: ConcludedArticle, event: OpenEvent) -> str:
    """Say in words why the article joins."""
    parts = []
    people = len(actors_of(item) & event.actors.keys())
    places = len(places_of(item) & event.places.keys())
    if places:
        parts.append(f"{places} shared place{'s' * (places > 1)}")
    if people:
        parts.append(f"{people} shared actor{'s' * (people > 1)}")
    published = item.article.published_at
    if published and event.last_at and event.first_at:
        gap = min(abs(published - event.first_at), abs(published - event.last_at)).days
        parts.append("same day" if gap == 0 else f"{gap} day{'s' * (gap > 1)} apart")
    return ", ".join(["similar wording", *parts])


def name_rarity(mention_counts: Mapping[int, int], articles: int) -> dict[int, float]:
    """Weigh actors by how few articles name them, 0..1: an actor of every article says nothing about an event."""
    total = math.log(articles + 2)
    return {actor: max(0.05, 1 - math.log(count + 1) / total) for actor, count in mention_counts.items()}
