"""What two statements share: their concepts with signs, the parts of their weight, how their numbers relate."""

from __future__ import annotations

from dataclasses import dataclass

from events.pipeline.claim_records import Meaning
from events.pipeline.compare_counts import CountMatch, compare_counts

# Shares of weighted concepts that must meet: of the shorter statement, and of the longer one.
NEAR_SHORT = 0.6
NEAR_LONG = 0.4
# Numbers of one measure, counted thing and event say most of it; their words need to meet less.
FIGURE_SHORT = 0.34
# Across events there is no common ground but the words: nearly all of both must meet.
FAR_SHORT, FAR_LONG = 0.8, 0.6
# One concept in common is a topic, not a statement. Chosen by hand, not measured.
LEAST_SHARED = 2
# Long statements may hold one run of words and little else in common; such a run has at least so many concepts.
MANY_SHARED = 3


@dataclass(frozen=True, slots=True)
class Overlap:
    """What two statements share: concepts (+1 agreeing, -1 opposite), shares of the lighter and the heavier one."""

    shared: dict[str, int]
    short: float
    long: float
    opposed: bool
    counted: CountMatch

    def is_near(self, same_event: bool) -> bool:
        if not same_event:
            return self.short >= FAR_SHORT and self.long >= FAR_LONG and len(self.shared) > 1
        if self.counted.agrees and self.short >= FIGURE_SHORT:
            return True
        return self.short >= NEAR_SHORT and self.long >= NEAR_LONG


def measure_overlap(a: Meaning, b: Meaning) -> Overlap | None:
    """Compare two statements concept by concept; None where they share too little for any link.

    A speaker's own name counts where the words say "we".
    """
    signs, others = a.signs, b.signs
    shared = {name: signs[name] * others[name] for name in signs.keys() & others.keys()}
    if len(shared) < LEAST_SHARED and not (shared or (a.counts and b.counts)):
        return None
    share_a = _share(a, b, sum(map(a.weights.__getitem__, shared)), shared)
    share_b = _share(b, a, sum(map(b.weights.__getitem__, shared)), shared)
    short, long = max(share_a, share_b), min(share_a, share_b)
    if short < FIGURE_SHORT and len(shared) < MANY_SHARED and not (a.counts and b.counts):
        return None
    return Overlap(shared, short, long, _is_opposed(a, b, shared), compare_counts(a, b))


def _share(a: Meaning, b: Meaning, own: float, shared: dict[str, int]) -> float:
    """The part of a statement's weight that the other has; the other's speaker may be named in it, but not be most."""
    if not a.total:
        return 0.0
    named = sum(w for name, w in a.weights.items() if name in b.sides and name not in shared) if b.first_person else 0.0
    return (own + min(named, own)) / a.total


def _is_opposed(a: Meaning, b: Meaning, shared: dict[str, int]) -> bool:
    """Opposites decide where there are any, else all that is shared must be denied on one side, names left aside."""
    turning = list_turning(a, b, shared)
    signs = turning or [sign for name, sign in shared.items() if name not in a.names] or list(shared.values())
    return bool(signs) and all(sign < 0 for sign in signs)


def list_turning(a: Meaning, b: Meaning, shared: dict[str, int]) -> list[int]:
    """The signs of the opposites that two statements share."""
    return [sign for name, sign in shared.items() if name[0] == "±" or name in a.turned or name in b.turned]


def stand_apart(a: Meaning, b: Meaning) -> bool:
    """Other days, other names: the two speak of different things."""
    if a.times and b.times and not a.times & b.times:
        return True
    return bool(a.names and b.names and not a.names & b.names)
