"""Reading stored articles again, when a better tagger has come: queued like new ones, identities kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from events.models import Article, ArticleWork
from events.models.choices import Lane, Stage, WorkStatus
from events.nudge import nudge_readers


@dataclass(frozen=True, slots=True)
class Selection:
    """Which articles to read again; `version` leaves out those that this tagger version has read already."""

    since: datetime | None = None
    source: str = ""
    version: str = ""


def select_articles(selection: Selection) -> QuerySet[Article]:
    """Return the readable articles of a selection: those with a current revision and no work under way."""
    articles = Article.objects.filter(revision__isnull=False, work__status=WorkStatus.DONE)
    if selection.since is not None:
        articles = articles.filter(published_at__gte=selection.since)
    if selection.source:
        articles = articles.filter(source__domain=selection.source)
    if selection.version:
        articles = articles.exclude(revision__reading__tagger_version=selection.version)
    return articles


def queue_again(articles: QuerySet[Article]) -> int:
    """Make articles pending for the read stage; returns how many. The words stay as stored, nothing is fetched."""
    work = ArticleWork.objects.filter(article__in=articles.values("pk"), status=WorkStatus.DONE)
    with transaction.atomic():
        count = work.update(
            stage=Stage.READ,
            status=WorkStatus.PENDING,
            reason="",
            lane=Lane.BULK,
            attempts=0,
            deaths=0,
            not_before=None,
            changed_at=timezone.now(),
        )
        transaction.on_commit(nudge_readers)
    return count


def count_on_their_way() -> int:
    """Return how many articles wait or are in a worker's hands, of this and of any other intake."""
    return ArticleWork.objects.filter(status__in=[WorkStatus.PENDING, WorkStatus.CLAIMED]).count()
