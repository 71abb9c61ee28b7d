"""Taking the sample corpus out wholly: articles, what was read in them, and the records that only they gave rise to."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef

from events.models import Actor, Article, Event, EventArticle, IngestRun, Mention, Source
from events.models.choices import Origin, RunKind
from events.pipeline.locks import hold_conclude_lock
from events.pipeline.recount import recount_actors, recount_places
from events.pipeline.store_events import recompute_events


@dataclass(frozen=True, slots=True)
class Removed:
    articles: int
    events: int
    actors: int
    sources: int


def has_demo() -> bool:
    return Article.objects.filter(is_sample=True).exists()


def remove_demo() -> Removed:
    """Delete the sample articles and all that was derived from them alone, in one transaction; returns the counts.

    What other articles share with them (an event, an actor) stays and is recounted. The conclude lock is held, so that
    nothing is derived from them at the same time.
    """
    with transaction.atomic():
        hold_conclude_lock()
        samples = Article.objects.filter(is_sample=True)
        touched_events = set(EventArticle.objects.filter(article__in=samples).values_list("event_id", flat=True))
        mentions = Mention.objects.filter(article__in=samples)
        touched_actors = set(mentions.filter(actor__isnull=False).values_list("actor_id", flat=True))
        touched_places = set(mentions.filter(location__isnull=False).values_list("location_id", flat=True))
        articles = samples.count()
        samples.update(revision=None, copy_of=None)
        samples.delete()
        empty = Event.objects.filter(pk__in=touched_events).exclude(
            Exists(EventArticle.objects.filter(event=OuterRef("pk")))
        )
        gone = set(empty.values_list("pk", flat=True))
        empty.delete()
        recompute_events(touched_events - gone)
        recount_actors(touched_actors)
        recount_places(touched_places)
        unused = Actor.objects.filter(
            pk__in=touched_actors, origin=Origin.MACHINE, mention_count=0, locked_fields=[], merged_from__isnull=True
        )
        actors, _ = _count_and_delete(unused)
        sources = Source.objects.filter(is_sample=True).exclude(Exists(Article.objects.filter(source=OuterRef("pk"))))
        source_count, _ = _count_and_delete(sources)
        IngestRun.objects.filter(kind=RunKind.DEMO).delete()
    return Removed(articles, len(gone), actors, source_count)


def _count_and_delete(rows: object) -> tuple[int, object]:
    count = rows.count()  # type: ignore[attr-defined]
    return count, rows.delete()  # type: ignore[attr-defined]
