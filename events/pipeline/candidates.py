"""What a batch of articles may be about, out of the database: a constant number of indexed queries a batch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from events.models import ArticleSignature, EventActor, EventLocation, Location
from events.models.event import EventVector
from events.pipeline.actor_candidates import fill_pool
from events.pipeline.cluster import NEIGHBOURS, WINDOW
from events.pipeline.copies import Signature, unpack_values
from events.pipeline.place_candidates import find_places
from events.pipeline.records import ConcludedArticle, EventCandidate, ReadArticle
from events.pipeline.resolve import Candidates

NEAREST_EVENTS = """
SELECT DISTINCT near.event_id
  FROM unnest(%(vectors)s::vector[], %(after)s::timestamptz[], %(before)s::timestamptz[]) AS wanted(vector, after, before)
 CROSS JOIN LATERAL (
       SELECT held.event_id
         FROM events_eventvector AS held
        WHERE wanted.after IS NULL OR held.last_at IS NULL
           OR (held.last_at >= wanted.after AND held.first_at <= wanted.before)
        ORDER BY held.vector <=> wanted.vector LIMIT %(limit)s) AS near
"""

COPY_PAIRS = """
SELECT mine.article_id, held.article_id
  FROM events_articlesignature AS mine
  JOIN events_articlesignature AS held ON held.bands && mine.bands AND held.article_id <> mine.article_id
  JOIN events_article AS article ON article.id = held.article_id
 WHERE mine.article_id = ANY(%(batch)s) AND (article.revision_id IS NOT NULL OR held.article_id = ANY(%(batch)s))
"""


def find_name_candidates(
    place_keys: set[str], actor_keys: set[str], blocks: set[str], revisions: set[int], articles: set[int]
) -> Candidates:
    """Look up the bearers of all names of a batch in a constant number of queries; a merged record's survivor answers."""
    candidates = Candidates(places=find_places(place_keys))
    fill_pool(candidates, actor_keys, blocks, revisions, articles)
    return candidates


def find_copy_pairs(article_ids: Sequence[int]) -> tuple[list[tuple[int, int]], dict[int, Signature]]:
    """Return (article of the batch, article that shares a band with it) pairs, and the signatures of all of them."""
    with connection.cursor() as cursor:
        # On a small table the planner would compare arrays pair by pair, which costs seconds; the index costs none.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(COPY_PAIRS, {"batch": list(article_ids)})
        pairs = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan = on")
    involved = {article for pair in pairs for article in pair}
    rows = ArticleSignature.objects.filter(article__in=involved).values_list("article_id", "values", "shingles")
    return pairs, {article: Signature(unpack_values(bytes(stored)), count) for article, stored, count in rows}


def find_event_candidates(articles: Sequence[ConcludedArticle], also: Iterable[int]) -> dict[int, EventCandidate]:
    """Return the events nearest to each article within its time window, and those of `also`: four queries a batch.

    Merged actors and places count for their survivors; a merged event is no candidate, the one that answers for it is.
    """
    wanted = set(also) | _nearest_events([item.article for item in articles])
    actors = _count_by_event(EventActor.objects.filter(event__in=wanted), "actor")
    places = _count_by_event(EventLocation.objects.filter(event__in=wanted), "location")
    vectors = EventVector.objects.filter(event__in=wanted, event__canonical__isnull=True)
    vectors = vectors.select_related("event__location")
    return {
        row.event_id: EventCandidate(
            event_id=row.event_id,
            vector=np.asarray(row.vector, dtype=np.float32),
            size=row.event.size,
            first_at=row.first_at,
            last_at=row.last_at,
            actor_counts=actors.get(row.event_id, {}),
            location_counts=places.get(row.event_id, {}),
            main_location_id=_answering(row.event.location),
        )
        for row in vectors
    }


def _answering(place: Location | None) -> int | None:
    return None if place is None else place.canonical_id or place.pk


def _count_by_event(rows: QuerySet[Any], column: str) -> dict[int, dict[int, int]]:
    """Return event -> what answers for its actors or places -> in how many of its articles they are named."""
    found: dict[int, dict[int, int]] = {}
    answering = Coalesce(f"{column}__canonical_id", f"{column}_id")
    for event, record, count in rows.values_list("event", answering, "articles"):
        counts = found.setdefault(event, {})
        counts[record] = max(count, counts.get(record, 0))  # of two merged ones the articles may be the same
    return found


def _nearest_events(articles: Sequence[ReadArticle]) -> set[int]:
    if not articles:
        return set()
    window = timedelta(days=WINDOW)
    with connection.cursor() as cursor:
        cursor.execute(
            NEAREST_EVENTS,
            {
                "vectors": ["[" + ",".join(f"{x:.5f}" for x in a.reading.vector) + "]" for a in articles],
                "after": [a.published_at and a.published_at - window for a in articles],
                "before": [a.published_at and a.published_at + window for a in articles],
                "limit": NEIGHBOURS,
            },
        )
        return {row[0] for row in cursor.fetchall()}
