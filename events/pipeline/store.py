"""Writing what the conclude stage decided: bulk statements inside the batch's one transaction.

People outrank the machine: rows decided by a curator are neither changed nor removed, and no machine span is written
over one. What the machine no longer finds is tombstoned, never deleted; what it finds again keeps its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from django.db import connection
from django.utils import timezone

from events.models import Article, Mention
from events.models.choices import DecidedBy
from events.pipeline.copy_rows import copy_rows
from events.pipeline.count_batch import count_batch, day_of
from events.pipeline.records import ConcludedArticle, ReadArticle, ResolvedMention

MAKE_CURRENT = """
UPDATE events_article AS article
   SET revision_id = made.revision, word_count = made.words, copy_of_id = made.origin, copy_score = made.score,
       counted_on = made.day, modified_at = now()
  FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::bigint[], %s::float8[], %s::date[])
       AS made(article, revision, words, origin, score, day)
 WHERE article.id = made.article
"""

# What the machine decides of a mention; the rest is its key.
MACHINE_FIELDS = [
    "actor", "location", "precision", "is_dateline", "confidence", "link_score", "link_reason", "candidates",
    "removed_at", "text",
]  # fmt: skip
_columns = attrgetter(*(field.attname for field in Mention._meta.concrete_fields if field.name in MACHINE_FIELDS))

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class StoredMentions:
    """The rows behind the resolved mentions of an article, in their order (None where a curator's decision stands)."""

    ids: tuple[int | None, ...]


def with_real_actors(mentions: Sequence[ResolvedMention], real: Mapping[int, int]) -> tuple[ResolvedMention, ...]:
    """Put the stored ids of founded actors in place of the temporary ones, also among the candidates of the doubtful."""
    return tuple(
        replace(
            m,
            actor_id=real.get(m.actor_id, m.actor_id) if m.actor_id is not None else None,
            candidates=tuple((real.get(actor, actor), score) for actor, score in m.candidates),
        )
        if m.candidates or (m.actor_id is not None and m.actor_id < 0)
        else m
        for m in mentions
    )


def save_articles(items: Sequence[ConcludedArticle]) -> None:
    """Make the concluded revisions the current ones: from here on readers see them."""
    columns = zip(
        *(
            (
                i.article.article_id,
                i.article.revision_id,
                len(i.article.text.split()),
                i.copy_of,
                i.copy_score,
                day_of(i.article.published_at),
            )
            for i in items
        ),
        strict=True,
    )
    with connection.cursor() as cursor:
        cursor.execute(MAKE_CURRENT, [list(column) for column in columns])


def save_mentions(items: Sequence[ConcludedArticle]) -> list[StoredMentions]:
    """Write the mentions of a batch, new ones by COPY, of stored ones what differs; returns their ids, in the items' order.

    Call it before `save_articles`: actors are counted by what the articles' revisions so far held.
    """
    revisions = [item.article.revision_id for item in items]
    known = list(
        Article.objects.filter(pk__in=[item.article.article_id for item in items]).values_list(
            "pk", "revision_id", "counted_on"
        )
    )
    so_far = [revision for _, revision, _ in known if revision not in revisions]
    left_behind = list(Mention.objects.filter(revision__in=so_far, removed_at__isnull=True))
    # A curator's decision about words that a newer revision lacks stays, and still says whom the article names.
    kept = [m for m in left_behind if m.decided_by == DecidedBy.CURATOR]
    before = list(Mention.objects.filter(revision__in=revisions))
    protected: dict[int, list[Mention]] = {}
    for mention in before:
        if mention.decided_by == DecidedBy.CURATOR:
            protected.setdefault(mention.revision_id, []).append(mention)
    rows: dict[Key, Mention] = {}
    for item in items:
        for resolved in item.mentions:
            if not _is_protected(resolved, protected.get(item.article.revision_id, [])):
                row = _mention_row(item.article, resolved)
                rows[_span_key(row)] = row
    stored = _write(rows, {_span_key(mention): mention for mention in before})
    gone = {m.pk for m in before if m.decided_by == DecidedBy.MACHINE and not m.removed_at and _span_key(m) not in rows}
    stored = {key: mention for key, mention in stored.items() if mention.pk not in gone}
    gone |= {m.pk for m in left_behind if m.decided_by == DecidedBy.MACHINE}
    Mention.objects.filter(pk__in=gone).update(removed_at=timezone.now())
    count_batch(
        [*before, *left_behind],
        [*stored.values(), *kept],
        {article: day for article, _, day in known},
        {item.article.article_id: day_of(item.article.published_at) for item in items},
    )
    return [
        StoredMentions(tuple(getattr(stored.get(_resolved_key(item.article, m)), "pk", None) for m in item.mentions))
        for item in items
    ]


def _write(rows: Mapping[Key, Mention], held: Mapping[Key, Mention]) -> dict[Key, Mention]:
    """Write made rows beside those held under the same keys; returns all as they now stand (a row keeps its id)."""
    changed = []
    for key, row in rows.items():
        if key in held:
            row.pk = held[key].pk
            if _columns(row) != _columns(held[key]):
                changed.append(row)
    copy_rows([row for key, row in rows.items() if key not in held])
    Mention.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=MACHINE_FIELDS)
    return {**held, **rows}


def _span_key(mention: Mention) -> Key:
    return (mention.revision_id, mention.field, mention.start, mention.end, mention.type)


def _resolved_key(article: ReadArticle, resolved: ResolvedMention) -> Key:
    entity = resolved.entity
    return (article.revision_id, entity.field, entity.start, entity.end, entity.type)


def _is_protected(resolved: ResolvedMention, decided: Sequence[Mention]) -> bool:
    entity = resolved.entity
    return any(m.field == entity.field and m.start < entity.end and entity.start < m.end for m in decided)


def _mention_row(article: ReadArticle, resolved: ResolvedMention) -> Mention:
    entity = resolved.entity
    kept = [{"actor": actor, "score": score} for actor, score in resolved.candidates]
    # One question at a time: which actor is meant tells a person the place too.
    kept = kept or [{"location": place, "score": score} for place, score in resolved.places]
    return Mention(
        article_id=article.article_id,
        revision_id=article.revision_id,
        field=entity.field,
        start=entity.start,
        end=entity.end,
        text=entity.text[:500],
        type=entity.type,
        confidence=entity.confidence,
        actor_id=resolved.actor_id,
        location_id=resolved.location_id,
        precision=resolved.precision,
        is_dateline=resolved.dateline,
        link_score=resolved.score,
        link_reason=resolved.reason[:200],
        candidates=kept or None,
        removed_at=None,
    )
