"""Counting anew what batches only count up and down."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

RECOUNT = """
UPDATE events_actor AS actor SET mention_count = counted.articles
  FROM (SELECT head.id, count(DISTINCT mention.article_id) AS articles
          FROM events_actor AS head
          JOIN events_actor AS held ON held.id = head.id OR held.canonical_id = head.id
          LEFT JOIN events_mention AS mention ON mention.actor_id = held.id AND mention.removed_at IS NULL
         WHERE head.id = ANY(%s) OR head.id IN (SELECT canonical_id FROM events_actor WHERE id = ANY(%s))
         GROUP BY head.id) AS counted
 WHERE counted.id = actor.id AND actor.mention_count <> counted.articles
"""


def recount_actors(actor_ids: Iterable[int]) -> None:
    """Count the articles that name each actor or a record merged into it; survivors of the given ones too."""
    ids = sorted(set(actor_ids))
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(RECOUNT, [ids, ids])
