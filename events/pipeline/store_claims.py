"""Writing claims: ids are kept where the content is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from django.db import connection
from django.utils import timezone

from events.models import Claim
from events.models.choices import DecidedBy, TimePrecision
from events.pipeline import store_about
from events.pipeline.claim_records import PairLink
from events.pipeline.copy_rows import copy_rows
from events.pipeline.records import ConcludedArticle, FoundClaim, Span
from events.pipeline.standings import ALONE
from events.pipeline.store import StoredMentions

# A claim found again keeps its id when the contents overlap at least this much (DESIGN section 4).
SAME_CONTENT = 0.8
CLAIM_FIELDS = [
    "revision", "speaker", "speaker_mention", "speaker_start", "speaker_end", "speaker_text", "cue_start", "cue_end",
    "cue_text", "content", "text", "kind", "modality", "negated", "published_at", "confidence", "removed_at",
    "medium", "medium_start", "medium_end", "medium_text", "speaks_of_from", "speaks_of_to", "speaks_of_precision",
    "speaks_of_text",
]  # fmt: skip

SET_EVENTS = """
UPDATE {table} AS held SET event_id = made.event
  FROM unnest(%s::bigint[], %s::bigint[]) AS made(article, event)
 WHERE held.article_id = made.article AND held.event_id IS DISTINCT FROM made.event
