"""The processes that `up` runs on one machine."""

from __future__ import annotations

import os
import sys

from newsbase.env import env_int
from newsbase.supervise import Service

# Whoever starts `up` as root decided so; tasks are JSON and never executed.
ROOT_WARNING = "You're running the worker with superuser privileges"
MOST_WEB_THREADS = 8  # each keeps a database connection, of which the embedded server has 60


def list_services(host: str, port: int) -> list[Service]:
    """Return web, worker and beat, in the order in which they start; stopped in the reverse order."""
    cores = os.cpu_count() or 1
    python = sys.executable
    celery = (python, "-W", f"ignore:{ROOT_WARNING}", "-m", "celery", "--app", "newsbase.celery", "--quiet")
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    web += ["--workers", str(env_int("NEWSBASE_WEB_WORKERS", 1, minimum=1, maximum=16))]
    web += [
        "--blocking-threads",
        str(min(MOST_WEB_THREADS, 2 * cores + 1)),
        "--respawn-failed-workers",
        "--workers-kill-timeout",
        "5",
    ]
    worker = [*celery, "worker", "--loglevel", "INFO", "--hostname", "newsbase@%h"]
    worker += ["--concurrency", str(env_int("NEWSBASE_WORKERS", cores, minimum=1, maximum=256))]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        Service("web", (*web, "newsbase.wsgi:application")),
        Service("worker", tuple(worker)),
        Service("beat", (*celery, "beat", "--loglevel", "INFO", "--pidfile", "")),
    ]
