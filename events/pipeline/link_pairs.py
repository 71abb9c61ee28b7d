"""Judge two claims: does one repeat, corroborate, contradict or supersede the other? Precision first; None for most."""

from __future__ import annotations

from datetime import timedelta

from events.pipeline.claim_records import ClaimSide, Count, Meaning, PairLink
from events.pipeline.figure_bounds import compare_intervals
from events.pipeline.speaker_words import Sameness, compare_speakers

# Shares of weighted concepts that must meet: of the shorter statement, and of the longer one.
NEAR_SHORT = 0.6
NEAR_LONG = 0.4
# Opposites need no more: what differs is the negation itself. Figures carry their own likeness.
FIGURE_SHORT = 0.34
SAME_WORDS = 0.9
# Counts of people grow for days: two counters disagree only about the same hours.
GROWING = frozenset({"killed", "injured", "missing", "arrested", "displaced", "evacuated", "rescued", "infected"})
SAME_HOURS = timedelta(hours=18)
SAME_DAYS = timedelta(days=3)
_ANYBODY = frozenset({"peopl", "person", "other", "more", "civilian", "victim", "resident", "him"})


def judge_pair(one: ClaimSide, other: ClaimSide) -> PairLink | None:
    """The link between two claims, or None. For supersedes `claim` is the later one; else the given order is kept."""
    a, b = one.meaning, other.meaning
    if a.moods & {"question", "demand"} or b.moods & {"question", "demand"}:
        return None
    speakers = compare_sides(one, other)
    shared, short, long = _measure_overlap(a, b)
    apart = _stand_apart(a, b)
    if apart:
        return None
    counted = _compare_counts(one, other)
    if speakers == "same":
        return _judge_same_speaker(one, other, counted, shared, short, long)
    return _judge_two_speakers(one, other, speakers, counted, shared, short, long)


def compare_sides(one: ClaimSide, other: ClaimSide) -> Sameness:
    """Whether one speaker made both: by the words, where a body's spokesman is the body, else by the actors."""
    words = compare_speakers(one.speaker, other.speaker) if one.speaker and other.speaker else "unknown"
    if one.speaker_actor is not None and other.speaker_actor is not None:
        return "same" if one.speaker_actor == other.speaker_actor else "different"
    if not one.speaker and not other.speaker:
        return "unknown"
    return "different" if not one.speaker or not other.speaker else words


def _measure_overlap(a: Meaning, b: Meaning) -> tuple[dict[str, int], float, float]:
    """Shared concepts (+1 agreeing, -1 opposite), and their weighted share of the lighter and the heavier statement."""
    shared = {name: a.signs[name] * b.signs[name] for name in a.signs if name in b.signs}
    met_a = sum(w for name, w in a.weights.items() if name in shared or name in b.sides)
    met_b = sum(w for name, w in b.weights.items() if name in shared or name in a.sides)
    share_a = met_a / (sum(a.weights.values()) or 1.0)
    share_b = met_b / (sum(b.weights.values()) or 1.0)
    return shared, max(share_a, share_b), min(share_a, share_b)


def _stand_apart(a: Meaning, b: Meaning) -> bool:
    """Other days, other names: the two speak of different things."""
    if a.times and b.times and not a.times & b.times:
        return True
    return bool(a.names and b.names and not a.names & b.names)


def _compare_counts(one: ClaimSide, other: ClaimSide) -> str:
    """How the numbers of both relate: "agree", "apart", "open" (both can hold), "other" (other things), "" (none)."""
    found = ""
    for mine in one.meaning.counts:
        for theirs in other.meaning.counts:
            if not _count_same(mine, theirs):
                found = found or "other"
                continue
            relation = compare_intervals(mine.interval, theirs.interval)
            if relation in {"same", "within"}:
                return "agree"
            found = "apart" if relation == "apart" else "open"
    return found


def _count_same(a: Count, b: Count) -> bool:
    if a.measure != b.measure or a.unit != b.unit:
        return False
    if a.who and b.who and not a.who & b.who and not (a.who | b.who) & _ANYBODY:
        return False
    return bool(a.measure and a.measure != "other") or bool(a.noun and a.noun == b.noun) or bool(a.who & b.who)


def _opposed(shared: dict[str, int]) -> bool:
    return bool(shared) and sum(sign < 0 for sign in shared.values()) * 2 > len(shared)


def _later_first(one: ClaimSide, other: ClaimSide) -> tuple[ClaimSide, ClaimSide] | None:
    """(later, earlier); None where the order is not known."""
    if one.at is None or other.at is None or one.at == other.at:
        marks = [bool(side.meaning.marks) for side in (one, other)]
        if marks == [True, False]:
            return one, other
        return (other, one) if marks == [False, True] else None
    return (one, other) if one.at > other.at else (other, one)


def _judge_same_speaker(
    one: ClaimSide, other: ClaimSide, counted: str, shared: dict[str, int], short: float, long: float
) -> PairLink | None:
    order = _later_first(one, other)
    if order is not None:
        later, earlier = order
        if "withdraws" in later.meaning.marks and short >= FIGURE_SHORT and shared:
            return PairLink(
                later.claim_id, earlier.claim_id, "supersedes", 0.8, "withdrawn: the same speaker takes it back"
            )
        if counted in {"apart", "open"} and short >= FIGURE_SHORT:
            word = "corrected" if "corrects" in later.meaning.marks else "updated"
            return PairLink(
                later.claim_id, earlier.claim_id, "supersedes", 0.8, f"{word}: the same speaker gives another number"
            )
        if _opposed(shared) and short >= NEAR_SHORT and long >= NEAR_LONG:
            return PairLink(
                later.claim_id, earlier.claim_id, "supersedes", 0.7, "changed: the same speaker says the opposite"
            )
    if counted in {"", "agree"} and not _opposed(shared) and short >= NEAR_SHORT and long >= NEAR_LONG:
        return PairLink(one.claim_id, other.claim_id, "repeats", round(short, 3), "the same speaker says the same")
    return None


def _judge_two_speakers(
    one: ClaimSide,
    other: ClaimSide,
    speakers: Sameness,
    counted: str,
    shared: dict[str, int],
    short: float,
    long: float,
) -> PairLink | None:
    if speakers == "unknown" and long >= SAME_WORDS and not _opposed(shared):
        return PairLink(one.claim_id, other.claim_id, "repeats", round(long, 3), "the same words in another article")
    if counted == "apart" and short >= FIGURE_SHORT and _same_time(one, other):
        return PairLink(one.claim_id, other.claim_id, "contradicts", 0.8, "the two numbers cannot both hold")
    if counted in {"apart", "open"}:
        return None
    if _opposed(shared):
        if short >= NEAR_SHORT and long >= NEAR_LONG:
            return PairLink(
                one.claim_id, other.claim_id, "contradicts", round(short, 3), "one denies what the other says"
            )
        return None
    if counted == "other" or one.origin == other.origin:
        return None
    if short >= NEAR_SHORT and long >= NEAR_LONG:
        return PairLink(one.claim_id, other.claim_id, "corroborates", round(short, 3), "another speaker says the same")
    return None


def _same_time(one: ClaimSide, other: ClaimSide) -> bool:
    if one.at is None or other.at is None:
        return True
    growing = any(count.measure in GROWING for count in one.meaning.counts)
    return abs(one.at - other.at) <= (SAME_HOURS if growing else SAME_DAYS)