"""


def save_claims(
    items: Sequence[ConcludedArticle], mentions: Sequence[StoredMentions], event_of: Mapping[int, int]
) -> list[list[Claim]]:
    """Write the claims of a batch; returns the stored rows in the order of the items and their claims.

    New rows know their event (`event_of`: article -> event) and stand alone until linking finds more; of those that are
    stored, only what differs is written.
    """
    known: dict[int, list[Claim]] = {}
    articles = [item.article.article_id for item in items]
    for claim in Claim.objects.filter(article__in=articles):
        known.setdefault(claim.article_id, []).append(claim)
    new: list[Claim] = []
    changed: list[Claim] = []
    result: list[list[Claim]] = []
    for item, stored in zip(items, mentions, strict=True):
        rows = []
        free = known.get(item.article.article_id, [])
        for found in item.claims:
            match = _same_claim(found, item, free)
            if match:
                free.remove(match)
            claim = match or _make_claim(item, event_of)
            if claim.decided_by == DecidedBy.MACHINE:
                before = _columns(claim)
                _fill(claim, found, item, stored)
                if match is None:
                    new.append(claim)
                elif _columns(claim) != before:
                    changed.append(claim)
            rows.append(claim)
        result.append(rows)
    copy_rows(new)
    Claim.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=CLAIM_FIELDS)
    current = {item.article.article_id: item.article.revision_id for item in items}
    gone = [
        c.pk
        for rows in known.values()
        for c in rows
        if c.decided_by == DecidedBy.MACHINE and not c.removed_at and c.revision_id == current[c.article_id]
    ]
    Claim.objects.filter(pk__in=gone).update(removed_at=timezone.now())
    _save_parents(items, result)
    store_about.save_about(items, result)
    return result


def _make_claim(item: ConcludedArticle, event_of: Mapping[int, int]) -> Claim:
    """A new claim as it stands before any other is known to bear on it: nothing more is written for most claims."""
    article = item.article
    return Claim(
        article_id=article.article_id,
        event_id=event_of.get(article.article_id),
        standing_reason=ALONE,
        first_at=article.published_at,
        last_at=article.published_at,
        origins=int(article.counts_as_origin and item.copy_of is None),
    )


_COLUMNS = attrgetter(*(field.attname for field in Claim._meta.concrete_fields if field.name in CLAIM_FIELDS))


def _columns(claim: Claim) -> tuple[object, ...]:
    columns: tuple[object, ...] = _COLUMNS(claim)
    return columns


def _same_claim(found: FoundClaim, item: ConcludedArticle, free: Sequence[Claim]) -> Claim | None:
    """The stored claim whose words are (nearly) these: by place in the same revision, by words across revisions."""
    words = join_spans(item.article.text, found.content)
    for claim in free:
        if claim.revision_id == item.article.revision_id:
            if overlap(found.content, [(a, b) for a, b in claim.content]) >= SAME_CONTENT:
                return claim
        elif claim.text == words and not claim.removed_at:
            return claim
    return None


def overlap(one: Sequence[Span], other: Sequence[Span]) -> float:
    """Return shared characters over all characters of two sets of spans (Jaccard), 0..1."""
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    total = sum(b - a for a, b in one) + sum(d - c for c, d in other) - shared
    return shared / total if total else 0.0


def join_spans(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def _fill(claim: Claim, found: FoundClaim, item: ConcludedArticle, stored: StoredMentions) -> None:
    text = item.article.text
    speaker = None if found.speaker_mention is None else item.mentions[found.speaker_mention]
    claim.revision_id = item.article.revision_id
    claim.speaker_id = speaker.actor_id if speaker else None
    claim.speaker_mention_id = None if found.speaker_mention is None else stored.ids[found.speaker_mention]
    claim.speaker_start, claim.speaker_end = found.speaker or (None, None)
    claim.speaker_text = text[slice(*found.speaker)][:1000] if found.speaker else ""
    claim.cue_start, claim.cue_end = found.cue or (None, None)
    claim.cue_text = text[slice(*found.cue)][:200] if found.cue else ""
    claim.content = [list(span) for span in found.content]
    claim.text = join_spans(text, found.content)
    claim.kind, claim.modality, claim.negated = found.kind, found.modality, found.negated
    _fill_circumstances(claim, found, item)
    claim.published_at = item.article.published_at
    claim.confidence = found.confidence
    claim.removed_at = None


def _fill_circumstances(claim: Claim, found: FoundClaim, item: ConcludedArticle) -> None:
    """Through whom it came, and the time that it speaks of."""
    text = item.article.text
    medium = None if found.medium_mention is None else item.mentions[found.medium_mention]
    claim.medium_id = medium.actor_id if medium else None
    claim.medium_start, claim.medium_end = found.medium or (None, None)
    claim.medium_text = text[slice(*found.medium)][:300] if found.medium else ""
    when = found.speaks_of
    claim.speaks_of_from, claim.speaks_of_to = (when.first, when.last) if when else (None, None)
    claim.speaks_of_precision = when.precision if when else TimePrecision.UNKNOWN
    claim.speaks_of_text = text[when.start : when.end][:100] if when else ""


def _save_parents(items: Sequence[ConcludedArticle], stored: Sequence[Sequence[Claim]]) -> None:
    """Tell claims inside claims which one they stand in, once all have ids."""
    changed = []
    for item, rows in zip(items, stored, strict=True):
        for claim, found in zip(rows, item.claims, strict=True):
            parent = None if found.reported_by is None else rows[found.reported_by].pk
            if claim.reported_by_id != parent and parent != claim.pk and claim.decided_by == DecidedBy.MACHINE:
                claim.reported_by_id = parent
                changed.append(claim)
    Claim.objects.bulk_update(changed, ["reported_by"])


def list_links_within(items: Sequence[ConcludedArticle], stored: Sequence[Sequence[Claim]]) -> list[PairLink]:
    """The links that an article's own words tell: "initially said … but later acknowledged"."""
    return [
        PairLink(claim.pk, rows[found.supersedes].pk, "supersedes", found.confidence, found.supersedes_reason)
        for item, rows in zip(items, stored, strict=True)
        for claim, found in zip(rows, item.claims, strict=True)
        if found.supersedes is not None and rows[found.supersedes] is not claim
    ]


def set_events(event_of: Mapping[int, int]) -> None:
    """Tell claims and figures of articles which event they are about: two statements a batch."""
    articles, events = list(event_of), list(event_of.values())
    with connection.cursor() as cursor:
        for table in ("events_claim", "events_figure"):
            cursor.execute(SET_EVENTS.format(table=table), [articles, events])
