"""What a number counts: the words around it that kill, wound, arrest, displace … and the noun that is counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.pipeline.measure_words import (
    ANY_NOUN,
    BE,
    BEFORE_OWN_NOUN,
    BOUND_LINKS,
    BY_WORDS,
    CLAUSE,
    DISEASE,
    DOING,
    FOR_NONE,
    KEEPS_SUBJECT,
    LINKS,
    LOOSE_CASES,
    NAMED_BY_MEASURE,
    OBJECTS,
    PARTING,
    PARTS,
    PASSIVE_BEFORE,
    STATES,
    VOTE_VERBS,
)
from events.pipeline.noun_phrases import NUMBER_WORDS, Words

# How many words after or before a number its measure may stand.
REACH_AFTER = 9
NEXT_TO = 3
REACH_BEFORE = 8


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
        if measure.name not in BY_WORDS:
            continue
        counted[measure.name] = frozenset(word.lower().rsplit(" ", 1)[-1] for word in measure.counted)
        for index, phrases in (
            (verbs, measure.verbs if measure.name != "votes" else VOTE_VERBS),
            (nouns, measure.nouns),
        ):
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


def find_measure(words: Words, first: int, last: int, noun_end: int, none: bool = False) -> tuple[str, bool] | None:
    """The measure of the number at words [first, last) with its noun up to `noun_end`; None where none is near.

    The flag tells that the noun is the measure's own ("70 deaths"), so that nothing else is counted. `none`: the number is
    "no one" or "no", and nearly anything may stand behind it.
    """
    triggers = load_triggers()
    own = _find_own_noun(words, last, noun_end, triggers)
    head = words.lower[noun_end - 1] if noun_end > last else ""
    people = head in NAMED_BY_MEASURE or (head and words.lower[noun_end - 2] == "the")
    if own and not people:
        return own, True
    if none:
        return _find_for_none(words, first, noun_end, triggers)
    if _is_total(words.lower, first):
        return (own, True) if own else _find_in_clause(words, noun_end, triggers)
    state = STATES.get(words.lower[noun_end], "") if noun_end < len(words.lower) and head else ""
    if not state and words.lower[last : last + 2] == ["of", "them"]:
        state = STATES.get("".join(words.lower[last + 2 : last + 3]), "")
    if state:
        return state, False
    before = _find_before(words, first, last, head, triggers)
    after = _find_after(words, noun_end, triggers)
    if own:
        found = _pick_other(own, before, after)
        return (found, False) if found else (own, True)
    if after and after[0] == "votes" and not head:
        after = None
    both = sorted((found for found in (before, after) if found), key=lambda found: found[1])
    for measure, _ in both:
        refined = _refine(measure, head, triggers)
        if refined:
            return refined, False
    return None


def _pick_other(own: str, *near: tuple[str, int] | None) -> str:
    """What else happened to people who are named by a measure, and stands next to them."""
    return next((found[0] for found in near if found and found[0] != own and found[1] <= NEXT_TO), "")


def _find_for_none(words: Words, first: int, noun_end: int, triggers: Triggers) -> tuple[str, bool] | None:
    """The measure of "no one was hurt", "killing nobody": the verb stands next to it."""
    before = _find_before(words, first, first, "", triggers)
    if before and before[1] == 0:
        return before[0], False
    for place in range(noun_end, min(len(words.lower), noun_end + REACH_AFTER)):
        found = _match(triggers.verbs, words.lower, place)
        if found:
            return found[0], False
        if words.lower[place] not in FOR_NONE:
            return None
    return None


def _is_total(lower: list[str], first: int) -> bool:
    """`nine of the 14 defendants`: what is said of the part does not hold for the whole."""
    place = first - 1
    if place >= 0 and lower[place] in {"the", "its", "their", "these", "those", "his", "her"}:
        place -= 1
    if place < 1 or lower[place] != "of":
        return False
    part = lower[place - 1]
    return part[0].isdigit() or part in NUMBER_WORDS or part in PARTS


def _find_in_clause(words: Words, noun_end: int, triggers: Triggers) -> tuple[str, bool] | None:
    """What is said of a whole in its own clause: `of the 367 people who were arrested`, `of 10 men arrested there`."""
    place = noun_end
    while place < min(len(words.lower), noun_end + REACH_AFTER) and words.lower[place] in CLAUSE:
        place += 1
    found = _match(triggers.verbs, words.lower, place) if place < len(words.lower) else None
    told = found is not None and (words.lower[noun_end] == "who" or place == noun_end)
    return (found[0], False) if found and told and words.lower[place].endswith("ed") else None


def drop_measure(words: Words, counted: tuple[int, int], measure: str) -> int:
    """Where the noun counted begins without the words that name its measure: `wounded soldiers` -> `soldiers`."""
    triggers = load_triggers()
    first, last = counted
    while first < last - 1:
        found = _match(triggers.verbs, words.lower, first) or _match(triggers.nouns, words.lower, first)
        if found is None or found[0] != measure:
            break
        first += 1
    return first


def _refine(measure: str, head: str, triggers: Triggers) -> str:
    """Check a measure against the noun counted: prisoners who flee escape, and albums are not rescued by a release."""
    if not head or head in {"others", "more", "dozens", "hundreds", "thousands", "millions"}:
        return measure
    if measure == "displaced" and head in triggers.counted["escaped"] - triggers.counted["displaced"]:
        return "escaped"
    if measure in ANY_NOUN:
        things = triggers.counted["affected"] - triggers.counted["killed"]
        return measure if head not in things else "affected" if measure == "injured" else ""
    counted = triggers.counted[measure]
    if measure not in {"affected", "votes"}:
        counted = counted | triggers.counted["killed"]  # what can be killed can flee or be saved
    return measure if head in counted or f"{head}s" in counted else ""


def _find_own_noun(words: Words, last: int, noun_end: int, triggers: Triggers) -> str:
    """`70 deaths`, `12 more arrests`, `40 dead`."""
    lower = words.lower
    stop = noun_end if noun_end > last else last + 2
    for place in range(last, min(stop, len(lower))):
        if place > last and noun_end == last and lower[last] not in BEFORE_OWN_NOUN:
            break
        found = _match(triggers.nouns, lower, place)
        if found and place + found[1] >= noun_end:
            measure, size = found
            if " ".join(lower[place : place + size]) in LOOSE_CASES and not DISEASE.search(" ".join(lower)):
                return ""
            return measure
    return ""


def _find_after(words: Words, start: int, triggers: Triggers) -> tuple[str, int] | None:
    """A verb behind the noun: "were killed", "killed in", "flee"; not one that does it to others ("killed three")."""
    lower = words.lower
    passive = False
    for place in range(start, min(len(lower), start + REACH_AFTER)):
        word = lower[place]
        if word == "without" and not _match(triggers.verbs, lower, place):
            return None
        if word in {";", ".", ":"} or (word in {"after", "when", "while", "because", "but"} and not passive):
            return None
        if (word[0].isdigit() or word in NUMBER_WORDS) and lower[place - 1] not in {"including", "("} and not passive:
            return (
                None if not _is_joined(lower, start, place, triggers) else _find_shared(words, start, place, triggers)
            )
        passive = passive or word in BE
        found = _match(triggers.verbs, lower, place)
        if found and (passive or word not in DOING):
            measure, size = found
            following = lower[place + size] if place + size < len(lower) else "."
            does = not passive and word not in KEEPS_SUBJECT
            acts = does and (following[0].isdigit() or following in OBJECTS or following in triggers.countable)
            acts = acts or (does and lower[place + size : place + size + 2] == ["as", "many"])
            apart = lower[start:place].count(",") % 2 == 1 and "including" not in lower[start:place]
            return None if acts or apart else (measure, place - start)
    return None


def _is_joined(lower: list[str], start: int, place: int, triggers: Triggers) -> bool:
    """`14 protesters and four officers`: two numbers of people in one subject."""
    people = start > 0 and lower[start - 1] in triggers.counted["killed"]
    return people and [word for word in lower[start:place] if word != ","] == ["and"]


def _find_shared(words: Words, start: int, place: int, triggers: Triggers) -> tuple[str, int] | None:
    """The passive verb that follows both numbers of one subject: `14 protesters and four officers were killed`."""
    behind = next(
        (step for step in range(place, min(len(words.lower), place + REACH_AFTER)) if words.lower[step] in BE), 0
    )
    found = _find_after(words, behind, triggers) if behind else None
    return (found[0], found[1] + behind - start) if found and words.lower[behind] in PASSIVE_BEFORE else None


def _find_before(words: Words, first: int, last: int, head: str, triggers: Triggers) -> tuple[str, int] | None:
    """A verb or noun in front: "killed at least", "arrested nearly", "the death toll rose to"."""
    lower = words.lower
    for place in range(first - 1, max(-1, first - REACH_BEFORE - 1), -1):
        word = lower[place]
        if word in {";", ".", "“", "”", '"'} or (word[0].isdigit() and lower[place - 1] != "from"):
            return None
        verb = _match(triggers.verbs, lower, place)
        if verb and _acts_on(lower, place, place + verb[1], first, head):
            return verb[0], first - place - verb[1]
        noun = _match(triggers.nouns, lower, place)
        if noun and place + noun[1] <= first and _is_linked(lower, place + noun[1], first, last):
            return noun[0], first - place - noun[1]
    return None


def _is_linked(lower: list[str], behind: int, first: int, last: int) -> bool:
    """`the toll stood at 45`; the link may be the bound of the number itself: `deaths passed 40,000`."""
    return bool(LINKS & set(lower[behind:first]) or BOUND_LINKS & set(lower[first:last]))


def _acts_on(lower: list[str], place: int, behind: int, first: int, head: str) -> bool:
    """Whether the verb at [place, behind) is active and has the number at `first` as its object."""
    active = place == 0 or lower[place - 1] not in PASSIVE_BEFORE
    parting = PARTING - {"and"} if head in {"others", "more"} else PARTING  # "killing him and two others"
    return behind <= first and active and not parting & set(lower[behind:first])
