"""Find how far a statement reaches: what follows its cue, or what stands in front of it."""

from __future__ import annotations

from collections.abc import Sequence

from .cues import CueHit
from .grammar import (
    ADVERBS,
    CONJUNCTIONS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SENTENCE_SIGNS,
    TIME_WORDS,
    is_adverb,
)
from .segments import QUOTE, Segment
from .subjects import Range

# Verbs that name whom they speak to before what they say.
ADDRESSING = frozenset(
    {"tell", "inform", "assure", "remind", "notify", "warn", "advise", "brief", "promise", "ask", "urge"}
)
# How far "that" or a quotation may stand from its cue ("said in an interview with X on Friday that").
MAX_DETOUR = 25
_TRAILING = frozenset({",", ";", ":", "—", "–", "--", ".", "!", "?", "…", "(", "and", "but"})


def find_content_start(segment: Segment, hit: CueHit, ceiling: int) -> int | None:
    """The unit at which what is said begins, right of the cue; None where nothing is said there."""
    lower = segment.lower
    place = _skip_time(segment, hit.end, ceiling)
    if place >= ceiling or lower[place] in SENTENCE_SIGNS:
        return None
    word = lower[place]
    if word == "that" or word == QUOTE:
        return place
    if word == ":":
        return place + 1 if place + 1 < ceiling else None
    if word == ",":
        return _after_comma(segment, place, ceiling)
    if word in PREPOSITIONS or word in ADVERBS or is_adverb(word):
        far = _find_far(segment, place, ceiling)
        if far is not None:
            return far
        return (
            place
            if hit.cue.strength == "weak" or word not in PREPOSITIONS
            else _after_adverbial(segment, place, ceiling)
        )
    if hit.cue.lemma in ADDRESSING:
        return _after_addressee(segment, place, ceiling)
    if word in CONJUNCTIONS or word in {";", "—", "–", "--", ")"}:
        return None
    return place


def _skip_time(segment: Segment, place: int, ceiling: int) -> int:
    """Step over "Friday", "on Jan. 5", "again"."""
    lower = segment.lower
    while place < ceiling:
        word = lower[place]
        dated = word in TIME_WORDS or (word[0].isdigit() and lower[place - 1] in TIME_WORDS)
        if dated or word in ADVERBS:
            place += 1
        elif word in {"on", "in", "at"} and place + 1 < ceiling and lower[place + 1] in TIME_WORDS - {"may"}:
            place += 2
        else:
            break
    return place


def _after_comma(segment: Segment, place: int, ceiling: int) -> int | None:
    """`said, that …`, `said, "…"`, and the same behind one parenthesis between commas."""
    lower = segment.lower
    for step in range(place + 1, min(ceiling, place + MAX_DETOUR)):
        if lower[step - 1] == "," and lower[step] in {"that", QUOTE}:
            return step
        if lower[step] in SENTENCE_SIGNS or lower[step] in {";", "—", "–"}:
            return None
        if step == place + 1 and (lower[step].endswith("ing") or lower[step] in CONJUNCTIONS):
            return None
    return None


def _find_far(segment: Segment, place: int, ceiling: int) -> int | None:
    """The "that", the colon or the quotation behind "in a statement on Friday"."""
    lower = segment.lower
    for step in range(place, min(ceiling, place + MAX_DETOUR)):
        word = lower[step]
        if word == "that" or word == QUOTE:
            return step
        if word == ":":
            return step + 1 if step + 1 < ceiling else None
        if word == ",":
            return _after_comma(segment, step, ceiling)
        if word in SENTENCE_SIGNS or word in {";", "—", "–", "--"}:
            return None
    return None


def _after_adverbial(segment: Segment, place: int, ceiling: int) -> int | None:
    """`said in a statement he would resign`: the clause starts at the next subject pronoun."""
    for step in range(place + 1, min(ceiling, place + 12)):
        if segment.lower[step] in PRONOUNS - {"who"} and segment.lower[step - 1] not in PREPOSITIONS:
            return step
        if segment.lower[step] in {",", "."}:
            return None
    return None


def _after_addressee(segment: Segment, place: int, ceiling: int) -> int | None:
    """Behind whom it is told: the next "that", quotation, "to" or clause."""
    lower = segment.lower
    far = _find_far(segment, place, ceiling)
    if far is not None:
        return far
    step = place
    if lower[step] in PRONOUNS | {"him", "her", "them", "us", "me"}:
        step += 1
    else:
        while step < ceiling and (
            segment.raw[step][:1].isupper() or lower[step] in {"the", "a", "his", "her", "’s", "'s"}
        ):
            step += 1
        if step == place or (step < ceiling and lower[step - 1] in DETERMINERS | {"’s", "'s"}):
            step += 1
    step = _skip_time(segment, step, ceiling)
    if step >= ceiling or lower[step] in SENTENCE_SIGNS or lower[step] in {",", ";"} | CONJUNCTIONS:
        return None
    return step if lower[step] not in PREPOSITIONS - {"to", "about"} else None


def find_content_end(segment: Segment, start: int, ceiling: int, stops: Sequence[int]) -> int:
    """Where what begins at `start` ends: at the first of `stops` (starts of other attributions), else the sentence's end."""
    end = min([stop for stop in stops if stop > start], default=ceiling)
    end = min(end, ceiling)
    lower = segment.lower
    for place in range(start, end):
        if lower[place] in SENTENCE_SIGNS and segment.quotes[place] is None and place > start:
            end = place
            break
    while end > start and lower[end - 1] in _TRAILING:
        end -= 1
    return end


def find_fronted(segment: Segment, source_start: int, floor: int) -> Range | None:
    """What stands in front of `, Smith said` or `"…" Smith said`; None where nothing is said there."""
    lower = segment.lower
    end = source_start
    if end <= floor:
        return None
    if lower[end - 1] == ",":
        end -= 1
    elif lower[end - 1] != QUOTE and lower[end - 1] not in {"—", "–", "--", "?", "!"}:
        return None
    while floor < end and lower[floor] in _TRAILING:
        floor += 1
    if end <= floor:
        return None
    if lower[end - 1] != QUOTE and end - floor < 3:
        return None
    return (floor, end)


def to_span(segment: Segment, units: Range) -> tuple[int, int]:
    """Units to characters."""
    return (segment.starts[units[0]], segment.ends[units[1] - 1])
