"""Score the figure reader on the gold sentences: how many figures it finds, and which of their parts are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from events.pipeline.records import FoundFigure
from tests.tagger.reading import figures_of

GOLD = Path(__file__).with_name("figures.yaml")
FRESH = Path(__file__).with_name("figures_fresh.yaml")
PARTS = ("value", "bound", "measure", "who", "unit")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One sentence read: expected figures with what was found for each (or None), and what was found beside them."""

    sentence: str
    pairs: list[tuple[Mapping[str, Any], FoundFigure | None]]
    spurious: list[FoundFigure]


@lru_cache(maxsize=2)
def load_sentences(path: Path = GOLD) -> list[dict[str, Any]]:
    sentences: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["sentences"]
    return sentences


def read_gold(path: Path = GOLD) -> Iterator[Outcome]:
    """Read every sentence alone and pair what is found with what is expected, by the place of the number."""
    for item in load_sentences(path):
        sentence = item["sentence"]
        left = list(figures_of(sentence))
        pairs: list[tuple[Mapping[str, Any], FoundFigure | None]] = []
        for expected in item["figures"]:
            start = sentence.index(expected["text"])
            end = start + len(expected["text"])
            near = [figure for figure in left if figure.start < end and start < figure.end]
            found = min(near, key=lambda figure: abs(figure.start - start), default=None)
            if found is not None:
                left.remove(found)
            pairs.append((expected, found))
        yield Outcome(sentence, pairs, left)


def is_right(part: str, expected: Mapping[str, Any], found: FoundFigure | None) -> bool:
    """Whether a part is exact; `value` takes in low and high."""
    if found is None:
        return False
    if part == "value":
        return (found.value, found.low, found.high) == (expected["value"], expected["low"], expected["high"])
    return bool(getattr(found, part) == expected[part])


def score_figures(path: Path = GOLD) -> dict[str, float]:
    """The share of expected figures that are found and of which each part is exact, and the precision of what is found."""
    right: Counter[str] = Counter()
    expected_count = found_count = spurious_count = 0
    for outcome in read_gold(path):
        expected_count += len(outcome.pairs)
        spurious_count += len(outcome.spurious)
        found_count += sum(found is not None for _, found in outcome.pairs)
        for expected, found in outcome.pairs:
            right.update(part for part in PARTS if is_right(part, expected, found))
    scores = {part: right[part] / expected_count for part in PARTS}
    return scores | {
        "recall": found_count / expected_count,
        "precision": found_count / (found_count + spurious_count),
    }
