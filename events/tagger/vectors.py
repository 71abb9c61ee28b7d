"""The lexical vector of a document: the same words give near vectors. Random indexing: no training, no dictionary.

Each stem has a fixed sparse vector of a few +1 and -1, drawn from a stable hash of its letters; a document is their sum,
weighted by how often it has the word (sublinear) and how rare the word is in news.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from events.pipeline.records import Vector

from .stems import stem
from .words import word_statistics

VECTOR_SIZE = 384
# Non-zero entries of a word's own vector: enough that two words seldom share most of them.
ENTRIES = 8
TITLE_WEIGHT = 2
MAX_WORDS = 20_000
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def make_vector(title: str, text: str) -> Vector:
    """A unit vector of VECTOR_SIZE numbers; a text without words gets one fixed vector."""
    counts: Counter[str] = Counter()
    for word in cut_words(title):
        counts[word] += TITLE_WEIGHT
    for word in cut_words(text):
        counts[word] += 1
    statistics = word_statistics()
    if not counts:
        return _normalize(np.ones(VECTOR_SIZE, dtype=np.float32))
    words = list(counts)
    weights = np.array([(1.0 + math.log(counts[w])) * statistics.weigh(w) for w in words], dtype=np.float32)
    places = np.concatenate([_draw(word)[0] for word in words])
    signs = np.concatenate([_draw(word)[1] for word in words])
    total = np.bincount(places, weights=np.repeat(weights, ENTRIES) * signs, minlength=VECTOR_SIZE)
    return _normalize(total.astype(np.float32))


def cut_words(text: str) -> list[str]:
    """The stems of a text's first MAX_WORDS words, in order, single letters left out."""
    found = []
    for number, match in enumerate(_WORD.finditer(text)):
        if number >= MAX_WORDS:
            break
        word = match.group().lower().replace("’", "'").removesuffix("'s")
        if len(word) > 1:  # "a", "I", the "s" of a possessive: in no word table, so they would weigh like rare names
            found.append(stem(word[:40]))
    return found


@lru_cache(maxsize=65_536)
def _draw(word: str) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """A word's places and signs, the same in every process and on every machine."""
    digest = blake2b(word.encode("utf-8", "replace"), digest_size=ENTRIES * 4).digest()
    numbers = np.frombuffer(digest, dtype="<u4")
    signs = np.where(numbers & 1, 1.0, -1.0).astype(np.float32)
    return ((numbers >> 1) % VECTOR_SIZE).astype(np.intp), signs


def _normalize(vector: npt.NDArray[np.float32]) -> Vector:
    length = float(np.linalg.norm(vector))
    if not length:
        vector = np.ones(VECTOR_SIZE, dtype=np.float32)
        length = math.sqrt(VECTOR_SIZE)
    return (vector / length).astype(np.float32)
