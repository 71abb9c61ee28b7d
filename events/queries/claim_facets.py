"""Counts beside the claim list: by speaker, by whom and what it is about, and by outlet, within the current filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, QuerySet

from events.models import Actor, Claim, Location, Source
from events.queries.facets import FacetValue

# As for events: counting all claims on every view is too slow, so the newest ones of the filter are counted.
COUNTED_CLAIMS = 2_000
FACET_VALUES = 16
_COUNT = """
WITH newest AS MATERIALIZED ({newest})
SELECT 'size', 0, count(*) FROM newest
UNION ALL (
SELECT 'speaker', COALESCE(actor.canonical_id, actor.id), count(*) AS n
  FROM newest JOIN events_actor AS actor ON actor.id = newest.speaker_id GROUP BY 2 ORDER BY n DESC, 2 LIMIT %s)
UNION ALL (
SELECT 'about', COALESCE(actor.canonical_id, actor.id), count(DISTINCT newest.id) AS n
  FROM newest JOIN events_claimactor AS link ON link.claim_id = newest.id
  JOIN events_actor AS actor ON actor.id = link.actor_id GROUP BY 2 ORDER BY n DESC, 2 LIMIT %s)
UNION ALL (
SELECT 'location', COALESCE(place.canonical_id, place.id), count(DISTINCT newest.id) AS n
  FROM newest JOIN events_claimlocation AS link ON link.claim_id = newest.id
  JOIN events_location AS place ON place.id = link.location_id GROUP BY 2 ORDER BY n DESC, 2 LIMIT %s)
UNION ALL (
SELECT 'source', article.source_id, count(*) AS n
  FROM newest JOIN events_article AS article ON article.id = newest.article_id
 WHERE article.source_id IS NOT NULL GROUP BY 2 ORDER BY n DESC, 2 LIMIT %s)
"""


@dataclass(frozen=True, slots=True)
class ClaimFacets:
    """The most frequent values by filter name, most frequent first."""

    speaker: list[FacetValue]
    about: list[FacetValue]
    location: list[FacetValue]
    source: list[FacetValue]
    is_partial: bool


def count_beside_claims(claims: QuerySet[Claim]) -> ClaimFacets:
    """Count a filtered claim list. Queries: 4."""
    try:
        newest, params = _newest_sql(claims)
    except EmptyResultSet:
        return ClaimFacets([], [], [], [], is_partial=False)
    found: dict[str, dict[int, int]] = {"size": {}, "speaker": {}, "about": {}, "location": {}, "source": {}}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(newest=newest), [*params, *[FACET_VALUES] * 4])
        for name, pk, n in cursor.fetchall():
            found[name][pk] = n
    actors = Actor.objects.in_bulk({*found["speaker"], *found["about"]})
    return ClaimFacets(
        speaker=_name(found["speaker"], actors),
        about=_name(found["about"], actors),
        location=_name(found["location"], Location.objects.in_bulk(list(found["location"]))),
        source=_name(found["source"], Source.objects.in_bulk(list(found["source"]))),
        is_partial=found["size"].get(0, 0) >= COUNTED_CLAIMS,
    )


def _name(counts: dict[int, int], records: dict[int, Any]) -> list[FacetValue]:
    return [FacetValue(str(pk), str(records[pk]), n) for pk, n in counts.items() if pk in records]


def _newest_sql(claims: QuerySet[Claim]) -> tuple[str, tuple[Any, ...]]:
    """The statement that walks the list's own index to the newest claims of the filter. Raises EmptyResultSet."""
    plain = claims.select_related(None).prefetch_related(None)
    ordered = plain.order_by(F("published_at").desc(nulls_last=True), "-pk")
    return ordered.values("id", "speaker_id", "article_id")[:COUNTED_CLAIMS].query.sql_with_params()
