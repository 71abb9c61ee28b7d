"""The queue's truth: claiming, settling and sweeping ArticleWork rows. Every function is safe to call twice.

A claim is one conditional UPDATE with SKIP LOCKED and a lease, committed at once: no row stays locked while it is
read, and what a killed worker held comes back when its lease ends. All times are by the database's clock: those of the
machines that workers run on may differ by hours.
"""

from __future__ import annotations

import logging
import os
import socket
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection, models
from django.db.models import F
from django.db.models.functions import Now

from events.clock import from_now
from events.models import ArticleWork
from events.models.choices import Lane, RunKind, Stage, WorkStatus

log = logging.getLogger(__name__)

# An address that could not be had so often, half an hour in all, is given up.
MAX_ATTEMPTS = 5
# An article that so many workers died with is set aside: it is what kills them. The first may have been a neighbour's
# fault; from then on it is claimed alone.
MAX_DEATHS = 3
BACKOFF_SECONDS = 30.0
MAX_BACKOFF_SECONDS = 6 * 3600.0
# More documents at once are a back-fill, even by the API: one batch of the read stage.
MOST_INTERACTIVE = 20

# Materialized: a plain sub-select may be run once a row, and then takes more than its LIMIT. What a worker died with is
# claimed alone, so that one article that kills workers takes no others with it into quarantine.
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT article_id, lane, deaths FROM events_articlework
      WHERE status = 'pending' AND stage = %(stage)s AND (not_before IS NULL OR not_before <= now())
      ORDER BY lane, article_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED),
     first AS (SELECT article_id, deaths FROM due ORDER BY lane, article_id LIMIT 1),
     taken AS (SELECT due.article_id FROM due, first
                WHERE due.article_id = first.article_id OR (first.deaths = 0 AND due.deaths = 0))
UPDATE events_articlework AS work
   SET status = 'claimed', claimed_by = %(token)s, lease_until = now() + %(lease)s::interval, attempts = attempts + 1,
       changed_at = now()
  FROM taken WHERE work.article_id = taken.article_id
RETURNING work.article_id, work.revision_id, work.attempts
"""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One article in this worker's hands."""

    article_id: int
    revision_id: int | None
    attempts: int


