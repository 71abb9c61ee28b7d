"""Names whose bearer the machine left in doubt, one question a name and article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.models import Mention, ReviewItem, ReviewMark
from events.models.choices import DecidedBy, ReviewAnswer, ReviewKind, ReviewState
from events.names import fold

MARK = "doubtful links"
# Doubtful mentions looked at in one run, and at most so many new questions.
A_RUN = 2_000


def find_links(limit: int = A_RUN) -> int:
    """Ask about the next doubtful mentions; returns how many questions are new.

    Goes through the articles by the index of mentions in doubt, `limit` rows a run, and begins again at the end:
    articles that are concluded anew bring doubts under old ids.
    """
    mark, _ = ReviewMark.objects.get_or_create(name=MARK)
    waiting = Mention.objects.current().filter(candidates__isnull=False, decided_by=DecidedBy.MACHINE)
    rows = list(waiting.filter(article__gt=mark.last_id).order_by("article", "pk")[:limit])
    if len(rows) == limit and rows[0].article_id != rows[-1].article_id:
        rows = [row for row in rows if row.article_id != rows[-1].article_id]  # its rest comes with the next run
        mark.last_id = rows[-1].article_id
    else:
        mark.last_id = rows[-1].article_id if len(rows) == limit else 0
    mark.save()
    return _ask(rows)


def _ask(rows: Sequence[Mention]) -> int:
    disowned = set(
        ReviewItem.objects.filter(
            kind=ReviewKind.NAME, state=ReviewState.DECIDED, answer=ReviewAnswer.DIFFERENT
        ).values_list("actor", flat=True)
    )
    asked: dict[str, ReviewItem] = {}
    for row in rows:
        offered = [c for c in row.candidates or [] if c.get("location") or c.get("actor") not in disowned]
        if not offered:
            continue
        kind = ReviewKind.PLACE if any(c.get("location") for c in offered) else ReviewKind.LINK
        key = f"{kind}:{row.article_id}:{row.type}:{fold(row.text)}"[:300]
        if key in asked:
            asked[key].weight += 1
            continue
        best = max(offered, key=lambda c: float(c.get("score") or 0.0))
        asked[key] = ReviewItem(
            kind=kind, key=key, mention=row, score=best.get("score"), reason=row.link_reason, weight=1
        )
    return insert_new(list(asked.values()))


def insert_new(items: Sequence[ReviewItem]) -> int:
    """Store the questions that were never asked; returns how many."""
    known = set(ReviewItem.objects.filter(key__in=[i.key for i in items]).values_list("key", flat=True))
    new: list[Any] = [item for item in items if item.key not in known]
    ReviewItem.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
