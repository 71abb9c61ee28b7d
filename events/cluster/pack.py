"""Profiles as bytes, for the database: about 2 kB an article."""

from __future__ import annotations

import numpy as np

from events.cluster.profile import PARTS, Profile, Terms

# size; having and number of terms of each part; length, first and last day (not-a-number: unknown)
_HEAD = np.dtype([("size", "<i4"), ("having", "<i4", len(PARTS)), ("terms", "<i4", len(PARTS)), ("times", "<f8", 3)])


def pack_profile(profile: Profile) -> bytes:
    head = np.zeros(1, dtype=_HEAD)
    head["size"] = profile.size
    head["having"] = [profile.having[part] for part in PARTS]
    head["terms"] = [profile.parts[part].keys.size for part in PARTS]
    days = [np.nan if day is None else day for day in (profile.first, profile.last)]
    head["times"] = [profile.length, *days]
    keys = [profile.parts[part].keys.astype("<u4").tobytes() for part in PARTS]
    weights = [profile.parts[part].weights.astype("<f4").tobytes() for part in PARTS]
    return b"".join([head.tobytes(), *keys, *weights])


def unpack_profile(stored: bytes) -> Profile:
    """Read what pack_profile wrote; ValueError for anything else."""
    head = np.frombuffer(stored, dtype=_HEAD, count=1)[0]
    counts = [int(count) for count in head["terms"]]
    total = sum(counts)
    keys = np.frombuffer(stored, dtype="<u4", count=total, offset=_HEAD.itemsize)
    weights = np.frombuffer(stored, dtype="<f4", count=total, offset=_HEAD.itemsize + 4 * total)
    parts, begin = {}, 0
    for part, count in zip(PARTS, counts, strict=True):
        parts[part] = Terms(keys[begin : begin + count], weights[begin : begin + count])
        begin += count
    length, first, last = (float(number) for number in head["times"])
    having = {part: int(count) for part, count in zip(PARTS, head["having"], strict=True)}
    return Profile(
        int(head["size"]), parts, having, length, None if np.isnan(first) else first, None if np.isnan(last) else last
    )
