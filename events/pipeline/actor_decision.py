"""What was decided of a name: an actor, doubt with its candidates, or nobody."""

from __future__ import annotations

from dataclasses import dataclass

MAX_KEPT = 5
"""Candidates kept of a doubtful name; chosen by hand, not measured: a person chooses among few."""


@dataclass(frozen=True, slots=True)
class ActorDecision:
    """`actor_id` None with `doubts` (actor, score): unsure; without them and without a reason: nobody of that name.

    `score` is how likely the decision is, 0..1.
    """

    actor_id: int | None
    score: float | None
    reason: str
    doubts: tuple[tuple[int, float], ...] = ()
