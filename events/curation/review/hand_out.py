"""Handing out questions: each to one curator at a time, for a while."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q
from django.db.models.functions import Now

from events.models import ReviewItem
from events.models.choices import ReviewKind, ReviewState

# Reading two records takes a minute or two; whoever goes away holds a question no longer than this.
HOLD = timedelta(minutes=10)
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM events_reviewitem
      WHERE state = 'open' AND (lease_until IS NULL OR lease_until < clock_timestamp())
        AND (%(kind)s = '' OR kind = %(kind)s)
      ORDER BY skips, weight DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE events_reviewitem AS item SET leased_by_id = %(user)s, lease_until = clock_timestamp() + %(hold)s::interval
  FROM due WHERE item.id = due.id RETURNING item.id
"""


def claim_item(user: User, kind: str = "") -> ReviewItem | None:
    """Return the question that the user holds, else the next free one (of a kind), None when there is none.

    What weighs most comes first, skipped ones last. Two indexed statements; commits at once outside a transaction.
    """
    mine = Q(leased_by=user, lease_until__gt=Now(), state=ReviewState.OPEN)
    rows = ReviewItem.objects.select_related("actor", "other", "mention__article__source", "mention__revision")
    held = rows.filter(mine, **({"kind": kind} if kind else {})).order_by("-lease_until").first()
    if held:
        return held
    ReviewItem.objects.filter(mine).update(leased_by=None, lease_until=None)
    wanted = kind if kind in ReviewKind.values else ""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"user": user.pk, "hold": f"{HOLD.total_seconds():.0f} seconds", "kind": wanted})
        claimed = cursor.fetchone()
    return rows.get(pk=claimed[0]) if claimed else None


def release_item(item: ReviewItem) -> None:
    """Set a question aside that was settled elsewhere before anybody answered."""
    ReviewItem.objects.filter(pk=item.pk, state=ReviewState.OPEN).update(
        state=ReviewState.STALE, leased_by=None, lease_until=None
    )
