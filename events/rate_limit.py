"""Limits on how often somebody may ask, counted in the database, so that they hold for all web processes together.

The generic cell rate algorithm (ATM Forum, Traffic Management 4.0, 1996; as a bucket: it holds `limit` requests and fills
evenly within the window): one row and one statement a request, no lists of times, no lost update.
"""

from __future__ import annotations

import logging
import math
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models.functions import Now
from rest_framework.throttling import SimpleRateThrottle

from events.models import RateBucket

log = logging.getLogger(__name__)

KEY_LENGTH = 200
# A thousandth of a second is forgiven: sums of steps are rounded to a millionth each.
TAKE = """
INSERT INTO events_ratebucket AS bucket (key, full_at)
VALUES (%(key)s, statement_timestamp() + %(step)s * interval '1 second')
    ON CONFLICT (key) DO UPDATE
   SET full_at = greatest(bucket.full_at, statement_timestamp()) + %(step)s * interval '1 second'
 WHERE bucket.full_at <= statement_timestamp() + (%(window)s - %(step)s + 0.001) * interval '1 second'
RETURNING extract(epoch FROM full_at - statement_timestamp())::float8
"""
LOOK = "SELECT extract(epoch FROM full_at - statement_timestamp())::float8 FROM events_ratebucket WHERE key = %s"


@dataclass(frozen=True, slots=True)
class Taken:
    """Whether a request was `allowed`, how many are `left`, in how many seconds the next one is, and all are, free."""

    allowed: bool
    left: int
    wait: float
    full_in: float


def take(key: str, limit: int, window: float) -> Taken:
    """Count a request of `key`, of which `limit` may come at once and as many more, evenly, in each `window` seconds.

    What is refused counts for nothing. Where the database takes no writes everybody is let through, and the log says so.
    """
    if limit < 1:
        return Taken(False, 0, window, window)
    key, step = key.replace("\0", "")[:KEY_LENGTH], window / limit
    try:
        # One statement needs no transaction of its own, only shelter inside another's.
        with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.cursor() as cursor:
            cursor.execute(TAKE, {"key": key, "step": step, "window": window})
            row = cursor.fetchone()
            if row is not None:
                return Taken(True, math.floor((window - row[0]) / step + 0.01), 0.0, row[0])
            cursor.execute(LOOK, [key])
            [full_in] = cursor.fetchone() or [0.0]
            return Taken(False, 0, max(full_in + step - window, 0.0), full_in)
    except DatabaseError:
        log.warning("limits are not counted: the database takes no writes", exc_info=True)
        return Taken(True, limit, 0.0, 0.0)


def drop_full_buckets() -> int:
    """Let go of clients that have their whole allowance again; returns how many."""
    return RateBucket.objects.filter(full_at__lt=Now() - timedelta(minutes=1)).delete()[0]


class SharedThrottle(SimpleRateThrottle):
    """A throttle of Django REST framework that counts in the database; `taken` is what came of the request."""

    taken: Taken | None = None
    limit = 0
    window = 0

    def allow_request(self, request: Any, view: Any) -> bool:
        """Whether the client may ask now."""
        limit, window = self.parse_rate(self.rate)
        key = self.get_cache_key(request, view)
        if key is None or limit is None or window is None:
            return True
        self.limit, self.window = limit, window
        self.taken = take(key, limit, window)
        return self.taken.allowed

    def wait(self) -> float | None:
        """Seconds until the client may ask again."""
        return self.taken.wait if self.taken else None
