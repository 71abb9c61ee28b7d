"""Runs the services of `up` as child processes: prefixed logs, restarts with back-off, an orderly stop.

Each child leads a session of its own, so that Ctrl-C reaches the supervisor alone, and is told by the kernel to stop
when the supervisor is killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

# Together below the 30 s in which everything must have stopped; the rest is PostgreSQL's.
WARM_STOP_SECONDS = 15.0  # a worker finishes the batch it reads
COLD_STOP_SECONDS = 5.0
FIRST_BACKOFF_SECONDS = 1.0
LONGEST_BACKOFF_SECONDS = 30.0
SETTLED_SECONDS = 60.0  # a child that lived this long starts again without delay
POLL_SECONDS = 0.2

# Becomes the service after asking the kernel (PR_SET_PDEATHSIG) for a signal at our end. Not a preexec_fn: that runs
# Python between fork and exec, which may lock up once our reader threads run.
TIED = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(1, int(sys.argv[1]))
if os.getppid() != int(sys.argv[2]):
    sys.exit(1)
os.execvp(sys.argv[3], sys.argv[3:])
"""

Write = Callable[[str, str], None]  # (service name, one line)


def tie(command: Sequence[str], number: signal.Signals) -> tuple[str, ...]:
    """Return the command that becomes `command` and gets the signal `number` when the process that starts it ends.

    To be started from the main thread: the kernel watches the thread.
    """
    return (sys.executable, "-I", "-c", TIED, str(int(number)), str(os.getpid()), *command)


@dataclass(frozen=True)
class Service:
    """One child: its name in the logs and its command."""

    name: str
    command: tuple[str, ...]


@dataclass
class Child:
    """A service's running process and its history."""

    service: Service
    process: subprocess.Popen[bytes]
    started: float
    backoff: float = FIRST_BACKOFF_SECONDS
    restart_at: float | None = None
    reader: threading.Thread | None = field(default=None, repr=False)


class Supervisor:
    """Starts services, keeps them running, stops them in the reverse order; use from the main thread only."""

    def __init__(self, services: Sequence[Service], environment: Mapping[str, str], folder: Path, write: Write) -> None:
        self.services = services
        self.environment = dict(environment)
        self.folder = folder
        self.write = write
        self.children: dict[str, Child] = {}

    def start(self) -> None:
        """Start every service, in the order given."""
        for service in self.services:
            self.children[service.name] = self._spawn(service)

    def _spawn(self, service: Service) -> Child:
        process = subprocess.Popen(
            tie(service.command, signal.SIGTERM),
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        child = Child(service, process, time.monotonic())
        child.reader = threading.Thread(target=self._copy_output, args=(child,), daemon=True)
        child.reader.start()
        return child

    def _copy_output(self, child: Child) -> None:
        assert child.process.stdout is not None
        with child.process.stdout as stream:
            for line in stream:
                self.write(child.service.name, line.decode("utf-8", "replace").rstrip())

    def tend(self) -> None:
        """Look after the children once: say who died, start again who is due."""
        now = time.monotonic()
        for name, child in self.children.items():
            if child.restart_at is None:
                if child.process.poll() is None:
                    continue
                _signal_group(child.process, signal.SIGKILL)  # what a dead leader left behind
                if now - child.started > SETTLED_SECONDS:
                    child.backoff = FIRST_BACKOFF_SECONDS
                self.write(name, f"{_describe_end(child.process.returncode)}; starting again in {child.backoff:.0f} s")
                child.restart_at = now + child.backoff
            elif now >= child.restart_at:
                fresh = self._spawn(child.service)
                fresh.backoff = min(child.backoff * 2, LONGEST_BACKOFF_SECONDS)
                self.children[name] = fresh

    def stop(self) -> None:
        """Stop all children: politely, then coldly, then by force; returns when no process of theirs is left."""
        for service in reversed(self.services):
            child = self.children.get(service.name)
            if child is not None and child.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    child.process.send_signal(signal.SIGTERM)
        self._wait(WARM_STOP_SECONDS)
        for child in self._find_living():
            self.write(child.service.name, "still busy; stopping it without waiting for its work")
            with contextlib.suppress(ProcessLookupError):
                child.process.send_signal(signal.SIGQUIT)
        self._wait(COLD_STOP_SECONDS)
        for child in self.children.values():
            _signal_group(child.process, signal.SIGKILL)
            child.process.wait()
            if child.reader is not None:
                child.reader.join(timeout=1)
        self.children.clear()

    def _find_living(self) -> list[Child]:
        return [child for child in self.children.values() if child.process.poll() is None]

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while self._find_living() and time.monotonic() < deadline:
            time.sleep(0.05)


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Signal every process of the child's session that is still in its group; none left is fine."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _describe_end(code: int) -> str:
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"
