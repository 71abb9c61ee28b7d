"""The pace of each host, shared by all workers through one row in the database.

A turn is one statement: it moves the host's next free moment on and notes that a request is under way. A killed worker
leaves nothing behind but a place that counts as taken for a minute.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from events.models import HostPace
from events.pipeline.errors import Retry

# Requests under way at one host at once, whatever the number of workers: what a careful browser opens, halved.
MAX_AT_ONCE = 3
# A fetch ends by its own deadline long before.
PLACE_SECONDS = 120.0
# While all places are taken nobody knows how long; a request takes a second or two.
BUSY_SECONDS = 5.0
# Longer rests than this are for feeds and articles to keep; a host's row must not be blocked for days by one answer.
MAX_REST_SECONDS = 3600.0

TAKE = """
INSERT INTO events_hostpace AS pace (host, next_free_at, busy_until)
VALUES (%(host)s, clock_timestamp() + %(delay)s * interval '1 second',
        ARRAY[clock_timestamp() + %(place)s * interval '1 second'])
    ON CONFLICT (host) DO UPDATE
   SET next_free_at = greatest(pace.next_free_at, clock_timestamp()) + %(delay)s * interval '1 second',
       busy_until = ARRAY(SELECT place FROM unnest(pace.busy_until) AS place WHERE place > clock_timestamp())
                    || (greatest(pace.next_free_at, clock_timestamp()) + %(place)s * interval '1 second')
 WHERE pace.next_free_at <= clock_timestamp() + %(max_wait)s * interval '1 second'
   AND (SELECT count(*) FROM unnest(pace.busy_until) AS place WHERE place > clock_timestamp()) < %(most)s
RETURNING extract(epoch FROM next_free_at - clock_timestamp()) - %(delay)s, busy_until[cardinality(busy_until)]
"""
REFUSED = """
SELECT extract(epoch FROM next_free_at - clock_timestamp()) FROM events_hostpace WHERE host = %s
"""
LEAVE = "UPDATE events_hostpace SET busy_until = array_remove(busy_until, %s) WHERE host = %s"
REST = """
INSERT INTO events_hostpace AS pace (host, next_free_at, busy_until)
VALUES (%(host)s, clock_timestamp() + %(rest)s * interval '1 second', ARRAY[]::timestamptz[])
    ON CONFLICT (host) DO UPDATE SET next_free_at = greatest(pace.next_free_at, excluded.next_free_at)
"""


class SharedTurns:
    """The `Turns` of a policy for workers: at most MAX_AT_ONCE requests at a host, `delay` seconds apart."""

    @contextmanager
    def turn(self, host: str, delay: float, max_wait: float) -> Iterator[None]:
        """Wait for the host's turn and hold a place there; raises `Retry` ("paced")."""
        wait, place = self._take(host, delay, max_wait)
        try:
            if wait > 0:
                time.sleep(wait)
            yield
        finally:
            self._run(LEAVE, [place, host])

    def rest(self, host: str, seconds: float) -> None:
        """Ask nothing of this host for so long, at most an hour."""
        self._run(REST, {"host": host, "rest": min(seconds, MAX_REST_SECONDS)})

    def _take(self, host: str, delay: float, max_wait: float) -> tuple[float, datetime]:
        limits: dict[str, str | float] = {"place": PLACE_SECONDS, "max_wait": max_wait, "most": MAX_AT_ONCE}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAKE, {"host": host, "delay": delay, **limits})
            taken = cursor.fetchone()
            if taken is not None:
                return float(taken[0]), taken[1]
            cursor.execute(REFUSED, [host])
            (left,) = cursor.fetchone() or (0.0,)
        after = max(float(left), BUSY_SECONDS)
        raise Retry("paced", f"{host} is asked often enough for now", after=after, our_wish=True)

    def _run(self, statement: str, values: list[str | datetime] | dict[str, str | float]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)


def forget_hosts(idle: timedelta) -> int:
    """Drop the rows of hosts that nobody has asked for so long; returns how many."""
    return HostPace.objects.filter(next_free_at__lt=timezone.now() - idle).delete()[0]
