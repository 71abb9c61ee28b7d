"""Near-copies: MinHash signatures over word shingles, their bands, and the choice of the origin.

Method: Broder, "On the resemblance and containment of documents" (1997); banding as in Leskovec, Rajaraman & Ullman,
"Mining of Massive Datasets", chapter 3. The bands are stored, so that candidates come from the database's index.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping, Sequence
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
