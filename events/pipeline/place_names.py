"""How a place name may be read: the keys to look it up under.

"Hasakah prison" may be near Hasakah, "north Arlington" a part of Arlington, "Sioux Falls, S.D." has its state inside.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from events.gazetteer.name_choice import make_short_key, name_variants
from events.gazetteer.region_words import strip_city_word
from events.names import bare, fold, skeleton
from events.pipeline.place_words import (
    BODY_OF,
    FACILITY,
    GENERIC_FIRST,
    KIND_OF,
    LOCAL_BODY,
    LOCAL_BODY_WITH,
    OFFICE,
    SIDE,
)
from events.vocabulary import states

How = Literal["", "town", "near", "part", "prefix", "alike"]
"""As written; a town of the name ("Gaza City"); beside a facility of it; a side of it; the first words of a longer
name; another spelling. The last two are tried when nothing else is known, and count only where the article supports them."""

WEAK = frozenset({"prefix", "alike"})

MAX_NAME = 300
"""Characters of a name that are read; no place has a longer one."""
MIN_NAME = 2
MAX_PREFIX_WORDS = 4
ALIKE = "~"
"""Marks a key that is a consonant skeleton; no folded name contains it."""
MIN_FRAME = 4
"""Consonants from which a skeleton is looked up, one fewer in a long word: a shorter one is shared by too many places."""
LONG_WORD = 7


@dataclass(frozen=True, slots=True)
class NameReading:
    """One way to read a name: the key to look up, how it relates to the name, and how many ways were better (from 0)."""

    key: str
    how: How
    rank: int


@lru_cache(maxsize=8192)
def read_name(text: str, dotted: bool = False) -> tuple[NameReading, ...]:
    """Return the ways to read a place name, best first, without repetition; `dotted`: a full stop follows it.

    "prefix" and "alike" come last.
    """
    text = text[:MAX_NAME]
    if len(text.strip(" .")) < MIN_NAME:
        return ()
    head, _, _ = text.partition(",")
    found: list[tuple[str, How]] = [(key, "") for key in name_variants(text)]
    if dotted and len(text) <= len("Minn"):
        found.insert(0, (make_short_key(text), ""))
    if head != text:
        found += [(key, "") for key in name_variants(head)]
    whole = fold(head)
    base = strip_city_word(whole)
    found = [(key, "town" if base != whole and key in (base, bare(base)) else how) for key, how in found]
    kind_of = KIND_OF.fullmatch(whole)
    if kind_of:
        found += [(key, "") for key in name_variants(kind_of["place"])]
    outer = whole.partition(" of ")[0]
    found += [(key, "") for key in _read_adjective(whole)]
    facility = FACILITY.fullmatch(whole)
    if facility:
        found += [(key, "near") for key in name_variants(facility["place"])]
    side = SIDE.fullmatch(whole)
    if side:
        found += [(key, "part") for key in name_variants(side["place"])]
    words = whole.split(" ")
    for count in range(min(len(words) - 1, MAX_PREFIX_WORDS), 0, -1):
        start = " ".join(words[:count])
        if len(start) > 3 and count <= len(outer.split(" ")) and words[0] not in GENERIC_FIRST:
            found.append((start, "prefix"))
    frame = skeleton(head)
    if len(frame) >= MIN_FRAME - (len(whole) >= LONG_WORD):
        found.append((f"{ALIKE}{frame}", "alike"))
    unique: dict[str, How] = {}
    for key, how in found:
        unique.setdefault(key, how)
    return tuple(NameReading(key, how, rank) for rank, (key, how) in enumerate(unique.items()))


def _read_adjective(whole: str) -> list[str]:
    """Return what "Turkish" or "South Ossetian" is of: the states of a demonym, else the name without its ending."""
    known = _names_of_demonyms().get(whole)
    if known:
        return list(known)
    return [whole.removesuffix("s").removesuffix("n")] if whole.endswith(("ian", "ians")) else []


@lru_cache(maxsize=1)
def _names_of_demonyms() -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for state in states():
        for word in state.demonyms:
            key = fold(word)
            named[key] = (*named.get(key, ()), fold(state.name))
    return named


def read_body(text: str) -> list[tuple[str, bool]]:
    """Return the places that the name of a local or public body may bear, folded, each with: only if it is a region.

    "Clarke County Superior Court" and "University of Hartford" bear a place of any size; in front of other offices
    ("Ohio Department of Development") only a region or country is one, not a family name.
    """
    whole = fold(text[:MAX_NAME])
    found = [match["place"] for form in (LOCAL_BODY, LOCAL_BODY_WITH, BODY_OF) if (match := form.fullmatch(whole))]
    read = [(place, False) for place in found]
    if OFFICE.search(whole):
        words = whole.split(" ")
        read += [(" ".join(words[:count]), True) for count in (3, 2, 1) if count < len(words)]
    return list(dict.fromkeys(read))


def list_parts(text: str) -> list[str]:
    """Return the folded words of an organisation's name that may be its region: the first ones, those behind "of"."""
    words = fold(text[:MAX_NAME]).split(" ")[:12]
    starts = [0, *(at + 1 for at, word in enumerate(words[:-1]) if word in ("of", "in", "for"))][:3]
    return [" ".join(words[start : start + size]) for start in starts for size in (3, 2, 1) if words[start:]]
