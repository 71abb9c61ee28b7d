"""B-cubed and pairwise scores of a grouping against the true one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GroupScore:
    precision: float
    recall: float
    pairwise: float

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0

    def __str__(self) -> str:
        return f"B-cubed P {self.precision:.3f} R {self.recall:.3f} F1 {self.f1:.4f}, pairwise F1 {self.pairwise:.4f}"


def score_groups(found: Sequence[Hashable], gold: Sequence[Hashable], which: Iterable[int] | None = None) -> GroupScore:
    """Score labels found against gold labels; `which` counts only those articles, among all of them."""
    chosen = list(range(len(gold))) if which is None else list(which)
    mine, true, both = Counter(found), Counter(gold), Counter(zip(found, gold, strict=True))
    shared = [both[found[n], gold[n]] for n in chosen]
    precision = sum(s / mine[found[n]] for s, n in zip(shared, chosen, strict=True)) / max(len(chosen), 1)
    recall = sum(s / true[gold[n]] for s, n in zip(shared, chosen, strict=True)) / max(len(chosen), 1)
    hits = 2 * sum(s - 1 for s in shared)
    asked = sum(mine[found[n]] - 1 + true[gold[n]] - 1 for n in chosen)
    return GroupScore(precision, recall, hits / asked if asked else 1.0)


def label_groups(groups: Sequence[Sequence[int]], count: int) -> list[int]:
    """The number of its group for each of `count` positions."""
    labels = [-1] * count
    for number, group in enumerate(groups):
        for position in group:
            labels[position] = number
    return labels
