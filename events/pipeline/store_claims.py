"""Writing claims, the links within an article, and figures: ids are kept where the content is the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from events.models import Claim, ClaimLink, Figure
from events.models.choices import ClaimLinkType, DecidedBy, Standing
from events.pipeline.records import ConcludedArticle, FoundClaim, Span
from events.pipeline.store import StoredMentions

# A claim found again keeps its id when the contents overlap at least this much (DESIGN section 4).
SAME_CONTENT = 0.8
CLAIM_FIELDS = [
    "revision", "speaker", "speaker_mention", "speaker_start", "speaker_end", "speaker_text", "cue_start", "cue_end",
    "cue_text", "content", "text", "kind", "modality", "negated", "standing", "published_at", "confidence",
    "removed_at",
]  # fmt: skip

SET_EVENTS = """
UPDATE {table} AS held SET event_id = made.event
  FROM unnest(%s::bigint[], %s::bigint[]) AS made(article, event)
 WHERE held.article_id = made.article AND held.event_id IS DISTINCT FROM made.event
"""


def save_claims(items: Sequence[ConcludedArticle], mentions: Sequence[StoredMentions]) -> list[list[Claim]]:
    """Write the claims of a batch; returns the stored rows in the order of the items and their claims."""
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
            claim = match or Claim(article_id=item.article.article_id)
            if claim.decided_by == DecidedBy.MACHINE:
                _fill(claim, found, item, stored)
                (changed if match else new).append(claim)
            rows.append(claim)
        result.append(rows)
    Claim.objects.bulk_create(new)
    Claim.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=CLAIM_FIELDS)
    current = {item.article.article_id: item.article.revision_id for item in items}
    gone = [
        c.pk
        for rows in known.values()
        for c in rows
        if c.decided_by == DecidedBy.MACHINE and not c.removed_at and c.revision_id == current[c.article_id]
    ]
    Claim.objects.filter(pk__in=gone).update(removed_at=timezone.now())
    _save_links(items, result)
    return result


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
    claim.standing = Standing.SINGLE_SOURCE
    claim.published_at = item.article.published_at
    claim.confidence = found.confidence
    claim.removed_at = None


def _save_links(items: Sequence[ConcludedArticle], stored: Sequence[Sequence[Claim]]) -> None:
    """Renew the machine's links inside each article; a superseded claim says so."""
    ids = [claim.pk for rows in stored for claim in rows]
    ClaimLink.objects.filter(
        Q(claim__in=ids), other__in=ids, decided_by=DecidedBy.MACHINE, type=ClaimLinkType.SUPERSEDES
    ).delete()
    links, superseded = [], []
    for item, rows in zip(items, stored, strict=True):
        for claim, found in zip(rows, item.claims, strict=True):
            if found.supersedes is None or rows[found.supersedes] is claim:
                continue
            earlier = rows[found.supersedes]
            links.append(
                ClaimLink(
                    claim=claim,
                    other=earlier,
                    type=ClaimLinkType.SUPERSEDES,
                    score=found.confidence,
                    reason=found.supersedes_reason[:300],
                )
            )
            superseded.append(earlier.pk)
    ClaimLink.objects.bulk_create(links, ignore_conflicts=True)
    Claim.objects.filter(pk__in=superseded).update(standing=Standing.SUPERSEDED)


def save_figures(items: Sequence[ConcludedArticle], claims: Sequence[Sequence[Claim]]) -> None:
    """Write the figures of a batch in one statement and tombstone those no longer found."""
    rows: dict[tuple[int, int, int, str], Figure] = {}
    for item, stored in zip(items, claims, strict=True):
        revision = item.article.revision_id
        for found in item.figures:
            claim = None if found.claim is None else stored[found.claim]
            rows[(revision, found.start, found.end, found.measure)] = Figure(
                article_id=item.article.article_id,
                revision_id=revision,
                claim=claim,
                speaker_id=claim.speaker_id if claim else None,
                start=found.start,
                end=found.end,
                text=item.article.text[found.start : found.end][:200],
                measure=found.measure,
                value=found.value,
                low=found.low,
                high=found.high,
                bound=found.bound,
                unit=found.unit[:20],
                who=found.who[:200],
                removed_at=None,
            )
    known = Figure.objects.filter(revision__in=[item.article.revision_id for item in items])
    decided = {_figure_key(f) for f in known if f.decided_by == DecidedBy.CURATOR}
    gone = [f.pk for f in known if f.decided_by == DecidedBy.MACHINE and _figure_key(f) not in rows]
    Figure.objects.filter(pk__in=gone, removed_at__isnull=True).update(removed_at=timezone.now())
    Figure.objects.bulk_create(
        [row for key, row in rows.items() if key not in decided],
        update_conflicts=True,
        unique_fields=["revision", "start", "end", "measure"],
        update_fields=["claim", "speaker", "text", "value", "low", "high", "bound", "unit", "who", "removed_at"],
    )


def _figure_key(figure: Figure) -> tuple[int, int, int, str]:
    return (figure.revision_id, figure.start, figure.end, figure.measure)


def set_events(event_of: Mapping[int, int]) -> None:
    """Tell claims and figures of articles which event they are about: two statements a batch."""
    articles, events = list(event_of), list(event_of.values())
    with connection.cursor() as cursor:
        for table in ("events_claim", "events_figure"):
            cursor.execute(SET_EVENTS.format(table=table), [articles, events])
