"""The keys by which claims that may bear on each other meet: (event or speaker, rare concept or measure), hashed.

A lookup costs by what the event and the speaker have said in these words, never by how many claims are stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from events.pipeline.claim_records import Meaning

# Rarest concepts of a claim that become keys. Chosen by hand, not measured.
RAREST = 8


def find_features(meaning: Meaning) -> list[str]:
    """The rarest concepts of a statement and the measures of its numbers, most telling first."""
    rarest = sorted(meaning.weights, key=lambda name: (-meaning.weights[name], name))[:RAREST]
    return [*sorted({f"#{count.measure}" for count in meaning.counts if count.measure}), *rarest]


def make_keys(meaning: Meaning, events: Iterable[int], speakers: Iterable[int]) -> list[int]:
    """Keys as signed 64-bit numbers; `events` and `speakers`: all ids that stand for the one event and speaker."""
    scopes = [*(f"e{event}" for event in events), *(f"s{speaker}" for speaker in speakers)]
    return sorted({hash_key(scope, feature) for scope in scopes for feature in find_features(meaning)})


def hash_key(scope: str, feature: str) -> int:
    return int.from_bytes(blake2b(f"{scope}|{feature}".encode(), digest_size=8).digest(), "big", signed=True)
