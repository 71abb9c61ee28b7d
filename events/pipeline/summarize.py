"""Choose the sentences of an event's summary: word for word from its articles, two to four, each adding something.

Extractive, after Carbonell & Goldstein, "The Use of MMR" (1998): the next sentence is the one that tells most of what the
articles share, and least of what has been said already.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from events.tagger.vectors import cut_words
from events.tagger.words import word_statistics

FEWEST, MOST = 2, 4
SHORTEST, LONGEST = 40, 420
# A sentence that shares this much (cosine of weighted words) with one chosen already says it again.
REPEATS = 0.45
# The first sentence of a report tells what happened; each one further down less so.
FADES = 0.82
# What a sentence further down counts beside an opening one; what one counts that leans on the sentence before it.
REST_WEIGHT = 0.4
LEANING = 0.2
# Below this share of the best sentence's score a third or fourth one is not worth the reader's time. Chosen by reading the
# summaries of the sample corpus.
WORTH = 0.4
# Begins with a word that leans on the sentence before, or speaks to the reader.
_LEANS = re.compile(
    r"(?:he|she|they|it|his|her|their|its|this|that|these|those|but|and|so|however|meanwhile|also|then|there|such|or"
    r"|still|yet|both|another|instead|the (?:latter|former|statement|move|two))\b",
    re.IGNORECASE,
)
_FURNITURE = re.compile(
    r"\b(?:subscribe|sign up|read more|click|follow us|newsletter|cookies?|all rights reserved|copyright|photo|getty"
    r"|this (?:story|article)|updated at|reporting by|editing by|file (?:photo|picture))\b|©|https?://|@\w",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A candidate: revision.text[start:end]. `place`: 0 for the first sentence of its article; `order`: of the article."""

    article: int
    revision: int
    start: int
    end: int
    text: str
    place: int
    order: int


def choose_sentences(candidates: Sequence[Sentence], title: str = "") -> list[Sentence]:
    """The summary, in the order in which it is to be read; fewer than FEWEST only where there are not that many."""
    usable = [one for one in candidates if _is_usable(one)] or [one for one in candidates if one.text.strip()][:1]
    if not usable:
        return []
    vectors = _weigh(usable)
    # What the articles share: the mean of their sentences, above all of the opening ones.
    centre = np.average(vectors, axis=0, weights=[1.0 if one.place == 0 else REST_WEIGHT for one in usable])
    told = set(cut_words(title))
    worth = np.array([_score(one, vector, centre, told) for one, vector in zip(usable, vectors, strict=True)])
    chosen = [_first(usable, worth)]
    while len(chosen) < MOST:
        closeness = np.max([vectors @ vectors[one] for one in chosen], axis=0)
        open_ones = [n for n in range(len(usable)) if n not in chosen and closeness[n] < REPEATS]
        if not open_ones:
            break
        best = max(open_ones, key=lambda n: (worth[n] * (1 - closeness[n]), -n))
        if len(chosen) >= FEWEST and worth[best] * (1 - closeness[best]) < WORTH * worth[chosen[0]]:
            break
        chosen.append(best)
    first, *rest = [usable[n] for n in chosen]
    return [first, *sorted(rest, key=lambda one: (one.order, one.start))]


def _is_usable(sentence: Sentence) -> bool:
    text = sentence.text
    return (
        SHORTEST <= len(text) <= LONGEST
        and not text.endswith(("?", ":", "…", "..."))
        and text[0] not in "\"“'‘-–—•*("
        and not _FURNITURE.search(text)
        and text.count("\n") == 0
        and len(text.split()) >= 6
    )


def _first(usable: Sequence[Sentence], worth: np.ndarray) -> int:
    """The best opening sentence: a summary begins with what happened."""
    openings = [n for n, one in enumerate(usable) if one.place == 0 and not _LEANS.match(one.text)]
    return max(openings or range(len(usable)), key=lambda n: (worth[n], -n))


def _score(sentence: Sentence, vector: np.ndarray, centre: np.ndarray, title: set[str]) -> float:
    leans = LEANING if sentence.place > 0 and _LEANS.match(sentence.text) else 1.0
    shares = 1.0 + 0.3 * bool(title and len(title & set(cut_words(sentence.text))) >= 2)
    length = min(len(sentence.text), 160) / 160
    return float(vector @ centre) * FADES**sentence.place * leans * shares * (0.7 + 0.3 * length)


def _weigh(usable: Sequence[Sentence]) -> np.ndarray:
    """Unit vectors of the sentences' weighted words, a row each."""
    statistics = word_statistics()
    counts = [Counter(cut_words(one.text)) for one in usable]
    column = {word: n for n, word in enumerate(sorted({word for count in counts for word in count}))}
    matrix = np.zeros((len(usable), max(len(column), 1)))
    for row, count in enumerate(counts):
        for word in count:
            matrix[row, column[word]] = statistics.weigh(word)
    return matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
