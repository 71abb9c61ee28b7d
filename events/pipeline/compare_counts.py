"""How the numbers of two statements relate, where they count the same thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from events.pipeline.claim_records import Count, Interval, Meaning
from events.pipeline.figure_bounds import compare_intervals

# same, within: they agree; apart: no value fits both; overlap: both can hold; other: they count other things; "": none.
CountRelation = Literal["same", "within", "apart", "overlap", "other", ""]
_RANK: tuple[CountRelation, ...] = ("same", "within", "apart", "overlap", "other", "")
# "More than 100" for 104 is rounding; 52 after "at least 30" is a new count.
NEW_COUNT = 1.15
# 20,213 lies within "at least 1,602", but nobody would call that the same count.
AGREES = 2.0
# Plain words for people, which statements exchange freely; "two women and one man" are parts.
_ANYBODY = frozenset({"peopl", "person", "victim", "him", "them", "individual", "human", "life", "live"})


@dataclass(frozen=True, slots=True)
class CountMatch:
    """The best relation between any two numbers of one kind; `moved`: the one is clearly larger than the other."""

    relation: CountRelation
    moved: bool
    measure: str = ""

    @property
    def agrees(self) -> bool:
        return self.relation in {"same", "within"}


def compare_counts(a: Meaning, b: Meaning) -> CountMatch:
    """Compare each number of one statement with each of the other."""
    if not a.counts or not b.counts:
        return CountMatch("", moved=False)
    found = [_compare(mine, theirs) for mine in a.counts for theirs in b.counts]
    return min(found, key=lambda match: _RANK.index(match.relation))


def _compare(mine: Count, theirs: Count) -> CountMatch:
    if not is_same_kind(mine, theirs):
        return CountMatch("other", moved=False)
    relation = compare_intervals(mine.interval, theirs.interval)
    one, two = _number(mine.interval), _number(theirs.interval)
    if relation == "within" and max(one, two) > AGREES * min(one, two):
        relation = "overlap"
    return CountMatch(relation, max(one, two) > NEW_COUNT * min(one, two), mine.measure)


def _number(interval: Interval) -> float:
    low = interval.low if interval.low is not None else interval.high or 0.0
    return low or (interval.high or 0.0)


def is_same_kind(a: Count, b: Count) -> bool:
    """One measure and unit, and what is counted is the same, or plainly people."""
    if a.unit != b.unit or a.measure != b.measure:
        return False
    if not count_same_people(a.who, b.who) or (a.measure == "percent" and a.who != b.who):
        return False
    if a.measure and a.measure != "other":
        return True
    return bool(a.noun and a.noun == b.noun) or bool(a.who & b.who)


def count_same_people(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two numbers may count the same: nobody named, the same concept, or plainly people on both sides.

    Children among people, officers among the injured are a part: their number says nothing of the whole.
    """
    plain = (not one or bool(one & _ANYBODY), not other or bool(other & _ANYBODY))
    return all(plain) or bool(one & other)
