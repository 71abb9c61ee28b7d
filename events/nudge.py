"""Telling the workers that something waits. By name, so that whoever nudges need not load the pipeline."""

from __future__ import annotations

import logging

from django.conf import settings

from newsbase.celery import app

log = logging.getLogger(__name__)

READ = "events.tasks.read_articles"
CONCLUDE = "events.tasks.conclude_articles"
CARRY_OUT = "events.tasks.carry_out_decisions"
EXPORT = "events.tasks.make_exports"
# A message that lay for so long has been made up for by the sweep.
EXPIRES_SECONDS = 60


def nudge_readers() -> None:
    """Wake as many workers as may read side by side. A lost nudge costs the ten seconds until the next sweep."""
    for _ in range(settings.READ_NUDGES):
        if not _send(READ):
            return


def nudge_concluder() -> None:
    _send(CONCLUDE)


def nudge_curation() -> None:
    """Wake a worker for decisions that are carried out in the background."""
    _send(CARRY_OUT)


def nudge_exports() -> None:
    """Wake a worker for an export; beat does so too."""
    _send(EXPORT)


def _send(task: str) -> bool:
    try:
        app.send_task(task, expires=EXPIRES_SECONDS, ignore_result=True, retry=False)
    except Exception:  # whatever the broker's library raises: intake must succeed without it
        log.exception("the broker cannot be reached; what waits is picked up by the next sweep")
        return False
    return True
