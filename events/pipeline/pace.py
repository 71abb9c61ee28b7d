"""Keeps one process from asking one host too often, where there is no database to share the pace by."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from events.pipeline.errors import Retry

MAX_HOSTS = 10_000


class Pace:
    """Gives each host its next free moment, at least `delay` seconds after the one before."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next_free: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait_turn(self, origin: str, delay: float, max_wait: float) -> None:
        """Sleep until it is this host's turn; raises `Retry` ("paced") if that is more than `max_wait` seconds off."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next_free.get(origin, now))
            if turn - now > max_wait:
                raise Retry("paced", f"{origin} was asked often enough for now", after=turn - now, our_wish=True)
            self._next_free[origin] = turn + delay
            self._next_free.move_to_end(origin)
            if len(self._next_free) > MAX_HOSTS:
                self._next_free.popitem(last=False)
        if turn > now:
            self._sleep(turn - now)

    @contextmanager
    def turn(self, host: str, delay: float, max_wait: float) -> Iterator[None]:
        """Wait for the turn; how many requests are under way at once the delay alone bounds here."""
        self.wait_turn(host, delay, max_wait)
        yield

    def rest(self, host: str, seconds: float) -> None:
        """Ask nothing of this host for so long."""
        with self._lock:
            self._next_free[host] = max(self._next_free.get(host, 0.0), self._clock() + seconds)

    def clear(self) -> None:
        """Forget every host."""
        with self._lock:
            self._next_free.clear()
