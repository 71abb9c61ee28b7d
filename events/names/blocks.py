"""Keys under which records are stored and looked up whose names may be spelled, ordered or shortened otherwise.

Two names that share a block are candidates for each other, nothing more; `compare_names` decides. Persons: the sounds
of two of the name's words, and one word with the initial of another. Others: the sounds of all telling words.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from itertools import combinations

from events.names.organizations import read_organization
from events.names.people import NameWord, PersonName, read_person
from events.names.sounds import sound, standard_form

MAX_BLOCK = 60
"""Longest block in characters."""

MOST_BLOCKS = 16
"""Most blocks of one name: those of a person's name of five words."""

_LONGEST_PART = 4  # pieces of a hyphened family name from this length on are family names too


def name_blocks(name: str, kind: str) -> list[str]:
    """Return the blocks of a name; none for one that says too little (a bare surname, a single short word)."""
    if kind == "person":
        return _person_blocks(read_person(name))
    core = read_organization(name).core
    key = " ".join(sorted({sound(word) for word in core}))
    return [f"o:{key}"[:MAX_BLOCK]] if len(key) > 1 else []


def _person_blocks(name: PersonName) -> list[str]:
    full = list(name.full)
    if name.nickname:
        full.insert(1, NameWord(name.nickname))
    sounds = [list(dict.fromkeys([sound(word.text), *_part_sounds(word)])) for word in full]
    found = ["p:" + " ".join(sorted((one, other))) for a, b in combinations(sounds, 2) for one in a for other in b]
    words = name.words
    if len(words) > 1:
        for word, other in ((words[-1], words[0]), (words[0], words[-1])):
            if not word.is_initial:
                found.append(f"i:{sound(word.text)} {standard_form(other.text)[0]}")
    return list(dict.fromkeys(block[:MAX_BLOCK] for block in found))[:MOST_BLOCKS]


def _part_sounds(word: NameWord) -> list[str]:
    return [sound(part) for part in word.parts if len(part) >= _LONGEST_PART]
