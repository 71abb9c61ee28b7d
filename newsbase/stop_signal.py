"""SIGINT, SIGTERM and SIGHUP as one request to stop, raised or waited for."""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopRequested(BaseException):
    """A signal asked us to stop; not an Exception, so that no step takes it for a failure of its own."""


class StopSignal:
    """Turns the signals into `StopRequested`: at once, or, after `hold_back`, only inside `sleep`."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._raising = True
        self._before: dict[int, object] = {}

    def __enter__(self) -> StopSignal:
        for number in SIGNALS:
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue  # nohup: stay when the terminal goes
            self._before[number] = signal.signal(number, self._receive)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _receive(self, _number: int, _frame: FrameType | None) -> None:
        first = not self._asked.is_set()
        self._asked.set()
        if self._raising and first:
            raise StopRequested

    def hold_back(self) -> None:
        """Raise no more on arrival: starting and stopping of processes must not be torn apart."""
        self._raising = False

    def sleep(self, seconds: float) -> None:
        """Sleep, and raise StopRequested when a stop was or is asked for."""
        deadline = time.monotonic() + seconds
        while not self._asked.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                return
            self._asked.wait(min(left, 0.2))
        raise StopRequested
