"""Drops what is kept for a while only: runs of intake, raw HTML, feeds' words, rows of hosts that nobody asks any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from events.models import ArticleFetch, ArticleRevision
from events.pipeline.host_turns import forget_hosts
from events.rate_limit import drop_full_buckets

# A stretch at a time, so that no statement holds locks for long.
BATCH = 1_000
# A page that could not be read so long after its feed named it will not be.
FEED_WORDS_DAYS = 7
IDLE_HOSTS_DAYS = 2
OLD_RUNS = "SELECT id FROM events_ingestrun WHERE started_at < %s AND finished_at IS NOT NULL ORDER BY id LIMIT %s"
DROP_RUNS = (
    f"DELETE FROM events_runitem WHERE run_id IN ({OLD_RUNS})",  # noqa: S608 - our own text
    f"UPDATE events_articlerevision SET run_id = NULL WHERE run_id IN ({OLD_RUNS})",  # noqa: S608
    f"DELETE FROM events_ingestrun WHERE id IN ({OLD_RUNS})",  # noqa: S608
)


def drop_what_is_old() -> dict[str, int]:
    """Apply the settings of retention; returns how much of each was dropped. Articles and what was read stay."""
    now = timezone.now()
    dropped = {"hosts": forget_hosts(timedelta(days=IDLE_HOSTS_DAYS))}
    dropped["rate limits"] = drop_full_buckets()
    words = ArticleFetch.objects.filter(feed_html__isnull=False)
    stale = words.filter(article__created_at__lt=now - timedelta(days=FEED_WORDS_DAYS))
    dropped["feed words"] = stale.update(feed_html=None)
    if settings.KEEP_RUNS_DAYS:
        dropped["runs"] = _drop_runs(settings.KEEP_RUNS_DAYS)
    if settings.KEEP_RAW_HTML_DAYS:
        old = ArticleRevision.objects.filter(
            raw_html__isnull=False,
            text__isnull=False,
            retrieved_at__lt=now - timedelta(days=settings.KEEP_RAW_HTML_DAYS),
        )
        part = ArticleRevision.objects.filter(pk__in=old.values("pk")[:BATCH])
        dropped["raw html"] = _repeat(lambda: part.update(raw_html=None))
    return {name: count for name, count in dropped.items() if count}


def _drop_runs(days: int) -> int:
    limit = timezone.now() - timedelta(days=days)

    def drop() -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in DROP_RUNS:
                cursor.execute(statement, [limit, BATCH])
            return int(cursor.rowcount)

    return _repeat(drop)


def _repeat(step: Callable[[], int]) -> int:
    total = 0
    while count := step():
        total += count
    return total
