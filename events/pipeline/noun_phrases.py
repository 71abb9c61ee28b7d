"""The words around a number, and the noun phrase that it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from events.tagger.wordlists import word_set

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*|\d[\d,.]*|[^\w\s]")
_STOP = word_set(
    """
    in on at by for from to with of into over under after before since during near and or but nor while when
    where who whom which that as than if because is are was were be been being has have had will would could
    may might can should must do does did not said says say told according also then the a an his her its
    their our this these those out up down off across around about against among between through within
    without amid via per including leaving
    """
)
_ARTICLES = frozenset({"the", "its", "their", "his", "her", "of", "these", "those", "our"})
_PEOPLE = word_set(
    """
    people men women children police troops personnel staff crew youth cattle sheep livestock aircraft persons
    civilians clergy infantry firemen policemen servicemen fishermen gunmen crewmen congressmen person man
    woman child soldier civilian officer policeman migrant hindus
    """
)
# Words in front of a noun that are no part of what is counted.
_COUNTING = word_set("more other further additional extra new them")
NUMBER_WORDS = word_set(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty thirty forty fifty sixty seventy eighty ninety several dozens hundreds thousands"
)
# Adjectives that stand for people behind "the".
_SUFFERERS = word_set("wounded injured dead missing displaced accused arrested detained")
_QUOTES = frozenset("\"'“”‘’")
_PEOPLE_ENDINGS = (
    "children",
    "people",
    "women",
    "policemen",
    "crewmen",
    "servicemen",
    "fishermen",
    "firemen",
    "gunmen",
)
_NOT_PLURAL = word_set("his its this was is has does as us thus previous various less across perhaps always")
MAX_NOUN_WORDS = 5
MAX_SINGLE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a piece of text, in lower case, with their offsets."""

    lower: list[str]
    starts: list[int]
    ends: list[int]


def cut_words(text: str, start: int, end: int) -> Words:
    """Words, numbers and signs of text[start:end]; offsets count in the whole text."""
    matches = list(_WORD.finditer(text, start, end))
    return Words([m.group().lower() for m in matches], [m.start() for m in matches], [m.end() for m in matches])


def find_counted(words: Words, place: int) -> tuple[int, int] | None:
    """The noun phrase behind a number, as a range of words ("prison inmates"), up to its first plural; None without one."""
    start = place
    while start < len(words.lower) and _leads_to_noun(words.lower, start, place):
        start += 1
    for step in range(start, min(len(words.lower), start + MAX_NOUN_WORDS)):
        word = words.lower[step]
        if word in _STOP or not word[0].isalpha():
            return None
        if is_countable(word) or (word in _SUFFERERS and step > place and words.lower[step - 1] == "the"):
            ahead = words.lower[step + 1] if step + 1 < len(words.lower) else ""
            goes_on = word in _PEOPLE and ahead not in _STOP and is_countable(ahead)  # "police stations"
            return (start, step + 2 if goes_on else step + 1)
    return None


def _leads_to_noun(lower: list[str], step: int, place: int) -> bool:
    """Whether a word between a number and its noun is passed over: `"several" people`, `12 of the 48 men`, `six more`."""
    word = lower[step]
    if word in _QUOTES:
        return step == place
    if word in _ARTICLES:
        return step - place < 2
    if word[0].isdigit() or word in NUMBER_WORDS:
        return "of" in lower[place:step]
    behind = lower[step + 1] if step + 1 < len(lower) else "."
    return word in _COUNTING and behind[0].isalpha() and behind not in _STOP


def find_single(words: Words, place: int, verbs: frozenset[str]) -> tuple[int, int] | None:
    """The singular noun behind "one" or "not a single", up to a verb, a stop word or a sign; None without one."""
    last = place
    while last < len(words.lower) and last - place < MAX_SINGLE_WORDS:
        word = words.lower[last]
        if word in _STOP or word in verbs or not word[0].isalpha() or word.endswith(("ed", "ly")):
            break
        last += 1
    return (place, last) if last > place else None


def is_countable(word: str) -> bool:
    """Whether a word is a plural, or a person."""
    return (
        word in _PEOPLE
        or word.endswith(_PEOPLE_ENDINGS)
        or (
            len(word) > 3
            and word.endswith("s")
            and word[-2].isalpha()
            and not word.endswith(("ss", "us", "is"))
            and word not in _NOT_PLURAL
        )
    )
