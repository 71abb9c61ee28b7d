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

PERMUTATIONS = 128
# 64 bands of two rows: a pair at Jaccard 0.25 is a candidate with probability 0.98, one at 0.05 with 0.15.
ROWS = 2
SHINGLE_WORDS = 5
# Fewer shingles than this say nothing: two four-line briefs on one fire share half of theirs.
MIN_SHINGLES = 8
# A copy resembles its origin this much, or less where it is a cut one that lies mostly inside it. Dev `duplicates`,
# pairwise F1: 0.973 at 0.25 alone, 0.978 at 0.22 alone, 0.987 with the second rule (0.12 to 0.15 and 0.6 to 0.7 alike).
COPY_JACCARD = 0.22
CUT_JACCARD = 0.12
CUT_CONTAINMENT = 0.6
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """MinHash values of a text's shingles, how many there are, and the bands (none where it is too short to compare)."""

    values: npt.NDArray[np.uint64]
    shingles: int
    bands: tuple[int, ...] = ()


def make_signature(text: str) -> Signature:
    """Return the signature of a text; copies of it share at least one band nearly always."""
    words = WORD.findall(text.casefold())
    shingles = {" ".join(words[i : i + SHINGLE_WORDS]) for i in range(len(words) - SHINGLE_WORDS + 1)}
    minhash = MinHash(num_perm=PERMUTATIONS)
    if len(shingles) < MIN_SHINGLES:
        return Signature(minhash.hashvalues.astype(np.uint64), len(shingles))
    minhash.update_batch([shingle.encode() for shingle in sorted(shingles)])
    values = minhash.hashvalues.astype(np.uint64)
    return Signature(values, len(shingles), tuple(band_keys(values)))


def band_keys(values: npt.NDArray[np.uint64]) -> Iterable[int]:
    """Name each band by a signed 64-bit number that depends on its place and its values."""
    for place, start in enumerate(range(0, PERMUTATIONS, ROWS)):
        first, second = int(values[start]), int(values[start + 1])
        mixed = (first << 32 | second) ^ (place * 0x9E3779B97F4A7C15)
        yield struct.unpack("<q", struct.pack("<Q", mixed & 0xFFFFFFFFFFFFFFFF))[0]


def pack_values(values: npt.NDArray[np.uint64]) -> bytes:
    """Store 128 values in 512 bytes; MinHash values fit 32 bits."""
    return values.astype("<u4").tobytes()


def unpack_values(stored: bytes) -> npt.NDArray[np.uint64]:
    return np.frombuffer(stored, dtype="<u4").astype(np.uint64)


def resemblance(one: Signature, other: Signature) -> float:
    """Estimate the Jaccard similarity of two shingle sets (standard error 0.04 at 0.25)."""
    return float(np.mean(one.values == other.values))


def is_copy(one: Signature, other: Signature, alike: float) -> bool:
    """Judge two texts of known resemblance: copies, or one a cut version of the other."""
    if alike >= COPY_JACCARD:
        return True
    shared = alike / (1 + alike) * (one.shingles + other.shingles)
    return alike >= CUT_JACCARD and shared >= CUT_CONTAINMENT * min(one.shingles, other.shingles)


def choose_origin(dates: Mapping[int, datetime | None]) -> int:
    """Return the article that the others are copies of: the earliest published, undated ones last, then the lowest id."""
    latest = datetime.max.replace(tzinfo=UTC)
    return min(dates, key=lambda article: (dates[article] or latest, article))


def find_matches(signature: Signature, candidates: Mapping[int, Signature]) -> Sequence[tuple[int, float]]:
    """Return (article, resemblance) of the candidates that are copies of one article, the closest first."""
    scored = [(article, other, resemblance(signature, other)) for article, other in candidates.items()]
    copies = [(article, alike) for article, other, alike in scored if is_copy(signature, other, alike)]
    return sorted(copies, key=lambda pair: (-pair[1], pair[0]))


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
    """Find the copies among candidate pairs (article of the batch, another article).

    `origin_of`: article -> what it was a copy of so far; for the batch's own articles that is found anew.
    """
    candidates: dict[int, list[int]] = {}
    for article, other in pairs:
        candidates.setdefault(article, []).append(other)
    kept = {a: o for a, o in origin_of.items() if o is not None and a not in candidates}
    groups = CopyGroups(dates, parent=kept)
    for article, others in sorted(candidates.items()):
        near = {other: signatures[other] for other in others}
        for other, score in find_matches(signatures[article], near):
            groups.join(article, other, score)
    return groups
