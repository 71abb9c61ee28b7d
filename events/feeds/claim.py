"""Takes feeds that are due, one worker each: a conditional update with a lease, as articles are claimed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

# A poll fetches one address, for a minute at most, and stores at most 2,000 rows.
LEASE = timedelta(minutes=5)

# Materialized: a plain sub-select may be run once a row, and then takes more than its LIMIT.
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM events_feed
      WHERE enabled AND (next_check_at IS NULL OR next_check_at <= now())
            AND (lease_until IS NULL OR lease_until < now())
      ORDER BY next_check_at NULLS FIRST, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE events_feed AS feed SET lease_until = now() + %(lease)s::interval
  FROM due WHERE feed.id = due.id
RETURNING feed.id, feed.lease_until
"""
CLAIM_ONE = """
UPDATE events_feed SET lease_until = now() + %(lease)s::interval
 WHERE id = %(feed)s AND (lease_until IS NULL OR lease_until < now())
RETURNING id, lease_until
"""


@dataclass(frozen=True, slots=True)
class ClaimedFeed:
    """A feed in our hands until `lease_until`, which also tells our claim from another's."""

    feed_id: int
    lease_until: datetime


def claim_due_feeds(limit: int) -> list[ClaimedFeed]:
    """Take up to `limit` feeds that are due, longest waiting first; commits at once (call outside a transaction)."""
    return _claim(CLAIM, {"limit": limit})


def claim_feed(feed_id: int) -> ClaimedFeed | None:
    """Take this feed, due or not, enabled or not; None while somebody else has it."""
    return next(iter(_claim(CLAIM_ONE, {"feed": feed_id})), None)


def _claim(statement: str, values: dict[str, int]) -> list[ClaimedFeed]:
    lease = f"{LEASE.total_seconds():.0f} seconds"
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "lease": lease})
        return [ClaimedFeed(*row) for row in cursor.fetchall()]
