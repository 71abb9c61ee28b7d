"""The keys by which claims that may bear on each other meet, hashed: (event, rare word or measure), (speaker, two words).

A lookup costs by what the event and the speaker have said in these words, never by how many claims are stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from itertools import combinations

from events.pipeline.claim_records import Meaning

# Rarest concepts of a claim that become keys of its event, and, in pairs, of its speaker. Chosen by hand, not measured.
RAREST = 8
# A speaker says the same of other events in nearly the same words (`FAR_SHORT`), so two rare words must meet: one word
# alone would bring all that a president ever said of elections.
RAREST_OF_SPEAKER = 4


def find_features(meaning: Meaning) -> list[str]:
    """The rarest concepts of a statement and the measures of its numbers, most telling first."""
    return [*sorted({f"#{count.measure}" for count in meaning.counts if count.measure}), *list_rarest(meaning, RAREST)]


def list_rarest(meaning: Meaning, most: int) -> list[str]:
    return sorted(meaning.weights, key=lambda name: (-meaning.weights[name], name))[:most]


def make_keys(meaning: Meaning, events: Iterable[int], speakers: Iterable[int]) -> list[int]:
    """Keys as signed 64-bit numbers; `events` and `speakers`: all ids that stand for the one event and speaker."""
    features = find_features(meaning)
    rarest = sorted(list_rarest(meaning, RAREST_OF_SPEAKER))
    pairs = [f"{one} {other}" for one, other in combinations(rarest, 2)]
    keys = {hash_key(f"e{event}", feature) for event in events for feature in features}
    keys |= {hash_key(f"s{speaker}", pair) for speaker in speakers for pair in pairs}
    return sorted(keys)


def hash_key(scope: str, feature: str) -> int:
    return int.from_bytes(blake2b(f"{scope}|{feature}".encode(), digest_size=8).digest(), "big", signed=True)
