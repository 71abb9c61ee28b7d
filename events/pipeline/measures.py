"""What a number counts: the words around it that kill, wound, arrest, displace … and the noun that is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.pipeline.noun_phrases import Words
from events.tagger.wordlists import word_set

_BE = word_set("is are was were be been being get got getting left has have had remain remained still")
_LINKS = word_set("to of at is was stands stood reached : hit passed topped exceeded climbs with above")
_PASSIVE_BEFORE = frozenset({"were", "was", "been", "be", "are", "is"})
# Measures that words around a number may tell; the others need a unit.
_BY_WORDS = word_set("killed injured arrested missing displaced evacuated rescued escaped infected affected votes")
# For these a verb may count anything alive; for the rest the noun must be one that the vocabulary lists for it.
_ANY_NOUN = frozenset({"killed", "injured", "arrested"})
_LOOSE_CASES = frozenset(
    {"case", "cases", "new cases", "patients", "confirmed cases", "suspected cases", "active cases"}
)
_BEFORE_OWN_NOUN = frozenset({"more", "other", "confirmed", "suspected", "new", "further", "additional"})
_DISEASE = re.compile(
    r"virus|covid|infect|disease|outbreak|epidemic|pandemic|cholera|ebola|measles|polio|influenza|\bflu\b|dengue|malaria|"
    r"mpox|monkeypox|plague|typhoid|fever|variant|health",
    re.IGNORECASE,
)
# Between a verb and what it counts there is none of these.
_PARTING = frozenset({",", "and", "or", "when", "after", "of", "to", "in", "on", "with", "by", "for", "from", "as"})
# How many words after or before a number its measure may stand.
REACH_AFTER = 9
REACH_BEFORE = 6


@dataclass(frozen=True, slots=True)
class Triggers:
    """Phrases that name a measure, in lower-case words, by their first word, the longest first; what each counts."""

    verbs: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    nouns: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    counted: dict[str, frozenset[str]]
    countable: frozenset[str]


@lru_cache(maxsize=1)
def load_triggers() -> Triggers:
    verbs: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    nouns: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    counted: dict[str, frozenset[str]] = {}
    for measure in vocabulary.measures():
        if measure.name not in _BY_WORDS:
            continue
        counted[measure.name] = frozenset(word.lower().rsplit(" ", 1)[-1] for word in measure.counted)
        for index, phrases in ((verbs, measure.verbs if measure.name != "votes" else ()), (nouns, measure.nouns)):
            for phrase in phrases:
                words = tuple(phrase.lower().split())
                index.setdefault(words[0], []).append((words, measure.name))
    return Triggers(_sort(verbs), _sort(nouns), counted, frozenset().union(*counted.values()))


def _sort(index: dict[str, list[tuple[tuple[str, ...], str]]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    return {word: tuple(sorted(items, key=lambda item: -len(item[0]))) for word, items in index.items()}


def _match(
    index: dict[str, tuple[tuple[tuple[str, ...], str], ...]], lower: list[str], place: int
) -> tuple[str, int] | None:
    """The measure whose phrase begins at a word, and the phrase's length."""
    for words, measure in index.get(lower[place], ()):
        if len(words) == 1 or tuple(lower[place : place + len(words)]) == words:
            return measure, len(words)
    return None


def find_measure(words: Words, first: int, last: int, noun_end: int) -> tuple[str, bool] | None:
    """The measure of the number at words [first, last) with its noun up to `noun_end`; None where none is near.

    The flag tells that the noun is the measure's own ("70 deaths"), so that nothing else is counted.
    """
    triggers = load_triggers()
    own = _find_own_noun(words, last, noun_end, triggers)
    if own:
        return own, True
    head = words.lower[noun_end - 1] if noun_end > last else ""
    before = _find_before(words, first, triggers)
    after = _find_after(words, noun_end, triggers)
    both = sorted((found for found in (before, after) if found), key=lambda found: found[1])
    for measure, _ in both:
        refined = _refine(measure, head, triggers)
        if refined:
            return refined, False
    return None


def _refine(measure: str, head: str, triggers: Triggers) -> str:
    """Check a measure against the noun counted: prisoners who flee escape, and albums are not rescued by a release."""
    if not head or head in {"others", "more", "dozens", "hundreds", "thousands", "millions"}:
        return measure
    if measure == "displaced" and head in triggers.counted["escaped"] - triggers.counted["displaced"]:
        return "escaped"
    fits = head in triggers.counted[measure] or measure in _ANY_NOUN
    return measure if fits or (head in triggers.countable and measure != "affected") else ""


def _find_own_noun(words: Words, last: int, noun_end: int, triggers: Triggers) -> str:
    """`70 deaths`, `12 more arrests`, `40 dead`."""
    lower = words.lower
    stop = noun_end if noun_end > last else last + 2
    for place in range(last, min(stop, len(lower))):
        if place > last and noun_end == last and lower[last] not in _BEFORE_OWN_NOUN:
            break
        found = _match(triggers.nouns, lower, place)
        if found and place + found[1] >= noun_end:
            measure, size = found
            if " ".join(lower[place : place + size]) in _LOOSE_CASES and not _DISEASE.search(" ".join(lower)):
                return ""
            return measure
    return ""


def _find_after(words: Words, start: int, triggers: Triggers) -> tuple[str, int] | None:
    """A verb behind the noun: "were killed", "killed in", "flee"; not one that does it to others ("killed three")."""
    lower = words.lower
    passive = False
    for place in range(start, min(len(lower), start + REACH_AFTER)):
        word = lower[place]
        if word in {";", ".", ":"} or (word in {"after", "when", "while", "because", "but"} and not passive):
            return None
        if word[0].isdigit() and lower[place - 1] not in {"including", "("} and not passive:
            return None
        passive = passive or word in _BE
        found = _match(triggers.verbs, lower, place)
        if found:
            measure, size = found
            following = lower[place + size] if place + size < len(lower) else "."
            acts = not passive and (
                following[0].isdigit() or following in {"the", "a", "an", "at", "more", "about", "some"}
            )
            acts = acts or (not passive and following in triggers.countable)
            apart = lower[start:place].count(",") % 2 == 1 and "including" not in lower[start:place]
            return None if acts or apart else (measure, place - start)
    return None


def _find_before(words: Words, first: int, triggers: Triggers) -> tuple[str, int] | None:
    """A verb or noun in front: "killed at least", "arrested nearly", "the death toll rose to"."""
    lower = words.lower
    for place in range(first - 1, max(-1, first - REACH_BEFORE - 1), -1):
        word = lower[place]
        if word in {";", ".", "“", "”", '"'} or (word[0].isdigit() and lower[place - 1] != "from"):
            return None
        verb = _match(triggers.verbs, lower, place)
        if verb and _acts_on(lower, place, place + verb[1], first):
            return verb[0], first - place - verb[1]
        noun = _match(triggers.nouns, lower, place)
        if noun and place + noun[1] <= first and _LINKS & set(lower[place + noun[1] : first]):
            return noun[0], first - place - noun[1]
    return None


def _acts_on(lower: list[str], place: int, behind: int, first: int) -> bool:
    """Whether the verb at [place, behind) is active and has the number at `first` as its object."""
    active = place == 0 or lower[place - 1] not in _PASSIVE_BEFORE
    return behind <= first and active and not _PARTING & set(lower[behind:first])
