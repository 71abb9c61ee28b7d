"""Writing figures: one statement a batch; what is no longer found is tombstoned, what a curator decided stays."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from events.models import Claim, Figure
from events.models.choices import DecidedBy, TimePrecision
from events.pipeline.records import ConcludedArticle

FIGURE_FIELDS = [
    "claim", "speaker", "text", "value", "low", "high", "bound", "unit", "who", "as_of", "as_of_precision", "location",
    "removed_at",
]  # fmt: skip


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
                as_of=found.as_of.last if found.as_of else None,
                as_of_precision=found.as_of.precision if found.as_of else TimePrecision.UNKNOWN,
                location_id=None
                if found.location_mention is None
                else item.mentions[found.location_mention].location_id,
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
        update_fields=FIGURE_FIELDS,
    )


def _figure_key(figure: Figure) -> tuple[int, int, int, str]:
    return (figure.revision_id, figure.start, figure.end, figure.measure)
