"""Judge two claims: does one repeat, corroborate, contradict or supersede the other? Precision first; None for most."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from events.pipeline.claim_records import ClaimSide, Meaning, PairLink
from events.pipeline.compare_counts import CountMatch, compare_counts
from events.pipeline.speaker_words import Sameness, compare_speakers, is_peer

# Shares of weighted concepts that must meet: of the shorter statement, and of the longer one.
NEAR_SHORT = 0.6
NEAR_LONG = 0.4
# A denial must be of the same thing: more of the longer statement than agreement needs.
DENIED_SHORT = 0.7
DENIED_LONG = 0.4
# Numbers of one measure, counted thing and event say most of it; their words need to meet less.
FIGURE_SHORT = 0.34
# Across events there is no common ground but the words: nearly all of both must meet.
FAR_SHORT, FAR_LONG = 0.8, 0.6
SAME_WORDS = 0.9
# One concept in common is a topic, not a statement. Chosen by hand, not measured.
LEAST_SHARED = 2
# … but for one speaker who says the opposite in as few words ("he stays", "he leaves after all").
BRIEF = 3
# Nobody repeats another speaker's words to this length by chance: two articles took them from one place.
VERBATIM = 8
# Long statements may hold one run of words and little else in common; such a run has at least so many concepts.
MANY_SHARED = 3
# "If wages do not rise, we strike" is not repeated by "wages have not risen".
SAME_CONDITION = 0.75
# Counts of people grow for days: two counters disagree only about the same hours.
GROWING = frozenset({"killed", "injured", "missing", "arrested", "displaced", "evacuated", "rescued", "infected"})
SAME_HOURS = timedelta(hours=18)
SAME_DAYS = timedelta(days=3)


_DROPS = frozenset({"=delay", "=cancel"})


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


def judge_pair(one: ClaimSide, other: ClaimSide) -> PairLink | None:
    """The link between two claims, or None. For supersedes `claim` is the later one; else the given order is kept."""
    a, b = one.meaning, other.meaning
    if (a.moods | b.moods) & {"question", "demand"} or stand_apart(a, b):
        return None
    met = measure_overlap(a, b)
    if met is None or share_words(one, other):
        return None
    speakers = compare_sides(one, other)
    thin = len(met.shared) < LEAST_SHARED and met.counted.relation not in {"same", "within", "apart"}
    turns = met.opposed and max(len(a.signs), len(b.signs)) <= BRIEF and any(name[0] == "±" for name in met.shared)
    turns = turns or "withdraws" in a.marks | b.marks or bool(_DROPS & (a.signs.keys() | b.signs.keys()))
    if thin and not (speakers == "same" and met.shared and turns):
        return None
    if speakers == "same":
        return _judge_same_speaker(one, other, met)
    return _judge_two_speakers(one, other, speakers, met)


def share_words(one: ClaimSide, other: ClaimSide) -> bool:
    """Whether two claims of one article share words: then one stands in the other, and says nothing of it."""
    if one.article_id != other.article_id:
        return False
    return any(a < d and c < b for a, b in one.spans for c, d in other.spans)


def is_verbatim(one: ClaimSide, other: ClaimSide) -> bool:
    """Whether two claims of two articles hold the same run of words."""
    first, second = (re.findall(r"\w+", side.words.casefold()) for side in (one, other))
    runs = {tuple(first[n : n + VERBATIM]) for n in range(len(first) - VERBATIM + 1)}
    return any(tuple(second[n : n + VERBATIM]) in runs for n in range(len(second) - VERBATIM + 1))


def compare_sides(one: ClaimSide, other: ClaimSide) -> Sameness:
    """Whether one speaker made both: by the words, where a body's spokesman is the body, else by the actors."""
    if one.speaker_actor is not None and one.speaker_actor == other.speaker_actor:
        return "same"
    if not one.speaker and not other.speaker:
        return "unknown"
    if not one.speaker or not other.speaker:
        return "different"
    words = compare_speakers(one.speaker, other.speaker)
    if one.speaker_actor is not None and other.speaker_actor is not None:
        return "different"
    return words


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
    turning = [sign for name, sign in shared.items() if name[0] == "±" or name in a.turned or name in b.turned]
    signs = turning or [sign for name, sign in shared.items() if name not in a.names] or list(shared.values())
    return bool(signs) and all(sign < 0 for sign in signs)


def stand_apart(a: Meaning, b: Meaning) -> bool:
    """Other days, other names: the two speak of different things."""
    if a.times and b.times and not a.times & b.times:
        return True
    return bool(a.names and b.names and not a.names & b.names)


def find_order(one: ClaimSide, other: ClaimSide) -> tuple[ClaimSide, ClaimSide] | None:
    """(later, earlier); None where neither dates nor words ("now", "corrected") tell."""
    if one.at is not None and other.at is not None and one.at != other.at:
        return (one, other) if one.at > other.at else (other, one)
    marks = (bool(one.meaning.marks), bool(other.meaning.marks))
    if marks[0] == marks[1]:
        return None
    return (one, other) if marks[0] else (other, one)


