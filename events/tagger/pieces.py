"""Cut a text into word pieces with offsets, letter case and gaps, and pieces into windows that the encoder can hold.

The vocabulary is lower case; what case and white space say is kept beside each piece, as small numbers of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from events.pipeline.records import Span

Ints = npt.NDArray[np.int64]

TOKENIZER_FILE = Path(__file__).parent / "data" / "tokenizer.json"
# Shapes of words; 0 is for the marks that open and close a window.
SHAPES = ("none", "lower", "title", "upper", "initial", "mixed", "digit", "sign", "caseless")
# What stands before a piece: nothing, a blank, a line end.
GAPS = 3
OPENING, CLOSING = 101, 102


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of one text, as parallel arrays.

    `heads` has the numbers of the pieces that begin a word; `starts` and `ends` are the offsets of those words.
    """

    ids: Ints
    shapes: Ints
    gaps: Ints
    heads: Ints
    starts: Ints
    ends: Ints


@dataclass(frozen=True, slots=True)
class Window:
    """A run of pieces for one pass: [begin, end) is read, what is found in [own, owned) counts."""

    begin: int
    own: int
    owned: int
    end: int


@lru_cache(maxsize=2)
def load_tokenizer(file: Path = TOKENIZER_FILE) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def cut_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """All word pieces of a text; offsets are code points."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    ids = np.array(encoding.ids, dtype=np.int64)
    if not len(ids):
        none = np.zeros(0, dtype=np.int64)
        return Pieces(none, none, none, none, none, none)
    words = np.array(encoding.word_ids, dtype=np.int64)
    offsets = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    first = np.concatenate(([True], words[1:] != words[:-1]))
    heads = np.flatnonzero(first)
    starts, ends = offsets[heads, 0], offsets[np.append(heads[1:], len(ids)) - 1, 1]
    word_shapes = np.array([find_shape(text[a:b]) for a, b in zip(starts, ends, strict=True)], dtype=np.int64)
    before = np.concatenate(([0], ends[:-1]))
    word_gaps = np.array(
        [0 if a >= b else 2 if "\n" in text[a:b] else 1 for a, b in zip(before, starts, strict=True)], dtype=np.int64
    )
    word_gaps[0] = 2
    place = np.cumsum(first) - 1
    return Pieces(ids, word_shapes[place], np.where(first, word_gaps[place], 0), heads, starts, ends)


def find_shape(word: str) -> int:
    """The number of a word's shape in SHAPES."""
    if word.islower():
        return 1
    if word.isupper():
        return 4 if len(word) == 1 else 6 if any(c.isdigit() for c in word) else 3
    if word.istitle():
        return 2
    if any(c.isdigit() for c in word):
        return 6
    if not any(c.isalpha() for c in word):
        return 7
    return 5 if any(c.isupper() for c in word) else 8


def cut_windows(pieces: Pieces, sentences: Sequence[Span], room: int, context: int) -> list[Window]:
    """Windows of whole sentences, about equally long, each with up to `context` pieces of its neighbours on both sides.

    A sentence with more than `room` pieces is cut between words, a word with more than that anywhere.
    """
    total = len(pieces.ids)
    if not total:
        return []
    at = np.searchsorted(pieces.starts, np.array([start for start, _ in sentences] or [0], dtype=np.int64))
    bounds = pieces.heads[at[at < len(pieces.heads)]]
    target = -(-total // -(-total // room))
    cuts = [0]
    while total - cuts[-1] > room:
        fit = bounds[(bounds > cuts[-1]) & (bounds <= cuts[-1] + room)]
        if len(fit):
            # The first sentence at which the target is reached, else the last that fits.
            reached = fit[fit >= cuts[-1] + target]
            cuts.append(int(reached[0] if len(reached) else fit[-1]))
            continue
        words = pieces.heads[(pieces.heads > cuts[-1]) & (pieces.heads <= cuts[-1] + room)]
        cuts.append(int(words[-1]) if len(words) else cuts[-1] + room)
    cuts.append(total)
    return [Window(max(0, begin - context), begin, end, min(total, end + context)) for begin, end in pairwise(cuts)]
