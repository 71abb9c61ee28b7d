"""The status page: how much is stored, what waits, and which versions are at work."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Min, Sum
from django.db.models.functions import TruncDay

from events.models import (
    Actor,
    Article,
    ArticleReading,
    ArticleWork,
    Claim,
    DataVersion,
    Event,
    Feed,
    Figure,
    IngestRun,
    Mention,
)
from events.models.choices import WorkStatus
from events.queries import list_runs
from events.web.charts import Sparkline, draw_sparkline

ESTIMATED_ABOVE = 100_000
"""Rows from which the database's own estimate is shown: counting a million rows takes seconds."""
INTAKE_DAYS = 14
NEWEST_RUNS = 5
TROUBLES = 10
TROUBLE = frozenset({WorkStatus.FAILED, WorkStatus.QUARANTINED})
COUNTED = (Article, Event, Actor, Claim, Figure, Mention)


@dataclass(frozen=True, slots=True)
class Amount:
    name: str
    count: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class WorkState:
    """Articles in one state, in words; `share` of all of them, 0 to 100; `is_trouble`: somebody should look."""

    words: str
    count: int
    share: int
    is_trouble: bool


@dataclass(frozen=True, slots=True)
class StatusPage:
    """`intake`: documents taken in a day over INTAKE_DAYS; `runs`: the newest; `in_trouble`: feeds that fail, the worst
    first, at most TROUBLES of `failing_feeds`."""

    amounts: Sequence[Amount]
    work: Sequence[WorkState]
    waiting: int
    waiting_since: object
    feeds: int
    failing_feeds: int
    in_trouble: Sequence[Feed]
    intake: Sparkline | None
    taken_in: int
    runs: Sequence[IngestRun]
    versions: Sequence[tuple[str, str]]


def build_status_page() -> StatusPage:
    """Count what is stored and what waits. A constant number of queries."""
    work = ArticleWork.objects.order_by("stage", "status").values_list("stage", "status").annotate(n=Count("pk"))
    waiting = ArticleWork.objects.filter(status__in=[WorkStatus.PENDING, WorkStatus.CLAIMED])
    oldest = waiting.aggregate(since=Min("changed_at"), n=Count("pk"))
    failing = Feed.objects.filter(enabled=True, error_count__gt=0)
    today = datetime.now(UTC).date()
    first = today - timedelta(days=INTAKE_DAYS - 1)
    days = count_intake(first)
    return StatusPage(
        amounts=[count_rows(f"{model.__name__}s", model._meta.db_table) for model in COUNTED],
        work=describe_work(list(work)),
        waiting=oldest["n"],
        waiting_since=oldest["since"],
        feeds=Feed.objects.filter(enabled=True).count(),
        failing_feeds=failing.count(),
        in_trouble=list(failing.select_related("source").order_by("-error_count", "pk")[:TROUBLES]),
        intake=draw_sparkline(days, span=(first, today)),
        taken_in=sum(count for _, count in days),
        runs=list(list_runs()[:NEWEST_RUNS]),
        versions=list_versions(),
    )


def describe_work(rows: Sequence[tuple[str, str, int]]) -> list[WorkState]:
    """Say each (stage, status, count) in words, the most first; equal words are one state."""
    counts: dict[str, int] = {}
    trouble: set[str] = set()
    for stage, status, count in rows:
        words = word_state(stage, status)
        counts[words] = counts.get(words, 0) + count
        trouble |= {words} if status in TROUBLE else set()
    total = sum(counts.values())
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [WorkState(words, n, max(1, round(100 * n / total)), words in trouble) for words, n in ordered if n]


def count_intake(first: date) -> list[tuple[date, int]]:
    """Count the documents that became articles or revisions, by the day on which their run began. One query."""
    begin = datetime.combine(first, time(), UTC)
    rows = IngestRun.objects.filter(started_at__gte=begin).order_by().values_list(TruncDay("started_at", tzinfo=UTC))
    counted = rows.annotate(n=Sum(F("created") + F("revised")))
    return sorted((day.date(), n) for day, n in counted)


def word_state(stage: str, status: str) -> str:
    """Say where an article stands: "waiting to be read", "done", "rejected while being read"."""
    doing = {"read": "read", "conclude": "concluded"}[stage]
    if status == WorkStatus.DONE:
        return "done"
    if status == WorkStatus.PENDING:
        return f"waiting to be {doing}"
    return f"being {doing}" if status == WorkStatus.CLAIMED else f"{status} while being {doing}"


def count_rows(name: str, table: str) -> Amount:
    """Count a table exactly while that is cheap, else give the planner's estimate and say so. Two queries at most."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        estimate = int(cursor.fetchone()[0])
        if estimate > ESTIMATED_ABOVE:
            return Amount(name, estimate, True)
        cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own table names
        return Amount(name, int(cursor.fetchone()[0]), False)


def list_versions() -> list[tuple[str, str]]:
    """Name what is at work: ours, the tagger of the newest reading, the data sets, and what they run on."""
    newest = ArticleReading.objects.order_by("-pk").values_list("tagger_version", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = str(cursor.fetchone()[0])
    data = [(row.name.capitalize(), row.version) for row in DataVersion.objects.order_by("name")]
    return [
        ("Newsbase", settings.VERSION),
        ("Tagger", newest or "nothing read yet"),
        *data,
        ("PostgreSQL", postgres),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
    ]
