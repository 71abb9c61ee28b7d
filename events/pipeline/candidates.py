"""What a batch of articles may be about, out of the database: a constant number of indexed queries a batch."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from events.models import ArticleSignature
from events.pipeline.actor_candidates import fill_pool
from events.pipeline.copies import Signature, unpack_hashes
from events.pipeline.pass_so_far import PassSoFar
from events.pipeline.place_candidates import find_places
from events.pipeline.resolve import Candidates

# Articles that one is compared with at most, those that copy nothing first: a notice that thousands carry has one origin.
# Chosen by hand, not measured.
MOST_COMPARED = 200
COPY_PAIRS = """
SELECT mine.article_id, near.article_id
  FROM events_articlesignature AS mine
 CROSS JOIN LATERAL (
       SELECT held.article_id
         FROM events_articlesignature AS held
         JOIN events_article AS article ON article.id = held.article_id
        WHERE held.bands && mine.bands AND held.article_id <> mine.article_id
          AND (article.revision_id IS NOT NULL OR held.article_id = ANY(%(batch)s))
        ORDER BY article.copy_of_id IS NOT NULL, held.article_id LIMIT %(most)s) AS near
 WHERE mine.article_id = ANY(%(batch)s)
"""


def find_name_candidates(
    place_keys: set[str],
    actor_keys: set[str],
    blocks: set[str],
    revisions: set[int],
    articles: set[int],
    so_far: PassSoFar | None = None,
) -> Candidates:
    """Look up the bearers of all names of a batch in a constant number of queries; a merged record's survivor answers."""
    candidates = Candidates(places=find_places(place_keys))
    fill_pool(candidates, actor_keys, blocks, revisions, articles, so_far)
    return candidates


def find_copy_pairs(
    article_ids: Sequence[int], so_far: PassSoFar | None = None
) -> tuple[list[tuple[int, int]], dict[int, Signature]]:
    """Return (article of the batch, article that shares a band with it) pairs, and the signatures of all of them."""
    with connection.cursor() as cursor:
        # On a small table the planner would compare arrays pair by pair, which costs seconds; the index costs none.
        cursor.execute("SET LOCAL enable_seqscan = off")
        # A pass over all articles looks at every one: what copies what by now is nothing to it.
        most = MOST_COMPARED if so_far is None else None
        cursor.execute(COPY_PAIRS, {"batch": list(article_ids), "most": most})
        pairs = cursor.fetchall()
        cursor.execute("SET LOCAL enable_seqscan = on")
    if so_far is not None:
        batch = set(article_ids)
        pairs = [pair for pair in pairs if pair[1] in so_far.passed or pair[1] in batch]
    involved = {article for pair in pairs for article in pair}
    rows = ArticleSignature.objects.filter(article__in=involved).values_list("article_id", "hashes", "shingles")
    return pairs, {article: Signature(unpack_hashes(bytes(stored)), count) for article, stored, count in rows}
