"""Near-copies: MinHash signatures over word shingles, their bands, and the choice of the origin.

Method: Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman & Ullman,
"Mining of Massive Datasets", chapter 3. The bands are stored, so that candidates come from the database's index.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
from datasketch import MinHash

Signature = npt.NDArray[np.uint64]

PERMUTATIONS = 128
# 64 bands of two rows: a pair at Jaccard 0.25 is a candidate with probability 0.98, one at 0.05 with 0.15.
ROWS = 2
SHINGLE_WORDS = 5
# Fewer shingles than this say nothing: two four-line briefs on one fire share half of theirs.
MIN_SHINGLES = 8
# Tuned on dev `duplicates` (pairwise F1 0.98 at 0.25; 0.5 loses every copy that was cut or reworded).
COPY_JACCARD = 0.25
WORD = re.compile(r"\w+")


def make_signature(text: str) -> tuple[Signature, tuple[int, ...]]:
    """Return the MinHash values and the bands of a text; no bands where it is too short to compare."""
    words = WORD.findall(text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    minhash = MinHash(num_perm=PERMUTATIONS)
    if len(shingles) < MIN_SHINGLES:
        return minhash.hashvalues.astype(np.uint64), ()
    minhash.update_batch([shingle.encode() for shingle in sorted(shingles)])
    values = minhash.hashvalues.astype(np.uint64)
    return values, tuple(band_keys(values))


def band_keys(values: Signature) -> Iterable[int]:
    """Name each band by a signed 64-bit number that depends on its place and its values."""
    for place, start in enumerate(range(0, PERMUTATIONS, ROWS)):
        first, second = int(values[start]), int(values[start + 1])
        mixed = (first << 32 | second) ^ (place * 0x9E3779B97F4A7C15)
        yield struct.unpack("<q", struct.pack("<Q", mixed & 0xFFFFFFFFFFFFFFFF))[0]


def pack_signature(values: Signature) -> bytes:
    """Store 128 values in 512 bytes; MinHash values fit 32 bits."""
    return values.astype("<u4").tobytes()


def unpack_signature(stored: bytes) -> Signature:
    return np.frombuffer(stored, dtype="<u4").astype(np.uint64)


def resemblance(one: Signature, other: Signature) -> float:
    """Estimate the Jaccard similarity of two shingle sets (standard error 0.04 at 0.25)."""
    return float(np.mean(one == other))


def choose_origin(dates: Mapping[int, datetime | None]) -> int:
    """Return the article that the others are copies of: the earliest published, undated ones last, then the lowest id."""
    latest = datetime.max.replace(tzinfo=UTC)
    return min(dates, key=lambda article: (dates[article] or latest, article))


def best_matches(
    signature: Signature, candidates: Mapping[int, Signature], threshold: float = COPY_JACCARD
) -> Sequence[tuple[int, float]]:
    """Return (article, resemblance) of the candidates that are copies of one article, the closest first."""
    scored = ((article, resemblance(signature, other)) for article, other in candidates.items())
    return sorted(((a, s) for a, s in scored if s >= threshold), key=lambda pair: (-pair[1], pair[0]))


@dataclass(slots=True)
class CopyGroups:
    """Groups of copies as they grow: every article leads, by one step or more, to the origin of its group."""

    dates: Mapping[int, datetime | None]
    parent: dict[int, int] = field(default_factory=dict)
    score: dict[int, float] = field(default_factory=dict)

    def origin(self, article: int) -> int:
        """Return the origin of an article's group, itself where it is one."""
        while (above := self.parent.get(article, article)) != article:
            article = above
        return article

    def join(self, article: int, other: int, score: float) -> None:
        """Say that two articles are copies; the earliest of their groups becomes, or stays, the origin."""
        mine, theirs = self.origin(article), self.origin(other)
        if mine == theirs:
            return
        origin = choose_origin({mine: self.dates.get(mine), theirs: self.dates.get(theirs)})
        copy = theirs if origin == mine else mine
        self.parent[copy] = origin
        self.score[copy] = score

    def re_rooted(self) -> dict[int, int]:
        """Return former origin -> origin, for those that turned out to be copies."""
        return {article: self.origin(article) for article in self.parent if self.origin(article) != article}


def link_copies(
    pairs: Iterable[tuple[int, int]],
    signatures: Mapping[int, Signature],
    origin_of: Mapping[int, int | None],
    dates: Mapping[int, datetime | None],
) -> CopyGroups:
    """Find the copies among candidate pairs (article of the batch, another article): each joins its closest match.

    `origin_of`: article -> what it was a copy of so far; for the batch's own articles that is found anew.
    """
    candidates: dict[int, list[int]] = {}
    for article, other in pairs:
        candidates.setdefault(article, []).append(other)
    kept = {a: o for a, o in origin_of.items() if o is not None and a not in candidates}
    groups = CopyGroups(dates, parent=kept)
    for article, others in sorted(candidates.items()):
        near = {other: signatures[other] for other in others}
        for other, score in best_matches(signatures[article], near)[:1]:
            groups.join(article, other, score)
    return groups
