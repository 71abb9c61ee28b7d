"""Loading read articles back for the conclude stage: two queries a batch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.models import ArticleReading, ArticleVector, ArticleWork
from events.models.choices import Provenance
from events.pipeline.outlet_places import country_of_domain
from events.pipeline.records import Attribution, Entity, ReadArticle, Reading
from events.pipeline.store_reading import decode_spans
from events.pipeline.vector_text import load_vector_texts, read_vector


def load_articles(article_ids: Sequence[int]) -> list[ReadArticle]:
    """Return the read revisions that are due for concluding, in (published, id) order, undated ones last."""
    rows = (
        ArticleReading.objects.filter(
            revision__in=ArticleWork.objects.filter(article__in=article_ids).values("revision")
        )
        .select_related("revision__article__source")
        .order_by("revision__article__published_at", "revision__article_id")
    )
    vectors = load_vector_texts(ArticleVector, article_ids)
    return [_read_article(row, vectors) for row in rows]


def _read_article(row: ArticleReading, vectors: dict[int, str]) -> ReadArticle:
    revision, article = row.revision, row.revision.article
    source = article.source
    body = revision.text or ""
    return ReadArticle(
        article_id=article.pk,
        revision_id=revision.pk,
        title=revision.title,
        text=body,
        language=article.language,
        published_at=article.published_there,
        published_precision=article.published_precision,
        source_id=article.source_id,
        source_name=source.name if source else "",
        source_country=(source.country_code or country_of_domain(source.domain)) if source else "",
        provenance=article.provenance,
        counts_as_origin=article.provenance == Provenance.FETCHED or article.vouched,
        is_sample=article.is_sample,
        reading=Reading(
            sentences=decode_spans(row.sentences),
            entities=tuple(_entity(stored, revision.title, body) for stored in row.entities),
            attributions=tuple(
                Attribution(
                    decode_spans(a["source"]), decode_spans(a["cue"]), decode_spans(a["content"]), a["confidence"]
                )
                for a in row.attributions
            ),
            vector=read_vector(vectors[article.pk]),
        ),
    )


def _entity(stored: list[Any], title: str, body: str) -> Entity:
    field, start, end, kind, confidence = stored
    words = title if field == "title" else body
    return Entity(str(field), int(start), int(end), words[int(start) : int(end)], str(kind), float(confidence))