def new_token() -> str:
    """Name a claim: host, process and a random part, so that no two claims share one."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"


def claim_batch(stage: Stage, limit: int, token: str) -> list[Claimed]:
    """Take up to `limit` pending articles by lane, then oldest first; commits at once (call it outside a transaction)."""
    with connection.cursor() as cursor:
        lease = f"{settings.LEASE_SECONDS} seconds"
        cursor.execute(CLAIM, {"token": token, "lease": lease, "stage": stage.value, "limit": limit})
        rows = cursor.fetchall()
    return [Claimed(*row) for row in sorted(rows)]


def pass_on(token: str, article_ids: list[int]) -> list[int]:
    """Hand read articles to the conclude stage; returns those that were still ours."""
    ours = _ours(token, article_ids)
    kept = list(ours.values_list("article_id", flat=True))
    ours.update(
        stage=Stage.CONCLUDE,
        status=WorkStatus.PENDING,
        attempts=0,
        deaths=0,
        claimed_by="",
        lease_until=None,
        reason="",
    )
    return kept


def finish(token: str, article_ids: list[int]) -> None:
    """Mark articles as done."""
    _ours(token, article_ids).update(status=WorkStatus.DONE, claimed_by="", lease_until=None, reason="")


def restore(token: str, article_id: int, revision_id: int | None) -> None:
    """Put an article that was looked at again back as it was: concluded, with the revision that it stands in."""
    _ours(token, [article_id]).update(
        stage=Stage.CONCLUDE,
        status=WorkStatus.DONE,
        revision=revision_id,
        claimed_by="",
        lease_until=None,
        reason="",
        attempts=0,
        deaths=0,
    )


def reject(token: str, article_id: int, reason: str) -> None:
    """End an article for good, with the reason."""
    _ours(token, [article_id]).update(status=WorkStatus.REJECTED, reason=reason[:500], claimed_by="", lease_until=None)


def retry_later(token: str, claimed: Claimed, reason: str, after: float | None = None) -> None:
    """Put an article back with exponential back-off, or fail it when its attempts are used up."""
    ours = _ours(token, [claimed.article_id])
    if claimed.attempts >= MAX_ATTEMPTS:
        ours.update(status=WorkStatus.FAILED, reason=reason[:500], claimed_by="", lease_until=None)
        return
    wait = max(after or 0.0, BACKOFF_SECONDS * 2.0 ** (claimed.attempts - 1))
    ours.update(
        status=WorkStatus.PENDING,
        reason=reason[:500],
        claimed_by="",
        lease_until=None,
        not_before=from_now(timedelta(seconds=min(wait, MAX_BACKOFF_SECONDS))),
    )


def postpone(token: str, claimed: Claimed, reason: str, after: float) -> None:
    """Put an article back for `after` seconds without counting an attempt: nothing failed, it is not its turn."""
    _ours(token, [claimed.article_id]).update(
        status=WorkStatus.PENDING,
        reason=reason[:500],
        claimed_by="",
        lease_until=None,
        attempts=claimed.attempts - 1,
        not_before=from_now(timedelta(seconds=after)),
    )


def fail(token: str, article_id: int, reason: str) -> None:
    """Set an article aside because our own code could not deal with it."""
    _ours(token, [article_id]).update(status=WorkStatus.FAILED, reason=reason[:500], claimed_by="", lease_until=None)


def release(token: str, article_ids: list[int]) -> None:
    """Give articles back untouched (a worker that is told to stop)."""
    _ours(token, article_ids).update(
        status=WorkStatus.PENDING, claimed_by="", lease_until=None, attempts=F("attempts") - 1
    )


def give_back(token: str) -> None:
    """Return all that is still ours after the database went away under us; what cannot be returned, the sweep will."""
    try:
        connection.close()
        held = ArticleWork.objects.filter(claimed_by=token, status=WorkStatus.CLAIMED)
        held.update(status=WorkStatus.PENDING, claimed_by="", lease_until=None, attempts=F("attempts") - 1)
    except DatabaseError:
        log.warning("the database is away; what this worker held comes back within %s s", settings.LEASE_SECONDS)


def sweep_leases() -> int:
    """Return articles whose lease ran out to the queue, and quarantine those that too many workers died with."""
    expired = ArticleWork.objects.filter(status=WorkStatus.CLAIMED, lease_until__lt=Now())
    quarantined = expired.filter(deaths__gte=MAX_DEATHS - 1).update(
        status=WorkStatus.QUARANTINED,
        deaths=F("deaths") + 1,
        reason=f"{MAX_DEATHS} workers died or hung while they held it",
        claimed_by="",
        lease_until=None,
    )
    return quarantined + expired.update(
        status=WorkStatus.PENDING, deaths=F("deaths") + 1, claimed_by="", lease_until=None
    )


def count_pending() -> dict[str, int]:
    """Return how many articles wait now, by stage."""
    due = ArticleWork.objects.filter(status=WorkStatus.PENDING).exclude(not_before__gt=Now())
    return {stage.value: due.filter(stage=stage).count() for stage in Stage}


def choose_lane(kind: str, documents: int) -> Lane:
    """Say who goes first: a few documents that somebody waits for, news out of feeds, then whatever comes in bulk."""
    if kind in (RunKind.API, RunKind.WEB):
        return Lane.INTERACTIVE if documents <= MOST_INTERACTIVE else Lane.BULK
    return Lane.NEWS if kind == RunKind.FEED else Lane.BULK


def _ours(token: str, article_ids: list[int]) -> models.QuerySet[ArticleWork]:
    return ArticleWork.objects.filter(article__in=article_ids, status=WorkStatus.CLAIMED, claimed_by=token)
