"""The weights that decide between namesakes: a small log-linear model, learned by events.pipeline.train_places.

What it was trained on, and how well it does: events/gazetteer/data/RANKER.md. It is 60 numbers, readable and correctable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from events.gazetteer.read import DATA
from events.pipeline.place_records import DYNAMIC, STATIC, Numbers

WEIGHTS = DATA / "place_ranker.json"


@dataclass(frozen=True, slots=True)
class Ranker:
    """`first` weighs STATIC alone, before anything else of the article is decided; `later` STATIC and DYNAMIC."""

    first: Numbers
    later: Numbers

    def rank_alone(self, static: Numbers) -> Numbers:
        """Return the probability of each option of one name, from what is known of it alone."""
        return softmax(static @ self.first)

    def rank_together(self, static: Numbers, dynamic: Numbers) -> Numbers:
        """Return the probability of each option in the light of the article's other names."""
        return softmax(np.hstack([static, dynamic]) @ self.later)


def softmax(scores: Numbers) -> Numbers:
    """Return positive numbers with sum 1."""
    raised = np.exp(scores - scores.max())
    shares: Numbers = raised / raised.sum()
    return shares


@lru_cache(maxsize=1)
def load_ranker() -> Ranker:
    """Read the shipped weights, once a process."""
    stored = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return Ranker(_read(stored["first"], STATIC), _read(stored["later"], STATIC + DYNAMIC))


def _read(weights: Mapping[str, float], names: Sequence[str]) -> Numbers:
    if set(weights) != set(names):
        odd = ", ".join(sorted(set(weights) ^ set(names)))
        raise ValueError(f"{WEIGHTS.name}: {odd}: in the file or in place_evidence.py only; train the ranker again")
    return np.array([weights[name] for name in names], dtype=np.float64)
