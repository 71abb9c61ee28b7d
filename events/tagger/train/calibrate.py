"""Fit the temperature of entity confidences on every other document of a gold file; report the error on the rest.

    python -m events.tagger.train.calibrate ner-world-dev.jsonl

The expected calibration error (ECE) is the mean gap between confidence and share of right spans in ten equal bands.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from events.tagger import neural
from events.tagger.hints import push_known_names
from events.tagger.network import Scores, WordScores, load_network, score_words
from events.tagger.sentences import split_sentences

from .evaluate import _read

BANDS = 10
TEMPERATURES = np.arange(0.7, 3.01, 0.1)
Judged = tuple[list[float], list[bool]]
Held = tuple[dict[str, Any], WordScores, Scores]


def main() -> None:
    held: list[Held] = []
    for row in _read(Path(sys.argv[1])):
        sentences = split_sentences(row["text"])
        words = score_words(row["text"], sentences, load_network())
        held.append((row, words, push_known_names(row["text"], sentences, words)))
    errors = {float(t): find_error(*judge(held[::2], float(t))) for t in TEMPERATURES}
    best = min(errors, key=lambda t: errors[t])
    for name, temperature in (("as trained", 1.0), ("fitted", best), ("shipped", neural.ENTITY_TEMPERATURE)):
        confidences, right = judge(held[1::2], temperature)
        print(f"{name:10} temperature {temperature:.1f}  ECE on the other half {find_error(confidences, right):.3f}")


def judge(held: list[Held], temperature: float) -> Judged:
    """The confidence of every span found, and whether it is in gold."""
    confidences: list[float] = []
    right: list[bool] = []
    for row, words, scores in held:
        gold = {(item["start"], item["end"], item["type"]) for item in row["entities"]}
        for entity in neural.find_names(row["text"], words, scores, temperature):
            confidences.append(entity.confidence)
            right.append((entity.start, entity.end, entity.type) in gold)
    return confidences, right


def find_error(confidences: list[float], right: list[bool]) -> float:
    """The expected calibration error of confidences from 0 to 1."""
    sure, hits = np.array(confidences), np.array(right, dtype=float)
    bands = np.minimum((sure * BANDS).astype(int), BANDS - 1)
    gaps = [abs(sure[bands == n].mean() - hits[bands == n].mean()) * (bands == n).mean() for n in set(bands.tolist())]
    return float(sum(gaps))


if __name__ == "__main__":
    main()
