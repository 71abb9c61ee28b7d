"""Decisions in the background: claimed like articles, carried out a batch a transaction, resumed where they stood."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from events import work
from events.clock import from_now
from events.curation.errors import CurationRefused
from events.curation.split import split_batch
from events.models import CurationJob
from events.models.choices import JobState, Verb

log = logging.getLogger(__name__)

# A worker that is silent for so long is dead: each batch renews it.
LEASE = timedelta(minutes=2)
STEPS = {Verb.SPLIT: split_batch}
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM events_curationjob
      WHERE state IN ('pending', 'running') AND (lease_until IS NULL OR lease_until < clock_timestamp())
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE events_curationjob AS job
   SET state = 'running', claimed_by = %(token)s, lease_until = clock_timestamp() + %(lease)s::interval
  FROM due WHERE job.id = due.id RETURNING job.id
"""


def carry_out_jobs() -> int:
    """Claim and finish whatever waits, one job after the other; returns how many were finished or refused."""
    ended = 0
    while (claimed := claim_job()) is not None:
        pk, token = claimed
        while _carry_on(pk, token):
            pass
        ended += 1
    return ended


def claim_job() -> tuple[int, str] | None:
    """Take the oldest job that nobody works on: (id, token), None when there is none."""
    token = work.new_token()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"token": token, "lease": f"{LEASE.total_seconds():.0f} seconds"})
        row = cursor.fetchone()
    return (row[0], token) if row else None


def _carry_on(pk: int, token: str) -> bool:
    """Do one batch, all of it or nothing; returns whether there is more to do by us."""
    try:
        with transaction.atomic():
            job = (
                CurationJob.objects.select_for_update().filter(pk=pk, claimed_by=token, state=JobState.RUNNING).first()
            )
            if job is None:
                return False  # another worker took over
            STEPS[Verb(job.verb)](job)
            if job.done >= job.total:
                _end(job, JobState.DONE, "")
            else:
                job.lease_until = from_now(LEASE)
            job.save()
            return job.state == JobState.RUNNING
    except CurationRefused as refusal:
        _give_up(pk, token, str(refusal))
    except Exception as error:
        log.exception("decision job %s failed", pk)
        _give_up(pk, token, f"{type(error).__name__}: {error}")
    return False


def _give_up(pk: int, token: str, reason: str) -> None:
    """End a job with what it has done so far: that is one decision, and can be undone."""
    with transaction.atomic():
        job = CurationJob.objects.select_for_update().filter(pk=pk, claimed_by=token, state=JobState.RUNNING).first()
        if job:
            _end(job, JobState.REFUSED, reason)
            job.save()


def _end(job: CurationJob, state: JobState, message: str) -> None:
    job.state, job.message = state, message[:500]
    job.finished_at, job.claimed_by, job.lease_until = timezone.now(), "", None
