"""Group articles into happenings: join the two most alike groups again and again, as long as the model says they are one.

The result depends on the articles alone, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from events.cluster.likeness import Marks, make_features, mark, multiply_all
from events.cluster.model import Model
from events.cluster.profile import PARTS, Profile

NEVER = -np.inf
# Groups whose wording shares less than this are never one: saves looking at them (0.1 % of true pairs lie below).
LEAST_WORDS = 0.04


class Groups:
    """Groups of articles while they are being joined; a joined group stands in the place of its first."""

    def __init__(self, profiles: Sequence[Profile], model: Model) -> None:
        count = len(profiles)
        self.model = model
        self.products = multiply_all(profiles)
        self.marks: Marks = mark(profiles)
        self.members = [[number] for number in range(count)]
        self.scores = np.full((count, count), NEVER)
        self.apart = np.zeros((count, count), dtype=bool)
        for row in range(count):
            self._score(row)

    def _score(self, row: int) -> None:
        """Score one group with all others that are still there."""
        products = {part: held[row] for part, held in self.products.items()}
        norms = self.marks.norms["words"]
        cosines = products["words"] / np.maximum(norms[row] * norms, 1e-9)
        near = np.flatnonzero((cosines >= LEAST_WORDS) & (self.marks.size > 0) & ~self.apart[row])
        near = near[near != row]
        self.scores[row, :] = self.scores[:, row] = NEVER
        if near.size:
            picked = {part: held[near] for part, held in products.items()}
            features = make_features(picked, self.marks.pick(slice(row, row + 1)), self.marks.pick(near))
            self.scores[row, near] = self.scores[near, row] = self.model.score(features)

    def forbid(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Never join the groups of these two, whatever their likeness: a person said so."""
        for one, other in pairs:
            self.apart[one, other] = self.apart[other, one] = True
            self.scores[one, other] = self.scores[other, one] = NEVER

    def unite(self, members: Sequence[int]) -> None:
        """Join these before anything else: a person said so, or they are copies."""
        for other in sorted(members)[1:]:
            self._join(min(members), other)

    def join_all(self, threshold: float) -> list[list[int]]:
        """Join until no two groups score `threshold`; returns the groups, each with its members ascending."""
        while len(self.members) > 1:
            best = int(np.argmax(self.scores))
            one, other = divmod(best, self.scores.shape[0])
            if self.scores[one, other] < threshold:
                break
            self._join(min(one, other), max(one, other))
        return [sorted(members) for members in self.members if members]

    def _join(self, one: int, other: int) -> None:
        self.members[one] += self.members[other]
        self.members[other] = []
        for held in self.products.values():
            held[one] += held[other]
            held[:, one] += held[:, other]
            held[other], held[:, other] = 0.0, 0.0
        self.apart[one] |= self.apart[other]
        self.apart[:, one] |= self.apart[:, other]
        marks = self.marks
        for part in PARTS:
            marks.having[part][one] += marks.having[part][other]
            marks.norms[part][one] = np.sqrt(max(self.products[part][one, one], 0.0))
        marks.length[one] += marks.length[other]
        marks.size[one] += marks.size[other]
        marks.size[other] = 0
        marks.first[one] = np.fmin(marks.first[one], marks.first[other])
        marks.last[one] = np.fmax(marks.last[one], marks.last[other])
        self.scores[other], self.scores[:, other] = NEVER, NEVER
        self._score(one)


def group_profiles(profiles: Sequence[Profile], model: Model, threshold: float = 0.0) -> list[list[int]]:
    """Groups of positions in `profiles`, by first member. Time grows with the square of their number."""
    return sorted(Groups(profiles, model).join_all(threshold)) if profiles else []
