"""Writing what the read stage found: one short transaction a batch, no row touched twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from events import work
from events.fulltext import configuration_for, fold_for_search
from events.intake.keys import hash_words
from events.models import Article, ArticleMeaning, ArticleReading, ArticleRevision, ArticleSignature, ArticleVector
from events.pipeline.copies import Signature, pack_hashes
from events.pipeline.records import Reading

SEARCH = """
INSERT INTO events_articlesearch (article_id, document)
SELECT article, setweight(to_tsvector(config::regconfig, title), 'A') || to_tsvector(config::regconfig, body)
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS row(article, config, title, body)
    ON CONFLICT (article_id) DO UPDATE SET document = excluded.document
"""


@dataclass(slots=True)
class ReadResult:
    """One article as read: the rows to be updated (already changed in memory) and what the tagger found."""

    article: Article
    revision: ArticleRevision
    reading: Reading
    signature: Signature
    topics: dict[str, float]


def save_readings(token: str, results: Sequence[ReadResult], tagger_version: str) -> list[int]:
    """Store the results whose claims are still ours and pass them on to the conclude stage; returns their articles."""
    with transaction.atomic():
        kept = set(work.pass_on(token, [result.article.pk for result in results]))
        results = [result for result in results if result.article.pk in kept]
        _save_words(results)
        _upsert(ArticleReading, [_reading_row(r, tagger_version) for r in results], "revision")
        vectors = [ArticleVector(article=r.article, vector=r.reading.vector) for r in results]
        _upsert(ArticleVector, vectors, "article")
        _save_meanings(results)
        signatures = [_signature_row(result) for result in results]
        _upsert(ArticleSignature, signatures, "article")
        _index_words(results)
    return sorted(kept)


def _save_meanings(results: Sequence[ReadResult]) -> None:
    """Write what each article is about; one that has no meaning any more loses its row."""
    without = [r.article.pk for r in results if r.reading.meaning is None]
    ArticleMeaning.objects.filter(article__in=without).delete()
    rows = [ArticleMeaning(article=r.article, vector=r.reading.meaning) for r in results if r.article.pk not in without]
    _upsert(ArticleMeaning, rows, "article")


def _save_words(results: Sequence[ReadResult]) -> None:
    now = timezone.now()
    for result in results:
        result.revision.content_hash = hash_words(result.revision.title, result.revision.text or "")
        if not settings.KEEP_RAW_HTML:
            result.revision.raw_html = None
        result.article.modified_at = now
    revision_fields = ["title", "text", "content_hash", "raw_html"]
    ArticleRevision.objects.bulk_update([r.revision for r in results], revision_fields)
    article_fields = [
        "title", "language", "published_at", "published_precision", "published_offset",
        "authors", "url", "source", "modified_at",
    ]  # fmt: skip
    Article.objects.bulk_update([r.article for r in results], article_fields)


def _reading_row(result: ReadResult, version: str) -> ArticleReading:
    reading = result.reading
    return ArticleReading(
        revision=result.revision,
        tagger_version=version,
        sentences=[list(span) for span in reading.sentences],
        entities=[[e.field, e.start, e.end, e.type, round(e.confidence, 3)] for e in reading.entities],
        attributions=[
            {"source": a.source, "cue": a.cue, "content": a.content, "confidence": round(a.confidence, 3)}
            for a in reading.attributions
        ],
        topics=result.topics,
        read_at=timezone.now(),
    )


def _signature_row(result: ReadResult) -> ArticleSignature:
    made = result.signature
    return ArticleSignature(
        article=result.article, hashes=pack_hashes(made.hashes), shingles=made.shingles, bands=list(made.bands)
    )


def _upsert(model: Any, rows: list[Any], key: str) -> None:
    fields = [f.name for f in model._meta.concrete_fields if f.name != key]
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=[key], update_fields=fields)


def _index_words(results: Sequence[ReadResult]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            SEARCH,
            [
                [r.article.pk for r in results],
                [configuration_for(r.article.language) for r in results],
                [fold_for_search(r.revision.title) for r in results],
                [fold_for_search(r.revision.text or "") for r in results],
            ],
        )


def decode_spans(stored: str | list[list[int]]) -> tuple[tuple[int, int], ...]:
    """Read [[start, end], ...] back from a JSON column."""
    pairs = json.loads(stored) if isinstance(stored, str) else stored
    return tuple((int(start), int(end)) for start, end in pairs)
