"""Prints the services' lines under one another, `web | …`, and keeps them in a log file of bounded size."""

from __future__ import annotations

import logging
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

COLOURS = {"web": "36", "worker": "33", "beat": "35"}  # ANSI; only on a terminal
LOG_BYTES = 10_000_000
LOUD = ("WARNING", "ERROR", "CRITICAL", "Traceback", "; starting again in")


class LinePrinter:
    """Writes one line at a time, from any thread; `quiet` lets only troubles through to the screen."""

    def __init__(self, log: Path) -> None:
        log.parent.mkdir(mode=0o700, exist_ok=True)
        self.quiet = False
        self._colours = sys.stderr.isatty()
        self._lock = threading.Lock()
        self._in_traceback: set[str] = set()
        self._file = RotatingFileHandler(log, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True)
        self._file.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        self._file.handleError = lambda record: None  # type: ignore[method-assign]  # a full disk must not stop us

    def write(self, name: str, line: str) -> None:
        """Print one line of a service."""
        self._file.handle(logging.LogRecord(name, logging.INFO, "", 0, f"{name:<6} | {line}", None, None))
        if not line or (self.quiet and not self._is_trouble(name, line)):
            return
        label = f"{name:<6} |"
        if self._colours and name in COLOURS:
            label = f"\x1b[{COLOURS[name]}m{label}\x1b[0m"
        # Other control characters of a log line (a hostile page title) must not reach the terminal.
        safe = "".join(c if c.isprintable() or c == "\t" else "�" for c in line)
        with self._lock:
            try:
                print(f"{label} {safe}", file=sys.stderr, flush=True)
            except (OSError, ValueError):  # the terminal is gone; the file has the line
                self.quiet = True

    def _is_trouble(self, name: str, line: str) -> bool:
        """Tell troubles, whole tracebacks included, from the usual."""
        inside = name in self._in_traceback
        if "Traceback" in line:
            self._in_traceback.add(name)
        elif inside and not line.startswith((" ", "\t")):
            self._in_traceback.discard(name)  # the line that names the exception is the last
        return inside or any(word in line for word in LOUD)

    def close(self) -> None:
        """Close the log file."""
        self._file.close()