def _judge_same_speaker(one: ClaimSide, other: ClaimSide, met: Overlap) -> PairLink | None:
    same_event = one.event_id == other.event_id
    order = find_order(one, other)
    reason = _find_change(*order, met) if order is not None and same_event else ""
    if reason and order is not None:
        return PairLink(order[0].claim_id, order[1].claim_id, "supersedes", round(0.5 + met.short / 2, 3), reason)
    if one.article_id == other.article_id or met.opposed or met.counted.relation == "other" or met.counted.moved:
        return None
    if len({"condition" in side.meaning.moods for side in (one, other)}) > 1 and met.long < SAME_CONDITION:
        return None
    if met.is_near(same_event) and len(met.shared) >= LEAST_SHARED:
        return PairLink(one.claim_id, other.claim_id, "repeats", round(met.short, 3), "the same speaker says the same")
    return None


def _find_change(later: ClaimSide, earlier: ClaimSide, met: Overlap) -> str:
    """Why a speaker's later claim replaces the earlier one, or ""."""
    marks = later.meaning.marks
    if "withdraws" in marks and met.short >= FIGURE_SHORT and met.shared:
        return "withdrawn: the same speaker takes it back"
    if _drops_plan(later.meaning, earlier.meaning):
        return "changed: the same speaker puts it off or drops it"
    if _is_new_count(later, earlier, met) and (met.short >= FIGURE_SHORT or marks):
        word = "corrected" if "corrects" in marks else "updated"
        return f"{word}: the same speaker gives another number"
    if "possible" in earlier.meaning.moods or "condition" in later.meaning.moods | earlier.meaning.moods:
        return ""
    if met.opposed and met.short >= DENIED_SHORT and (met.long >= DENIED_LONG or "corrects" in marks):
        return "changed: the same speaker says the opposite"
    return ""


def _drops_plan(later: Meaning, earlier: Meaning) -> bool:
    """`Flights resume in May` … `the resumption was put off`: nothing but the delay is new."""
    dropped = _DROPS & later.signs.keys() - earlier.signs.keys()
    rest = {name: weight for name, weight in later.weights.items() if name not in _DROPS}
    met = sum(weight for name, weight in rest.items() if name in earlier.signs)
    return bool(dropped) and all(later.signs[name] > 0 for name in dropped) and met >= DENIED_SHORT * sum(rest.values())


def _is_new_count(later: ClaimSide, earlier: ClaimSide, met: Overlap) -> bool:
    """Another number of the same thing: none fits both, or the bounds moved clearly; the last one named counts."""
    counted = met.counted
    if later.meaning.marks and len(later.meaning.counts) > 1:
        counted = compare_counts(replace(later.meaning, counts=later.meaning.counts[-1:]), earlier.meaning)
    return counted.relation == "apart" or (counted.relation in {"within", "overlap"} and counted.moved)


def _judge_two_speakers(one: ClaimSide, other: ClaimSide, speakers: Sameness, met: Overlap) -> PairLink | None:
    a, b = one.meaning, other.meaning
    if one.event_id != other.event_id or is_peer(one.speaker, other.speaker):
        return None
    alike = not met.opposed and met.counted.relation in {"", "same", "other"} and one.article_id != other.article_id
    if alike and ((speakers == "unknown" and met.long >= SAME_WORDS) or is_verbatim(one, other)):
        return PairLink(
            one.claim_id, other.claim_id, "repeats", round(met.long, 3), "the same words in another article"
        )
    if one.origin == other.origin and one.article_id != other.article_id:
        return None
    if met.counted.relation == "apart" and _counts_alike(one, other, met):
        return PairLink(one.claim_id, other.claim_id, "contradicts", 0.8, "the two numbers cannot both hold")
    if met.counted.relation in {"apart", "overlap"} or (a.first_person and b.first_person):
        return None
    if met.opposed:
        unsure = (a.moods | b.moods) & {"possible", "condition"} or a.refuses or b.refuses
        unsure = unsure or (a.moods | b.moods) & {"fragment", "attitude"} or set(met.shared) <= a.names
        unsure = unsure or (len(met.shared) < 2 and (a.first_person or b.first_person))
        if not unsure and met.short >= DENIED_SHORT and met.long >= DENIED_LONG:
            score = round((met.short + met.long) / 2, 3)
            return PairLink(one.claim_id, other.claim_id, "contradicts", score, "one denies what the other says")
        return None
    if met.counted.relation == "other" or speakers == "unknown" or "fragment" in a.moods | b.moods:
        return None
    if met.is_near(True):
        return PairLink(
            one.claim_id, other.claim_id, "corroborates", round(met.short, 3), "another speaker says the same"
        )
    return None


def _counts_alike(one: ClaimSide, other: ClaimSide, met: Overlap) -> bool:
    """Whether two numbers that cannot both hold are of one thing: people of one event, else nearly the same words."""
    if "own" in one.meaning.moods | other.meaning.moods or not is_same_time(one, other):
        return False
    if met.counted.measure in GROWING or met.counted.measure == "magnitude":
        return met.short >= FIGURE_SHORT
    return met.short >= NEAR_SHORT and met.long >= NEAR_LONG


def is_same_time(one: ClaimSide, other: ClaimSide) -> bool:
    """Whether two counts are of one time, as far as the articles' dates tell."""
    if one.at is None or other.at is None:
        return False
    growing = any(count.measure in GROWING for count in one.meaning.counts)
    return abs(one.at - other.at) <= (SAME_HOURS if growing else SAME_DAYS)
