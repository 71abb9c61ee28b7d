"""How far the review queue is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from events.models import ReviewItem
from events.models.choices import ReviewKind, ReviewState

# Counting further would cost more than the number is worth; from here on it reads "more than 10,000".
COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """`left` by kind stops at COUNTED each (then `is_more`); what was answered today (UTC) is exact."""

    left: dict[str, int]
    is_more: bool
    mine_today: int
    all_today: int

    @property
    def total(self) -> int:
        return sum(self.left.values())


def count_open(most: int = COUNTED) -> int:
    """Return how many questions wait, `most` at the most. One range of the partial index review_open."""
    return ReviewItem.objects.filter(state=ReviewState.OPEN).order_by()[:most].count()


def get_review_progress(account: str, now: datetime | None = None) -> ReviewProgress:
    """Return what is left and what was done today. Queries: six."""
    midnight = (now or timezone.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = ReviewItem.objects.filter(state=ReviewState.OPEN).order_by()
    left = {str(kind.value): waiting.filter(kind=kind)[:COUNTED].count() for kind in ReviewKind}
    today = ReviewItem.objects.filter(state=ReviewState.DECIDED, answered_at__gte=midnight)
    return ReviewProgress(
        left=left,
        is_more=any(count >= COUNTED for count in left.values()),
        mine_today=today.filter(account=account).count(),
        all_today=today.count(),
    )
