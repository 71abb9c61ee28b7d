"""Word statistics counted on news by train/word_weights.py: how common a word is, and how often it is capitalised."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .stems import stem

FILE = Path(__file__).parent / "data" / "word_weights.tsv"
# Tenths of a word's occurrences inside sentences that are capitalised, from which it is rather a name.
NAME_CAPITALS = 7
COMMON_CAPITALS = 3


@dataclass(frozen=True, slots=True)
class WordStatistics:
    """`idf` by stem, of `documents`; `capitals` by lower-case word: tenths of its uses that are capitalised."""

    documents: int
    idf: dict[str, float]
    rarest: float
    capitals: dict[str, int]

    def is_common(self, lower: str) -> bool:
        """Whether a word is known, and mostly written small."""
        return self.capitals.get(lower, NAME_CAPITALS) <= COMMON_CAPITALS

    def weigh(self, stemmed: str) -> float:
        """The inverse document frequency of a stem; unknown ones are taken for the rarest."""
        return self.idf.get(stemmed, self.rarest)


@lru_cache(maxsize=1)
def word_statistics() -> WordStatistics:
    """Read the shipped table: a first line with the number of documents, then word, documents, tenths of capitals."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    documents = int(lines[0].rpartition("\t")[2])
    counts: dict[str, int] = {}
    capitals: dict[str, int] = {}
    for line in lines[1:]:
        word, count, tenths = line.split("\t")
        capitals[word] = int(tenths)
        key = stem(word)
        counts[key] = min(documents, counts.get(key, 0) + int(count))
    idf = {key: math.log((documents + 1) / (count + 0.5)) for key, count in counts.items()}
    return WordStatistics(documents, idf, math.log(documents + 1), capitals)
