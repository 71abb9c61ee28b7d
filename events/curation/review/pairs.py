"""What a question about two records is about, whatever their table: actors, places or events."""

from __future__ import annotations

from typing import Any

from events.models import ReviewItem

# Table -> the two columns of a question that hold its records.
COLUMNS = {"actor": ("actor", "other"), "location": ("place", "other_place"), "event": ("event", "other_event")}


def read_pair(item: ReviewItem) -> tuple[str, int, int] | None:
    """Return (table, proposed survivor, other) of a question about two records, None where one of them is gone."""
    for table, (first, second) in COLUMNS.items():
        one, other = getattr(item, f"{first}_id"), getattr(item, f"{second}_id")
        if one is not None and other is not None:
            return table, one, other
    return None


def ask_about_pair(table: str, kept: Any, other: Any, score: float, reason: str, weight: int) -> ReviewItem:
    """Make a question (not stored) about two records of a table; `kept` is proposed to answer for both."""
    first, second = COLUMNS[table]
    low, high = sorted((kept.pk, other.pk))
    return ReviewItem(
        kind="duplicate",
        key=f"duplicate:{table}:{low}:{high}",
        score=round(score, 2),
        reason=reason[:300],
        weight=weight,
        **{first: kept, second: other},
    )
