"""Near-copies: word shingles, MinHash bands by which copies are found, a count of what is shared, and the choice of origin.

Method: Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman & Ullman,
"Mining of Massive Datasets", chapter 3. The bands are stored, so that candidates come from the database's index.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zlib import crc32

import numpy as np
import numpy.typing as npt

PERMUTATIONS = 128
# 64 bands of two rows: a pair at Jaccard 0.25 is a candidate with probability 0.98, one at 0.05 with 0.15.
ROWS = 2
# A brief shares little with the whole but nearly all with its opening, which has bands of its own. Recall of the true
# pairs of dev `duplicates`: 0.985 without them, 0.992 with them.
OPENING_WORDS = 80
OPENING_PERMUTATIONS = 32
SHINGLE_WORDS = 5
# Fewer shingles than this say nothing: two four-line briefs on one fire share half of theirs.
MIN_SHINGLES = 8
# Hashes kept of a text's shingles, the smallest: all of those of a text of 1,000 words, so that resemblance is counted and
# not estimated. With the 128 MinHash values instead (standard error 0.04), F1 was 0.985 at best.
MOST_HASHES = 1_024
# A copy resembles its origin this much, or less where it is a cut one that lies mostly inside it. Dev `duplicates`,
# pairwise F1: 0.986 at 0.22, 0.990 at 0.24, 0.992 at 0.26 (0.6 to 0.7 contained and 0.08 to 0.12 alike make no difference).
# Between two reports that share quoted background and a copy with a new lead lies 0.24 to 0.29 there; the middle is taken.
COPY_JACCARD = 0.25
CUT_JACCARD = 0.1
CUT_CONTAINMENT = 0.62
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Signature:
    """A text's shingles as ascending hashes (the smallest MOST_HASHES of them), how many there are in all, and the bands
    (none where it is too short to compare)."""

    hashes: npt.NDArray[np.uint32]
    shingles: int
    bands: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """How alike two texts are: `jaccard` of their shingles, and the share of the shorter's that the other has."""

    jaccard: float
    contained: float


def make_signature(text: str) -> Signature:
    """Return the signature of a text; copies of it share at least one band nearly always."""
    words = WORD.findall(text.casefold())
    shingles = _cut_shingles(words)
    hashes = np.sort(np.fromiter({crc32(shingle) for shingle in shingles}, dtype=np.uint32))
    if len(shingles) < MIN_SHINGLES:
        return Signature(hashes, len(shingles))
    opening = _cut_shingles(words[:OPENING_WORDS])
    bands = (*_band_keys(shingles, PERMUTATIONS, 0), *_band_keys(opening, OPENING_PERMUTATIONS, PERMUTATIONS))
    return Signature(hashes[:MOST_HASHES], len(hashes), bands)


def _cut_shingles(words: Sequence[str]) -> list[bytes]:
    return sorted({" ".join(words[i : i + SHINGLE_WORDS]).encode() for i in range(len(words) - SHINGLE_WORDS + 1)})


def _band_keys(shingles: Sequence[bytes], permutations: int, first_place: int) -> Iterable[int]:
    """Name each band by a signed 64-bit number that depends on its place and its values."""
    # Here, because it loads SciPy (51 MB), which processes that sign no text need not hold.
    from datasketch import MinHash

    minhash = MinHash(num_perm=permutations)
    minhash.update_batch(shingles)
    values = minhash.hashvalues.astype(np.uint64)
    for place, start in enumerate(range(0, permutations, ROWS), first_place):
        first, second = int(values[start]), int(values[start + 1])
        mixed = (first << 32 | second) ^ (place * 0x9E3779B97F4A7C15)
        yield struct.unpack("<q", struct.pack("<Q", mixed & 0xFFFFFFFFFFFFFFFF))[0]


def pack_hashes(hashes: npt.NDArray[np.uint32]) -> bytes:
    """Four bytes a hash: about 1.6 kB for an article of 400 words."""
    return hashes.astype("<u4").tobytes()


def unpack_hashes(stored: bytes) -> npt.NDArray[np.uint32]:
    return np.frombuffer(stored, dtype="<u4").astype(np.uint32)


def compare(one: Signature, other: Signature) -> Alike:
    """Count what two texts share; of texts longer than MOST_HASHES shingles, what their smallest hashes share."""
    mine, theirs = one.hashes, other.hashes
    if not mine.size or not theirs.size:
        return Alike(0.0, 0.0)
    whole = [s.hashes[-1] for s in (one, other) if s.shingles > s.hashes.size]
    if whole:  # both are known up to here (a bottom-k sketch: Cohen & Kaplan 2007)
        reach = min(whole)
        mine, theirs = mine[mine <= reach], theirs[theirs <= reach]
    shared = int(np.isin(mine, theirs, assume_unique=True).sum())
    if not shared:
        return Alike(0.0, 0.0)
    jaccard = shared / (mine.size + theirs.size - shared)
    in_common = jaccard / (1 + jaccard) * (one.shingles + other.shingles)
    return Alike(jaccard, min(in_common / min(one.shingles, other.shingles), 1.0))


def is_copy(alike: Alike) -> bool:
    """Judge two texts: copies, or one a cut version of the other."""
    if alike.jaccard >= COPY_JACCARD:
        return True
    return alike.jaccard >= CUT_JACCARD and alike.contained >= CUT_CONTAINMENT


def choose_origin(dates: Mapping[int, datetime | None], rank: Mapping[int, int] | None = None) -> int:
    """Return the article that the others are copies of: the earliest published, undated ones last, then the first by
    `rank`, else the lowest id."""
    latest = datetime.max.replace(tzinfo=UTC)
    rank = rank or {}
    return min(dates, key=lambda article: (dates[article] or latest, rank.get(article, article)))


@dataclass(slots=True)
class CopyGroups:
    """Groups of copies as they grow: every article leads, by one step or more, to the origin of its group.

    `rank`: which of equal dates comes first, where that is not told by the ids.
    """

    dates: Mapping[int, datetime | None]
    parent: dict[int, int] = field(default_factory=dict)
    score: dict[int, float] = field(default_factory=dict)
    rank: Mapping[int, int] = field(default_factory=dict)

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
        origin = choose_origin({mine: self.dates.get(mine), theirs: self.dates.get(theirs)}, self.rank)
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
    rank: Mapping[int, int] | None = None,
) -> CopyGroups:
    """Find the copies among candidate pairs (article of the batch, another article).

    `origin_of`: article -> what it was a copy of so far; for the batch's own articles that is found anew.
    """
    candidates: dict[int, list[int]] = {}
    for article, other in pairs:
        candidates.setdefault(article, []).append(other)
    kept = {a: o for a, o in origin_of.items() if o is not None and a not in candidates}
    rank = rank or {}
    groups = CopyGroups(dates, parent=kept, rank=rank)
    for article, others in sorted(candidates.items(), key=lambda pair: rank.get(pair[0], pair[0])):
        # Origins first: once a group is joined, its other members tell nothing new (500 copies: 1 comparison, not 500).
        for other in sorted(others, key=lambda other: (groups.origin(other) != other, rank.get(other, other))):
            if groups.origin(other) != groups.origin(article):
                alike = compare(signatures[article], signatures[other])
                if is_copy(alike):
                    groups.join(article, other, alike.jaccard)
    return groups
