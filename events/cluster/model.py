"""The learned weights: a logistic regression over the features of likeness.py, with its thresholds.

Made by train/train_model.py; what it was trained on stands in CARD.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from events.cluster.likeness import FEATURES, Numbers

FILE = Path(__file__).parent / "data" / "model.json"


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """`score` is above 0 where two groups tell of one happening: log odds, less what the thresholds ask for."""

    weights: Numbers
    bias: float

    def score(self, features: Numbers) -> Numbers:
        return features @ self.weights + self.bias


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Read the shipped weights; ValueError where they are for other features than the code's."""
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    if set(stored["weights"]) != set(FEATURES):
        odd = sorted(set(stored["weights"]) ^ set(FEATURES))
        raise ValueError(f"{FILE.name} does not fit likeness.FEATURES ({odd}); run events.cluster.train.train_model")
    weights = np.array([stored["weights"][name] for name in FEATURES])
    return Model(weights, stored["bias"])
