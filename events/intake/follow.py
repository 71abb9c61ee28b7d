"""Waiting for a run: a progress bar until its articles are read and concluded, then a summary by outcome."""

from __future__ import annotations

import time
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from events.intake.runs import RunProgress, summarize_run
from events.models import IngestRun
from events.models.choices import ItemOutcome
from events.nudge import nudge_concluder, nudge_readers

POLL_SECONDS = 0.5
# Without any change for so long the workers are nudged again; the sweep would do so too, where beat runs.
NUDGE_SECONDS = 5.0
MOST_LINES = 20


def follow_run(run: IngestRun, stderr: Any) -> RunProgress:
    """Return when every article of the run has its outcome, or waits for an attempt that is minutes away."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading", total=None)
        progress = summarize_run(run)
        last, since = progress, time.monotonic()
        while not progress.is_at_rest:
            finished = progress.articles - progress.pending - progress.read
            bar.update(task, total=progress.articles, completed=finished)
            time.sleep(POLL_SECONDS)
            progress = summarize_run(run)
            if progress != last:
                last, since = progress, time.monotonic()
            elif time.monotonic() - since > NUDGE_SECONDS:
                nudge_readers()
                nudge_concluder()
                since = time.monotonic()
        bar.update(task, total=progress.articles, completed=progress.articles)
    stderr.write(describe(run, progress), style_func=str)
    return progress


def describe(run: IngestRun, progress: RunProgress) -> str:
    """Sum up a run in words: outcomes, each refused document by name, and why others were not read, with counts."""
    lines = [
        f"run {run.pk}: {progress.created} new, {progress.revised} revised, {progress.unchanged} unchanged, "
        f"{progress.rejected} refused; {progress.done} read, {progress.rejected_articles} rejected, "
        f"{progress.failed} failed" + (f", {progress.postponed} to be tried again later" if progress.postponed else "")
    ]
    refused = describe_refused(run)
    named = set(run.items.filter(outcome=ItemOutcome.REJECTED).values_list("reason", flat=True))
    others = [f"  {count} × {reason}" for reason, count in progress.reasons if reason not in named]
    lines += refused + others[:MOST_LINES]
    if len(others) > MOST_LINES:
        lines.append(f"  … and {len(others) - MOST_LINES} more reasons, on the run's page")
    return "\n".join(lines)


def describe_refused(run: IngestRun) -> list[str]:
    """Name the documents that were refused at the door, the first ones of many."""
    items = run.items.filter(outcome=ItemOutcome.REJECTED).order_by("position")
    lines = [f"  {item.reference}: {item.reason}" for item in items[:MOST_LINES]]
    if run.rejected > MOST_LINES:
        lines.append(f"  … and {run.rejected - MOST_LINES} more, on the run's page")
    return lines
