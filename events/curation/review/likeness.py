"""How likely two actors are one, by their names and what surrounds them, told in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from events.models.choices import ActorKind

# The share of pairs judged the same among those of one country whose names meet in this way: 24 of 39 with the same
# key, 5 of 9 with the same words, 8 of 18 with the same consonants (tests/gold/names.yaml, hard cases on purpose;
# tests/curation/test_likeness.py counts again). Of 52 pairs of different countries none was the same, of 7 without
# a country 2; people whom the machine founded have none.
SAME_KEY = 0.62
SAME_WORDS = 0.56
SAME_SOUNDS = 0.44
NO_COUNTRY = -0.05
OTHER_COUNTRY = -0.3
SHARED_EVENT = 0.1
WEAK_NAME = -0.15
# Below, a pair is not shown: consonants alone without a country are, names of two countries only with a common event.
LEAST = 0.35
ALIKE = frozenset({ActorKind.ORGANIZATION, ActorKind.GROUP, ActorKind.MEDIA})


@dataclass(frozen=True, slots=True)
class Side:
    """What of an actor counts here."""

    kind: str
    country: str
    events: frozenset[int]


@dataclass(frozen=True, slots=True)
class Shared:
    """One name of each that meet in a key: `how` is key, words or sounds; `both_strong` says both are enough alone."""

    how: str
    name: str
    other: str
    both_strong: bool


WORDS = {
    "key": (SAME_KEY, "“{0}” and “{1}” are the same name, case and accents aside"),
    "words": (SAME_WORDS, "“{0}” and “{1}” have the same words in another order"),
    "sounds": (SAME_SOUNDS, "“{0}” and “{1}” have the same consonants, as transliterations do"),
}


def judge_likeness(one: Side, other: Side, shared: Iterable[Shared]) -> tuple[float, str] | None:
    """Return (0..1, why) for two actors whose names meet, None where they cannot be one or little speaks for it."""
    if one.kind != other.kind and not {one.kind, other.kind} <= ALIKE:
        return None
    best = max(shared, key=lambda s: (WORDS[s.how][0] + (0 if s.both_strong else WEAK_NAME), s.name, s.other))
    score, words = WORDS[best.how]
    reasons = [words.format(best.name[:60], best.other[:60])]
    if not best.both_strong:
        score += WEAK_NAME
        reasons.append("one is a short name that others may have")
    if not one.country or not other.country:
        score += NO_COUNTRY
    elif one.country != other.country:
        score += OTHER_COUNTRY
        reasons.append("of different countries")
    else:
        reasons.append("of one country")
    together = len(one.events & other.events)
    if together:
        score += SHARED_EVENT
        reasons.append(f"named in {together} event{'s' * (together > 1)} together")
    return (round(min(score, 0.99), 2), "; ".join(reasons)[:300]) if score >= LEAST else None
