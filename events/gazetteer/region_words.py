"""The words that say what kind of area a name is of ("Anbar Province", "province of Anbar"), so that any will do.

News writes "Kharkiv region", "Kharkiv Oblast" and "Kharkiv province" for one place. All three are stored and looked up
under one more key as well, which ends in `GENERIC`.
"""

from __future__ import annotations

import re

from events.names import MAX_KEY

GENERIC = "region"
"""Stands for any word of this list in the extra key; a word of the list itself, so that "Anbar region" is that key."""

_AREA_WORDS = """region|regions|province|governorate|oblast|krai|kray|state|prefecture|department|departement|county
 district|raion|rayon|canton|voivodeship|voivodship|republic|division|emirate|parish|territory|municipality
 federal state|autonomous region|autonomous republic|autonomous province|autonomous okrug|autonomous oblast
 autonomous community|special administrative region|administrative region|okrug|metropolitan region
 union territory|federal territory
 regency|borough|judet|commune|vilayet|wilayat|wilaya|mintaqah|muhafazah|muhafazat|ostan|il|ili|ken|fu|sheng|shi|zizhiqu"""
_OF_WORDS = """state|province|region|governorate|county|district|republic|free state|autonomous republic|kingdom
 emirate|canton|department|departement|prefecture|municipality|territory|principality|autonomous region"""
_BEFORE_WORDS = "county|muhafazat|wilayat|wilaya|ostan e|ostan|provincia de|estado de|departamento de|region|regione"


def _pattern(words: str) -> str:
    listed = [" ".join(word.split()) for line in words.splitlines() for word in line.split("|")]
    return "|".join(sorted((re.escape(word) for word in listed), key=len, reverse=True))


_AFTER = re.compile(rf"(?P<base>.+?) (?:{_pattern(_AREA_WORDS)})")
_BEFORE = re.compile(
    rf"(?:(?:{_pattern(_OF_WORDS)}) (?:of(?: the)?|de|des|du|d) |(?:{_pattern(_BEFORE_WORDS)}) )(?P<base>.+)"
)
_CITY_AFTER = re.compile(r"(?P<base>.+?) (?:city|town|village|metropolitan area|metro area)")
_CITY_BEFORE = re.compile(
    r"(?:(?:city|town|village|port|capital|township) of |greater |downtown |central )(?P<base>.+)"
)


def strip_area_word(key: str) -> str:
    """Return a folded name without its word for a kind of area, or the key itself when it has none."""
    return _strip(key, _AFTER, _BEFORE)


def strip_city_word(key: str) -> str:
    """Return a folded name without its word for a kind of settlement ("gaza city" -> "gaza"), or the key itself."""
    return _strip(key, _CITY_AFTER, _CITY_BEFORE)


def make_generic(key: str) -> str:
    """Return the key under which all writings of a region meet: its bare name and the word `GENERIC`."""
    return f"{strip_area_word(key)[: MAX_KEY - len(GENERIC) - 1]} {GENERIC}"


def _strip(key: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        found = pattern.fullmatch(key)
        if found:
            return found["base"]
    return key
