"""The Celery application: its broker, and the beat that sweeps up whatever a lost message left behind."""

from __future__ import annotations

import os
import resource
import signal
from pathlib import Path

from celery import Celery
from celery.signals import task_postrun, task_prerun, worker_init, worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsbase.settings")

from django.conf import settings

from newsbase.memory import keep_what_is_loaded

app = Celery("newsbase")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["events"])

app.conf.beat_schedule = {
    "sweep": {"task": "events.tasks.sweep", "schedule": 10.0},
    "carry-out-decisions": {"task": "events.tasks.carry_out_decisions", "schedule": 30.0},
    "refresh-review": {"task": "events.tasks.refresh_review", "schedule": 60.0},
    "prune-changes": {"task": "events.tasks.prune_changes", "schedule": 3600.0},
    "tell-news": {"task": "events.tasks.tell_news", "schedule": 10.0},
    "send-digests": {"task": "events.tasks.send_digests", "schedule": 60.0},
    "revisit-pages": {"task": "events.tasks.revisit_pages", "schedule": 60.0},
    "make-exports": {"task": "events.tasks.make_exports", "schedule": 30.0},
    "tidy-alerts": {"task": "events.tasks.tidy_alerts", "schedule": 3600.0},
    "drop-what-is-old": {"task": "events.tasks.drop_what_is_old", "schedule": 3600.0},
    "poll-feeds": {"task": "events.tasks.poll_due_feeds", "schedule": 30.0},
}
app.conf.beat_schedule_filename = str(settings.NEWSBASE_HOME / "run" / "beat-schedule")


def use_filesystem_broker(folder: Path) -> None:
    """Carry messages as files under `folder` (0700, JSON only): a queue for one machine that needs no server."""
    queue, control = folder / "queue", folder / "control"
    for path in (folder, queue, control):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.conf.broker_transport = "newsbase.file_broker:Transport"
    app.conf.broker_transport_options = {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(control),
        "polling_interval": 0.2,
    }


if settings.CELERY_BROKER_URL.startswith("filesystem:"):
    use_filesystem_broker(settings.BROKER_FOLDER)


@worker_init.connect
def share_memory(**_: object) -> None:
    """Before the processes are forked: they share what is loaded as long as nobody writes into it."""
    app.loader.import_default_modules()
    keep_what_is_loaded()


@worker_process_init.connect
def watch_tasks(**_: object) -> None:
    """Have the kernel end a process whose task hangs, whatever it hangs in.

    Not Celery's own time limit: in two of three runs of the fault rig a pool of one process took no task any more after
    it. A process that dies by a signal is replaced reliably.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    task_prerun.connect(start_alarm)
    task_postrun.connect(stop_alarm)


def start_alarm(**_: object) -> None:
    signal.alarm(settings.TASK_LIMIT_SECONDS)


def stop_alarm(**_: object) -> None:
    signal.alarm(0)


@worker_process_init.connect
def limit_memory(**_: object) -> None:
    """Let an allocation fail that would take the machine with it: then one article fails, not everything beside it."""
    limit = settings.WORKER_MEMORY_MB * 4 * 1024 * 1024
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
