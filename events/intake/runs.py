"""Runs of intake: opened, closed, and summed up for whoever waits for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Count
from django.db.models.functions import Now
from django.utils import timezone

from events.models import ArticleWork, Feed, IngestRun, RunItem
from events.models.choices import ItemOutcome, RunKind, Stage, WorkStatus

COMMAND_LINE = "command line"


@dataclass(frozen=True, slots=True)
class RunProgress:
    """Where a run stands. The first four count documents by intake outcome, the rest its articles by state of work.

    `postponed` of the `pending` ones wait for their next attempt (a server that did not answer).
    """

    created: int
    revised: int
    unchanged: int
    rejected: int
    pending: int
    postponed: int
    read: int
    done: int
    rejected_articles: int
    failed: int
    reasons: tuple[tuple[str, int], ...]

    @property
    def accepted(self) -> int:
        return self.created + self.revised + self.unchanged

    @property
    def articles(self) -> int:
        """Articles that the run gave to the workers or touched."""
        return self.pending + self.read + self.done + self.rejected_articles + self.failed

    @property
    def is_settled(self) -> bool:
        return self.pending == 0 and self.read == 0

    @property
    def is_at_rest(self) -> bool:
        """Nothing happens for now: all is settled, or waits for a later attempt."""
        return self.pending == self.postponed and self.read == 0


def open_run(
    kind: RunKind | str,
    *,
    account: str,
    label: str = "",
    user: Any = None,
    vouched: bool = False,
    feed: Feed | None = None,
    idempotency_key: str | None = None,
) -> IngestRun:
    """Start a run; with a known idempotency key of the same account, return that run instead of a second one."""
    try:
        with transaction.atomic():
            return IngestRun.objects.create(
                kind=kind,
                account=account,
                label=label[:300],
                user=user,
                vouched=vouched,
                feed=feed,
                idempotency_key=idempotency_key,
            )
    except IntegrityError:
        return IngestRun.objects.get(account=account, idempotency_key=idempotency_key)


def close_run(run: IngestRun, error_message: str = "") -> None:
    """Say that no more documents come; the articles may still be on their way through the workers."""
    run.finished_at = timezone.now()
    run.error_message = error_message
    run.save(update_fields=["finished_at", "error_message"])


def summarize_run(run: IngestRun) -> RunProgress:
    """Count where the run's articles stand now. Five queries whatever the run's size."""
    run.refresh_from_db()
    article_ids = RunItem.objects.filter(run=run, article__isnull=False).values("article")
    states = {
        (row["stage"], row["status"]): row["n"]
        for row in ArticleWork.objects.filter(article__in=article_ids).values("stage", "status").annotate(n=Count("pk"))
    }
    on_their_way = {WorkStatus.PENDING, WorkStatus.CLAIMED}
    refused = (
        RunItem.objects.filter(run=run, outcome=ItemOutcome.REJECTED).values_list("reason").annotate(n=Count("pk"))
    )
    explained = ArticleWork.objects.filter(article__in=article_ids).exclude(reason="")
    ended = explained.values_list("reason").annotate(n=Count("pk"))
    waiting = ArticleWork.objects.filter(article__in=article_ids, status=WorkStatus.PENDING)
    postponed = waiting.filter(stage=Stage.READ, not_before__gt=Now()).count()

    def count(stage: Stage | None, statuses: set[WorkStatus]) -> int:
        return sum(n for (s, status), n in states.items() if status in statuses and stage in (None, s))

    return RunProgress(
        created=run.created,
        revised=run.revised,
        unchanged=run.unchanged,
        rejected=run.rejected,
        pending=count(Stage.READ, on_their_way),
        postponed=postponed,
        read=count(Stage.CONCLUDE, on_their_way),
        done=count(None, {WorkStatus.DONE}),
        rejected_articles=count(None, {WorkStatus.REJECTED}),
        failed=count(None, {WorkStatus.FAILED, WorkStatus.QUARANTINED}),
        reasons=tuple(sorted([*refused, *ended], key=lambda pair: (-pair[1], pair[0]))),
    )


def run_for_command(label: str, vouched: bool, kind: RunKind = RunKind.COMMAND) -> IngestRun:
    return open_run(kind, label=label, account=COMMAND_LINE, vouched=vouched)
