"""The two lists of steps, and the loops that work them off. Tasks and commands call these; they are safe at any time."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.conf import settings

from events.pipeline.conclude import conclude_batch
from events.pipeline.heal import heal_events
from events.pipeline.read import read_batch

READ_STEPS = ("fetch", "extract", "tag")
CONCLUDE_STEPS = ("resolve", "claims", "cluster", "store")
# A task works for at most this long and then queues its successor, so that a worker can be stopped gently, and so that its
# last batch ends well before the limit at which it would be killed.
TASK_SECONDS = min(20.0, settings.TASK_LIMIT_SECONDS / 3)
HEAL_SHARE = 0.25


def work_off(batch: Callable[[], int], seconds: float = TASK_SECONDS) -> tuple[int, bool]:
    """Call `batch` until nothing waits or the time is up; returns (articles, whether more may wait)."""
    done, deadline = 0, time.monotonic() + seconds
    while time.monotonic() < deadline:
        count = batch()
        if not count:
            return done, False
        done += count
    return done, True


def read_pending(seconds: float = TASK_SECONDS) -> tuple[int, bool]:
    return work_off(read_batch, seconds)


def conclude_pending(seconds: float = TASK_SECONDS) -> tuple[int, bool]:
    """Conclude what waits, then heal the events that it touched; under load healing gets a share of the time."""
    done, more = work_off(conclude_batch, seconds)
    return done, heal_events(seconds * HEAL_SHARE if more else seconds) or more
