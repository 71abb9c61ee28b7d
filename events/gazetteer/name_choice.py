"""Chooses which of GeoNames' alternate names are worth storing, and which keys a name is found under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from events.gazetteer.region_words import make_generic, strip_area_word, strip_city_word
from events.names import ARTICLES, MAX_KEY, bare, fold

MAX_NAME = 200
MIN_NAME = 2
FOREIGN_TOWN = 15_000
"""Inhabitants from which a town keeps its names in other alphabets; smaller ones are not in foreign news, and without
these names the towns have 422,000 others instead of 568,000."""

_CODE = re.compile("[A-Z]{3}")  # IATA and UN/LOCODE: three capitals, unmarked among the names
_SHORT_FORM = re.compile(r"[A-Z][A-Za-z]{0,4}\.?|(?:[A-Z]\.? ?){1,3}[A-Z][a-z]{0,3}\.?")  # "Calif.", "LA", "N. Mex."
_POSSESSIVE = re.compile(r"['’]s?$")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


def choose_names(name: str, others: Iterable[str], population: int = FOREIGN_TOWN) -> tuple[str, ...]:
    """Return the other names worth looking up: no codes, no machine transliterations."""
    return tuple(other for other in dict.fromkeys(others) if other != name and _is_useful(other, population))


def _is_useful(name: str, population: int) -> bool:
    if not MIN_NAME <= len(name) <= MAX_NAME or _CODE.fullmatch(name) or "http" in name:
        return False
    if name == name.lower() and name != name.upper() and _LATIN.search(name):
        # GeoNames adds an ASCII rendering in small letters to names of other alphabets ("swldw", "ba li" for Paris).
        return False
    return bool(_LATIN.search(name)) or population >= FOREIGN_TOWN


def make_short_key(text: str) -> str:
    """Return the key of an abbreviation: its letters and a dot, which no folded name contains ("W. Va." -> "wva.")."""
    return f"{text.replace('.', '').replace(' ', '').lower()[: MAX_KEY - 1]}."


def list_keys(name: str, is_area: bool) -> Iterator[str]:
    """Yield the keys one name is stored under, best first: as folded, without its article, as a generic area name."""
    key = fold(name)
    yield key
    first, _, rest = key.partition(" ")
    if rest and first in ARTICLES:
        yield rest
    if is_area and key.isascii():
        yield make_generic(key)


def name_variants(surface: str) -> list[str]:
    """Return the keys to look a place name up under, as written in a text, best first and without repetition.

    "Al-Qaim" gives "al qaim", "qaim"; "Anbar province" gives "anbar province", "anbar region", which every area's
    names are stored under too; "the city of Ramadi" gives "city of ramadi", "ramadi"; "La." gives "la." (regions'
    abbreviations), "la". [] when nothing is left.
    """
    whole = fold(surface)
    if not whole:
        return []
    variants = [whole]
    if _SHORT_FORM.fullmatch(surface.strip()):
        short = make_short_key(surface.strip())
        variants = [short, whole] if "." in surface else [whole, short]
    possessive = fold(_POSSESSIVE.sub("", surface.strip()))
    base = possessive or whole
    variants += [base, bare(base)]
    if strip_area_word(base) != base:
        variants += [make_generic(base), make_generic(bare(strip_area_word(base)))]
    town = strip_city_word(base)
    if town != base:
        variants += [fold(town), bare(town)]
    return list(dict.fromkeys(variant for variant in variants if variant))
