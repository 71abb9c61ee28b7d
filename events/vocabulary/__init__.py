"""The vocabulary: what the product knows about the world before it reads anything. Data, not code; no Django here.

Each function loads its file once a process and returns the same frozen records on every call.
"""

from __future__ import annotations

from functools import lru_cache

from . import load, load_figures, load_headlines, load_meanings, load_names, load_plover, load_words
from .errors import VocabularyError
from .load_names import NameWords
from .records import (
    ActorEntry,
    ActType,
    BoundPhrase,
    Cue,
    Headlines,
    Meanings,
    Measure,
    Plover,
    Role,
    State,
    Titles,
    Topic,
    Unit,
    VagueQuantity,
)

__all__ = [
    "ActType",
    "ActorEntry",
    "BoundPhrase",
    "Cue",
    "Headlines",
    "Meanings",
    "Measure",
    "NameWords",
    "Plover",
    "Role",
    "State",
    "Titles",
    "Topic",
    "Unit",
    "VagueQuantity",
    "VocabularyError",
    "actors",
    "bounds",
    "cues",
    "given_names",
    "headlines",
    "meanings",
    "measures",
    "name_words",
    "plover",
    "states",
    "titles",
    "topics",
    "units",
    "vague_quantities",
]


@lru_cache(maxsize=1)
def states() -> tuple[State, ...]:
    """Every state, by ISO code."""
    return load.load_states()


@lru_cache(maxsize=1)
def actors() -> tuple[ActorEntry, ...]:
    """Well-known actors other than states, by file and order in it."""
    return load.load_actors()


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """Cues of attribution: verbs, then phrases, then nouns."""
    return load_words.load_cues()


@lru_cache(maxsize=1)
def measures() -> tuple[Measure, ...]:
    """The closed list of measures with their trigger words."""
    return load_figures.load_measures()


@lru_cache(maxsize=1)
def units() -> tuple[Unit, ...]:
    """Currencies and units of measurement."""
    return load_figures.load_units()


@lru_cache(maxsize=1)
def bounds() -> tuple[BoundPhrase, ...]:
    """Phrases that bound a figure, longest first; a figure without one is exact."""
    return load_figures.load_bounds()


@lru_cache(maxsize=1)
def vague_quantities() -> tuple[VagueQuantity, ...]:
    """Quantities in words, longest first."""
    return load_figures.load_vague_quantities()


@lru_cache(maxsize=1)
def topics() -> tuple[Topic, ...]:
    """The 17 top-level IPTC Media Topics with indicative words."""
    return load_words.load_topics()


@lru_cache(maxsize=1)
def titles() -> Titles:
    """Word lists around names."""
    return load_words.load_titles()


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Common given names, lower case ASCII."""
    return load_words.load_given_names()


@lru_cache(maxsize=1)
def meanings() -> Meanings:
    """What comparing two statements needs to know of words."""
    return load_meanings.load_meanings()


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Spellings of one name, common family names, legal forms."""
    return load_names.load_name_words()


@lru_cache(maxsize=1)
def plover() -> Plover:
    """The event types of PLOVER with their phrases."""
    return load_plover.load_plover()


@lru_cache(maxsize=1)
def headlines() -> Headlines:
    """Words that make a headline loud, or no report at all."""
    return load_headlines.load_headlines()
