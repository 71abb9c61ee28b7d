"""Bringing the queue up to date: what was settled elsewhere goes, what is new comes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from events.curation.review.find_duplicates import find_duplicates
from events.curation.review.find_event_pairs import find_event_pairs
from events.curation.review.find_links import find_links
from events.curation.review.find_names import find_names
from events.curation.review.find_place_pairs import find_place_pairs
from events.models import ReviewItem
from events.models.choices import ReviewState

# Two of these at once would only repeat each other.
REFRESH_LOCK = 0x72657669
SETTLED = """
UPDATE events_reviewitem AS item SET state = 'stale', leased_by_id = NULL, lease_until = NULL
 WHERE item.state = 'open' AND (
       EXISTS (SELECT FROM events_actor AS held
                WHERE held.id IN (item.actor_id, item.other_id)
                  AND (held.canonical_id IS NOT NULL OR item.kind = 'name' AND 'name' = ANY(held.locked_fields)))
    OR EXISTS (SELECT FROM events_mention AS held
                WHERE held.id = item.mention_id
                  AND (held.candidates IS NULL OR held.decided_by = 'curator' OR held.removed_at IS NOT NULL))
    OR EXISTS (SELECT FROM events_location AS held
                WHERE held.id IN (item.place_id, item.other_place_id) AND held.canonical_id IS NOT NULL)
    OR EXISTS (SELECT FROM events_event AS held
                WHERE held.id IN (item.event_id, item.other_event_id) AND held.canonical_id IS NOT NULL)
    OR EXISTS (SELECT FROM events_locationjudgement AS judged
                WHERE judged.left_id = least(item.place_id, item.other_place_id)
                  AND judged.right_id = greatest(item.place_id, item.other_place_id))
    OR EXISTS (SELECT FROM events_eventjudgement AS judged
                WHERE judged.left_id = least(item.event_id, item.other_event_id)
                  AND judged.right_id = greatest(item.event_id, item.other_event_id))
    OR item.kind = 'duplicate' AND EXISTS (
       SELECT FROM events_actorjudgement AS judged
        WHERE judged.left_id = least(item.actor_id, item.other_id)
          AND judged.right_id = greatest(item.actor_id, item.other_id)))
"""


@dataclass(frozen=True, slots=True)
class Found:
    """New questions by kind, and open ones that were settled elsewhere."""

    links: int
    duplicates: int
    names: int
    settled: int


def refresh_queue() -> Found | None:
    """Search the next stretch of each table for questions; None where another process is at it. Bounded in rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [REFRESH_LOCK])
        if not cursor.fetchone()[0]:
            return None
        ReviewItem.objects.filter(state=ReviewState.STALE).delete()
        cursor.execute(SETTLED)
        settled = cursor.rowcount
        pairs = find_duplicates() + find_place_pairs() + find_event_pairs()
        return Found(find_links(), pairs, find_names(), settled)
