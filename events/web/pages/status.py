"""The status page: how much is stored, what waits, and which versions are at work."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min

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
    Mention,
)
from events.models.choices import WorkStatus

ESTIMATED_ABOVE = 100_000
"""Rows from which the database's own estimate is shown: counting a million rows takes seconds."""
COUNTED = (Article, Event, Actor, Claim, Figure, Mention)


@dataclass(frozen=True, slots=True)
class Amount:
    name: str
    count: int
    is_estimate: bool


@dataclass(frozen=True, slots=True)
class StatusPage:
    amounts: Sequence[Amount]
    work: Sequence[tuple[str, int]]
    waiting: int
    waiting_since: object
    failing_feeds: int
    feeds: int
    versions: Sequence[tuple[str, str]]


def build_status_page() -> StatusPage:
    """Count what is stored and what waits. A constant number of queries."""
    work = ArticleWork.objects.order_by("stage", "status").values_list("stage", "status").annotate(n=Count("pk"))
    waiting = ArticleWork.objects.filter(status__in=[WorkStatus.PENDING, WorkStatus.CLAIMED])
    oldest = waiting.aggregate(since=Min("changed_at"), n=Count("pk"))
    return StatusPage(
        amounts=[count_rows(f"{model.__name__}s", model._meta.db_table) for model in COUNTED],
        work=[(word_state(stage, status), n) for stage, status, n in work],
        waiting=oldest["n"],
        waiting_since=oldest["since"],
        feeds=Feed.objects.filter(enabled=True).count(),
        failing_feeds=Feed.objects.filter(enabled=True, error_count__gt=0).count(),
        versions=list_versions(),
    )


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
