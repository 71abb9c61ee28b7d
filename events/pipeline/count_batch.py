"""What a concluded batch changes in the counts of articles that name an actor or a place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from events.models import Actor, Location, Mention
from events.models.day_counts import UNDATED
from events.pipeline.day_counts import ACTORS, PLACES, add_steps
from events.pipeline.recount import mark_private


def day_of(moment: datetime | None) -> date:
    """The day an article counts for: by UTC, as every stored time; UNDATED without one."""
    return moment.astimezone(UTC).date() if moment else UNDATED


def count_batch(
    before: Sequence[Mention], after: Iterable[Mention], was: Mapping[int, date | None], now: Mapping[int, date]
) -> None:
    """Move the counts by what the batch changed; counting anew would cost more for each stored article.

    `was`, `now`: article -> the day under which it was counted (None: not yet) and will be.
    """
    held = list(after)
    for counted, model in ((ACTORS, Actor), (PLACES, Location)):
        merged = model._default_manager.filter(pk__in=_ids(before, held, counted.column), canonical__isnull=False)
        survivors = dict(merged.values_list("pk", "canonical_id"))
        steps = Counter(_count(held, counted.column, survivors, now))
        steps.subtract(_count(before, counted.column, survivors, was))
        add_steps(counted, steps)
    mark_private(_ids(before, held, ACTORS.column))


def _ids(before: Iterable[Mention], after: Iterable[Mention], column: str) -> set[int]:
    return {getattr(m, column) for rows in (before, after) for m in rows if not m.removed_at} - {None}


def _count(
    mentions: Iterable[Mention], column: str, survivors: Mapping[int, int | None], days: Mapping[int, date | None]
) -> dict[tuple[int, date], int]:
    """(record, day) -> articles; a mention of a merged record counts for the record itself and for its survivor."""
    named = {(getattr(m, column), m.article_id) for m in mentions if getattr(m, column) and not m.removed_at}
    named |= {(survivors[record], article) for record, article in named if record in survivors}
    counts: Counter[tuple[int, date]] = Counter()
    for record, article in named:
        day = days.get(article)
        if day is not None:
            counts[record, day] += 1
    return counts
