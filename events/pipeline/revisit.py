"""Looks at the pages of young articles again, at growing intervals: corrections become revisions, removals are noticed.

An article that was read stays as it is whatever a later look finds; only a page with other words changes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from events.models import Article, ArticleFetch
from events.models.choices import Provenance
from events.nudge import nudge_readers
from events.pipeline.errors import Reject, Retry
from events.pipeline.records import FetchedPage

# After the first look; most corrections come within the first hours. A week on, outlets rewrite hardly anything.
INTERVALS = (timedelta(hours=1), timedelta(hours=3), timedelta(hours=9), timedelta(days=1), timedelta(days=4))
YOUNG = timedelta(days=7)
# A server in trouble is looked at again after so long, and that costs no turn.
AFTER_TROUBLE = timedelta(hours=1)
GONE = frozenset({"not_found", "gone"})
MAX_ETAG = 1000
MAX_LAST_MODIFIED = 200
BATCH = 500

# Only articles at rest: one that is being read or concluded is looked at the next time.
QUEUE = """
WITH due AS MATERIALIZED (
     SELECT page.article_id FROM events_articlefetch AS page
       JOIN events_articlework AS work ON work.article_id = page.article_id AND work.status = 'done'
      WHERE page.next_fetch_at <= clock_timestamp() ORDER BY page.next_fetch_at
      LIMIT %(limit)s FOR UPDATE OF work SKIP LOCKED)
UPDATE events_articlework AS work
   SET stage = 'read', status = 'pending', lane = 2, revision_id = NULL, reason = '', attempts = 0, deaths = 0,
       not_before = NULL, changed_at = now()
  FROM due WHERE work.article_id = due.article_id
"""


def queue_revisits(limit: int = BATCH) -> int:
    """Make articles pending whose pages are due for another look; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(QUEUE, {"limit": limit})
        count = cursor.rowcount
        if count:
            transaction.on_commit(nudge_readers)
    return count


def find_validators(articles: Sequence[Article]) -> dict[int, tuple[str, str]]:
    """Return article -> (etag, last_modified) for those whose words we have; the others are to be fetched whole."""
    known = [article.pk for article in articles if article.revision_id is not None]
    rows = ArticleFetch.objects.filter(article__in=known) if known else ()
    return {row.article_id: (row.etag, row.last_modified) for row in rows}


def note_fetched(article: Article, page: FetchedPage | None, problem: str = "") -> None:
    """Write down a look that found the page (None: unchanged since) and when to look again."""
    now = timezone.now()
    row = ArticleFetch.objects.filter(article=article).first() or ArticleFetch(article=article)
    row.fetches += 1
    row.fetched_at, row.problem, row.removed_at = now, problem[:300], None
    if page is not None and page.status != 304:
        row.etag = _keep(page.headers.get("etag", ""), MAX_ETAG)
        row.last_modified = _keep(page.headers.get("last-modified", ""), MAX_LAST_MODIFIED)
    row.next_fetch_at = _next_look(article, row.fetches, now)
    row.feed_html = None if article.revision_id else row.feed_html
    row.save()


def note_missed(article: Article, verdict: Reject | Retry) -> None:
    """Write down a look at an article that we have and whose page could not be had: gone, none any more, or in trouble."""
    now = timezone.now()
    row = ArticleFetch.objects.filter(article=article).first() or ArticleFetch(article=article)
    row.problem = str(verdict)[:300]
    if isinstance(verdict, Retry):
        row.next_fetch_at = now + max(AFTER_TROUBLE, timedelta(seconds=verdict.after or 0))
        if article.published_at and now - article.published_at > 2 * YOUNG:
            row.next_fetch_at = None
    else:
        row.fetches += 1
        row.next_fetch_at = _next_look(article, row.fetches, now)
        if verdict.reason in GONE:
            row.removed_at = row.removed_at or now
    row.save()


def _next_look(article: Article, fetches: int, now: datetime) -> datetime | None:
    """Return when the page is looked at again; None for old articles, supplied ones, and where the setting says no."""
    if not settings.REVISIT or article.provenance != Provenance.FETCHED or fetches > len(INTERVALS):
        return None
    published = article.published_at or article.created_at
    next_look = now + INTERVALS[max(fetches, 1) - 1]
    return next_look if next_look - published <= YOUNG else None


def _keep(validator: str, limit: int) -> str:
    return validator if len(validator) <= limit and "\0" not in validator else ""
