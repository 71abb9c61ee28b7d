"""A Celery worker for the length of one command, where none is running: `ingest --wait` needs nothing else to be up."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from newsbase.log_lines import LinePrinter
from newsbase.services import list_services
from newsbase.supervise import Supervisor

PING_SECONDS = 2.0


@contextmanager
def worker_at_hand() -> Iterator[None]:
    """Have a worker while the block runs: that of a running `up`, one that answers at the broker, or one of our own."""
    if is_up(settings.NEWSBASE_HOME) or _answers_at_broker():
        yield
        return
    services = [service for service in list_services("127.0.0.1", 0) if service.name == "worker"]
    environment = {**os.environ, "NEWSBASE_HOME": str(settings.NEWSBASE_HOME), "PYTHONUNBUFFERED": "1"}
    printer = LinePrinter(settings.NEWSBASE_HOME / "logs" / "ingest.log")
    printer.quiet = True  # the terminal belongs to the progress bar; the log file has the worker's lines
    supervisor = Supervisor(services, environment, settings.BASE_DIR, printer.write)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()
        printer.close()


def is_up(home: Path) -> bool:
    """Tell whether an `up` holds this home: its worker serves us then."""
    lock = home / "run" / "up.lock"
    try:
        with lock.open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _answers_at_broker() -> bool:
    """Ask a real broker whether any worker listens; the filesystem broker serves one home only, which `is_up` knows."""
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        return False
    from newsbase.celery import app

    return bool(app.control.ping(timeout=PING_SECONDS))
