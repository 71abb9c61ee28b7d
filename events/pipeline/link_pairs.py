"""Judge two claims: does one repeat, corroborate, contradict or supersede the other? Precision first; None for most."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from events.pipeline.claim_overlap import (
    FIGURE_SHORT,
    LEAST_SHARED,
    NEAR_LONG,
    NEAR_SHORT,
    Overlap,
    list_turning,
    measure_overlap,
    stand_apart,
)
from events.pipeline.claim_records import ClaimSide, Meaning, PairLink
from events.pipeline.compare_counts import compare_counts
from events.pipeline.speaker_words import Sameness, compare_speakers, find_capitals, is_peer, is_share

# A denial must be of the same thing: more of both than agreement needs. On 49 contradictions of real articles 0.7 and
# 0.4 let 36 wrong ones pass; these, with the other conditions of `_denies`, one of 8, and cost two of 32 gold pairs.
DENIED_SHORT = 0.7
DENIED_LONG = 0.55
# Of few words in common more must be in common.
FEW_SHARED = 2
DENIED_BRIEF = 0.6
SAME_WORDS = 0.9
# … but for one speaker who says the opposite in as few words ("he stays", "he leaves after all").
BRIEF = 3
# Nobody repeats another speaker's words to this length by chance: two articles took them from one place.
VERBATIM = 8
# "If wages do not rise, we strike" is not repeated by "wages have not risen".
SAME_CONDITION = 0.75
# Counts of people grow for days: two counters disagree only about the same hours.
GROWING = frozenset({"killed", "injured", "missing", "arrested", "displaced", "evacuated", "rescued", "infected"})
SAME_HOURS = timedelta(hours=18)
SAME_DAYS = timedelta(days=3)
# Moods in which nothing is said to be so or not.
_UNSURE = frozenset({"possible", "condition", "fragment", "attitude", "norm"})
_SAYS_LITTLE = frozenset({"fragment", "norm"})
_OF_SELF = re.compile(r"\A\W*(?:that\s+)?(?:he|she)\b", re.IGNORECASE)
# Measures of which one event has many that have nothing to do with each other.
_OF_MANY_THINGS = frozenset({"other", "percent", "money", "distance", "area", ""})
_DROPS = frozenset({"=delay", "=cancel"})


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
    if met.long < SAME_WORDS and any(sign < 0 for sign in met.shared.values()):
        return None
    if met.is_near(same_event) and len(met.shared) >= LEAST_SHARED:
        return PairLink(one.claim_id, other.claim_id, "repeats", round(met.short, 3), "the same speaker says the same")
    return None


def _find_change(later: ClaimSide, earlier: ClaimSide, met: Overlap) -> str:
    """Why a speaker's later claim replaces the earlier one, or ""."""
    marks = later.meaning.marks
    if is_verbatim(later, earlier):
        return ""
    if "withdraws" in marks - earlier.meaning.marks and met.short >= FIGURE_SHORT and met.shared:
        return "withdrawn: the same speaker takes it back"
    if _drops_plan(later.meaning, earlier.meaning):
        return "changed: the same speaker puts it off or drops it"
    if _is_new_count(later, earlier, met) and _speak_of_one_count(later, earlier, met):
        word = "corrected" if "corrects" in marks else "updated"
        return f"{word}: the same speaker gives another number"
    if "possible" in earlier.meaning.moods or "condition" in later.meaning.moods | earlier.meaning.moods:
        return ""
    if not (later.states and earlier.states):
        return ""
    if met.opposed and met.short >= DENIED_SHORT and (met.long >= DENIED_LONG or "corrects" in marks):
        return "changed: the same speaker says the opposite"
    return ""


