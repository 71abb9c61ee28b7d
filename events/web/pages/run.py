"""Intake runs: the list, and one run with its live progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from events.intake import RunProgress, summarize_run
from events.models import IngestRun, RunItem

ITEMS_SHOWN = 100
"""Documents listed on a run's page at once; the pager leads to the rest."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One document of a run, with what became of its article after intake."""

    item: RunItem
    state: str
    reason: str
    readable: bool


@dataclass(frozen=True, slots=True)
class RunPage:
    run: IngestRun
    progress: RunProgress
    is_over: bool
    settled: int
    items: Sequence[ItemRow]
    next_after: int | None


def build_run_page(run: IngestRun, after: int = 0) -> RunPage:
    """Sum up a run and list its documents after a position. A constant number of queries."""
    progress = summarize_run(run)
    items = list(
        RunItem.objects.filter(run=run, position__gt=after)
        .select_related("article__work", "article__source")
        .order_by("position")[: ITEMS_SHOWN + 1]
    )
    more = len(items) > ITEMS_SHOWN
    items = items[:ITEMS_SHOWN]
    return RunPage(
        run=run,
        progress=progress,
        is_over=run.finished_at is not None and progress.is_settled,
        settled=progress.articles - progress.pending - progress.read,
        items=[make_row(item) for item in items],
        next_after=items[-1].position if more else None,
    )


def make_row(item: RunItem) -> ItemRow:
    """Word where a document stands: what intake said, then what the workers made of it."""
    article = item.article
    work = getattr(article, "work", None) if article is not None else None
    if article is None or work is None:
        return ItemRow(item, item.outcome, item.reason, readable=False)
    waiting = work.status in {"pending", "claimed"}
    stage = "waiting to be read" if work.stage == "read" else "read, waiting to be concluded"
    state = stage if waiting else {"done": "done"}.get(work.status, work.status)
    return ItemRow(item, state, work.reason or item.reason, readable=article.revision_id is not None)
