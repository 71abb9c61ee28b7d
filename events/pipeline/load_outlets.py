"""What the outlets of a batch have written about before, out of their own earlier articles: one query a batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import connection

from events.pipeline.outlet_places import SURE, WINDOW, OutletPlaces
from events.pipeline.pass_so_far import PassSoFar
from events.pipeline.records import ReadArticle

PLACES_OF = """
SELECT wanted.source_id, earlier.revision_id, place.id, place.country_code, place.admin1_code
  FROM {earlier}
  JOIN events_mention AS mention
    ON mention.revision_id = earlier.revision_id AND mention.removed_at IS NULL AND mention.link_score >= %(sure)s
  JOIN events_location AS held ON held.id = mention.location_id
  JOIN events_location AS place ON place.id = COALESCE(held.canonical_id, held.id)
 GROUP BY 1, 2, 3 ORDER BY 1, 2
"""
# Earlier in the order in which articles are published; an undated one comes after all dated ones. The index
# article_by_source serves the inner query.
EARLIER = PLACES_OF.format(
    earlier="""unnest(%(sources)s::bigint[], %(dates)s::timestamptz[], %(articles)s::bigint[])
       AS wanted(source_id, published_at, article_id)
 CROSS JOIN LATERAL (
       SELECT article.revision_id
         FROM events_article AS article
        WHERE article.source_id = wanted.source_id AND article.revision_id IS NOT NULL
          AND CASE WHEN wanted.published_at IS NULL THEN article.published_at IS NOT NULL OR article.id < wanted.article_id
                   ELSE (article.published_at, article.id) < (wanted.published_at, wanted.article_id) END
        ORDER BY article.published_at DESC NULLS LAST, article.id DESC LIMIT %(window)s) AS earlier"""
)
# Those that a pass over all articles has passed, in its own order.
PASSED = PLACES_OF.format(
    earlier="unnest(%(sources)s::bigint[], %(revisions)s::bigint[]) AS earlier(source_id, revision_id)"
).replace("wanted.source_id", "earlier.source_id")


def load_passed(articles: Sequence[ReadArticle], so_far: PassSoFar) -> dict[int, OutletPlaces]:
    """Like load_outlets, of what a pass over all articles has passed."""
    sources = sorted({article.source_id for article in articles if article.source_id is not None})
    pairs = [(source, revision) for source in sources for revision in so_far.of_source.get(source, ())]
    wanted = {"sources": [source for source, _ in pairs], "revisions": [revision for _, revision in pairs]}
    return _add_up(PASSED, wanted)


def load_outlets(articles: Sequence[ReadArticle]) -> dict[int, OutletPlaces]:
    """Return what each outlet's latest articles before this batch are surely about, by source id."""
    first: dict[int, tuple[datetime | None, int]] = {}
    for article in articles:
        if article.source_id is not None:
            first.setdefault(article.source_id, (article.published_at, article.article_id))
    if not first:
        return defaultdict(OutletPlaces)
    return _add_up(
        EARLIER,
        {
            "sources": list(first),
            "dates": [published for published, _ in first.values()],
            "articles": [article for _, article in first.values()],
            "window": WINDOW,
        },
    )


def _add_up(query: str, wanted: dict[str, Any]) -> dict[int, OutletPlaces]:
    outlets: defaultdict[int, OutletPlaces] = defaultdict(OutletPlaces)
    with connection.cursor() as cursor:
        cursor.execute(query, {**wanted, "sure": SURE})
        rows = cursor.fetchall()
    for (source, _), held in groupby(rows, key=lambda row: (row[0], row[1])):
        outlets[source].add_article((place, country, admin1) for _, _, place, country, admin1 in held)
    return outlets