def _speak_of_one_count(later: ClaimSide, earlier: ClaimSide, met: Overlap) -> bool:
    """Whether two numbers of one speaker count one thing. In one article only where the words say that one is new."""
    marks = later.meaning.marks
    if later.article_id == earlier.article_id and not marks:
        return False
    if met.counted.measure not in _OF_MANY_THINGS:
        return met.short >= FIGURE_SHORT or bool(marks)
    return met.short >= FIGURE_SHORT if marks else met.short >= NEAR_SHORT and met.long >= NEAR_LONG


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
    if not (one.states and other.states) or is_share(one.speaker) or is_share(other.speaker):
        return None
    if met.counted.relation == "apart" and _counts_alike(one, other, met):
        return PairLink(one.claim_id, other.claim_id, "contradicts", 0.8, "the two numbers cannot both hold")
    if met.counted.relation in {"apart", "overlap"} or (a.first_person and b.first_person):
        return None
    if met.opposed:
        if _denies(one, other, met):
            score = round((met.short + met.long) / 2, 3)
            return PairLink(one.claim_id, other.claim_id, "contradicts", score, "one denies what the other says")
        return None
    if met.counted.relation == "other" or speakers == "unknown" or (a.moods | b.moods) & _SAYS_LITTLE:
        return None
    if met.is_near(True) and _says_the_same(a, b, met):
        return PairLink(
            one.claim_id, other.claim_id, "corroborates", round(met.short, 3), "another speaker says the same"
        )
    return None


def _denies(one: ClaimSide, other: ClaimSide, met: Overlap) -> bool:
    """Whether one says of the same subject that the other's whole statement is not so. Doubtful ones are none."""
    a, b = one.meaning, other.meaning
    if (a.moods | b.moods) & _UNSURE or a.refuses or b.refuses or (_has_bound(a) and _has_bound(b)):
        return False
    plain = {name for name, sign in met.shared.items() if sign < 0 and name not in a.names and name not in b.names}
    if not plain or (len(met.shared) < LEAST_SHARED and (a.first_person or b.first_person)):
        return False
    if met.short < DENIED_SHORT or met.long < (DENIED_LONG if len(met.shared) > FEW_SHARED else DENIED_BRIEF):
        return False
    return bool(plain & a.heads and plain & b.heads) and not _have_two_subjects(one, other)


def _has_bound(meaning: Meaning) -> bool:
    """Whether a number with an open end is said: "not more than eight" denies the bound, not the rest."""
    return any(count.interval.low is None or count.interval.high is None for count in meaning.counts)


def _have_two_subjects(one: ClaimSide, other: ClaimSide) -> bool:
    """`She will host` and `he would not`: each of two people speaks of himself, or one does and the other of somebody."""
    for mine, theirs in ((one, other), (other, one)):
        if mine.is_person and _OF_SELF.match(mine.words) and not mine.meaning.sides & theirs.meaning.signs.keys():
            return True
    return False


def _says_the_same(a: Meaning, b: Meaning, met: Overlap) -> bool:
    """Names and what everybody calls the matter are its topic; what is said of it must be shared too."""
    plain = [name for name in met.shared if name not in a.names and name not in b.names]
    turning = list_turning(a, b, met.shared)
    if any(sign < 0 for sign in turning or [met.shared[name] for name in plain]):
        return False
    return len(plain) >= LEAST_SHARED or (bool(plain) and met.counted.agrees)


def _counts_alike(one: ClaimSide, other: ClaimSide, met: Overlap) -> bool:
    """Whether two numbers that cannot both hold are of one thing: people of one event, else nearly the same words."""
    if "own" in one.meaning.moods | other.meaning.moods or not is_same_time(one, other) or _count_their_own(one, other):
        return False
    if met.counted.measure in GROWING or met.counted.measure == "magnitude":
        return met.short >= FIGURE_SHORT
    nouns = {count.noun for count in (*one.meaning.counts, *other.meaning.counts)}
    plain = met.shared.keys() - nouns - one.meaning.names - other.meaning.names
    return bool(plain) and met.short >= DENIED_SHORT and met.long >= NEAR_LONG


def _count_their_own(one: ClaimSide, other: ClaimSide) -> bool:
    """`California has reported 7 cases`, `Kansas two`: two named bodies that name nothing in common each count at home."""
    mine, theirs = find_capitals(one.speaker), find_capitals(other.speaker)
    if not mine or not theirs or one.is_person or other.is_person:
        return False
    return not mine & theirs and not one.meaning.names & other.meaning.names


def is_same_time(one: ClaimSide, other: ClaimSide) -> bool:
    """Whether two counts are of one time, as far as the articles' dates tell."""
    if one.at is None or other.at is None:
        return False
    growing = any(count.measure in GROWING for count in one.meaning.counts)
    return abs(one.at - other.at) <= (SAME_HOURS if growing else SAME_DAYS)
