"""What stands around the names of an actor: who else, where, in which words. Tells two bearers of one name apart.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.names import fold
from events.tagger.stems import stem
from events.tagger.words import word_statistics

# Characters on either side of a name that are looked at; the sentence ends it earlier.
WINDOW = 200
MAX_WORDS = 80
# Words that more news holds than this say nothing of who is meant.
LEAST_IDF = 2.5
COMPANION = 4.0
PLACE = 2.0
COUNTRY = 0.5
# An age given in two articles fits when the years of birth are this near: ages change within a year, dates are rough.
BIRTH_SLACK = 2
_WORD = re.compile(r"[^\W\d_]{3,}")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“A-Z])|\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|Rev|St|Sen|Rep|Gov|Prof|Jr|Sr|No|vs))$"
)
_AGE = re.compile(
    r"^(?:,\s*|\s*\(|,?\s+(?:who )?(?:is|was|aged|turned)\s+)(?:aged\s+)?(\d{1,3})(?=\s*(?:[,.;)]|years? old|\s|$))"
)
_STANDS_AGED = re.compile(r"^[^.;]{0,45}?,? (?:is|was|aged|turned) (\d{1,2})(?=[.;]| years? old)")
_BORN = re.compile(r"^[^.]{0,40}?\bborn in (\d{4})\b")


@dataclass(frozen=True, slots=True)
class ActorContext:
    """What is known around an actor. `births`: years of birth that ages in the text give, roughly."""

    countries: frozenset[str] = frozenset()
    companions: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    words: frozenset[str] = frozenset()
    births: frozenset[int] = frozenset()

    @property
    def says_anything(self) -> bool:
        return bool(self.companions or self.places or self.words)

    def join(self, other: ActorContext) -> ActorContext:
        """Return both together; of words no more than MAX_WORDS, the rarest."""
        words = self.words | other.words
        if len(words) > MAX_WORDS:
            words = frozenset(sorted(words, key=lambda word: (-_weigh(word), word))[:MAX_WORDS])
        return ActorContext(
            self.countries | other.countries,
            self.companions | other.companions,
            self.places | other.places,
            words,
            self.births | other.births,
        )


EMPTY = ActorContext()


def measure_support(one: ActorContext, other: ActorContext, counts: Mapping[int, int]) -> float:
    """Say how much two contexts have in common, 0 for nothing. `counts`: in how many articles a companion is named."""
    # Sets have no order of their own, and a sum of floats must not depend on one.
    words = math.fsum(_weigh(word) - LEAST_IDF for word in one.words & other.words)
    shared = one.companions & other.companions
    people = math.fsum(COMPANION / (1 + math.log10(1 + counts.get(actor, 0))) for actor in shared)
    return words + people + PLACE * len(one.places & other.places) + COUNTRY * bool(one.countries & other.countries)


def contradict(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether years of birth exclude that both are one person."""
    if not one or not other:
        return False
    return min(abs(a - b) for a in one for b in other) > BIRTH_SLACK


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence around a name, at most WINDOW characters on either side."""
    first, last = max(0, start - WINDOW), min(len(text), end + WINDOW)
    for found in _SENTENCE_END.finditer(text, first, start):
        if not _ABBREVIATION.search(text, first, found.start()):
            first = found.end()
    behind = next(
        (f for f in _SENTENCE_END.finditer(text, end, last) if not _ABBREVIATION.search(text, end, f.start())), None
    )
    return first, behind.start() if behind else last


def read_words(pieces: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """Return the telling words of some pieces of text (a title, a sentence) as stems, without `names` and states."""
    own = {stem(part) for name in names for part in _WORD.findall(fold(name))}
    return frozenset[str]().union(*(_read_telling(piece) for piece in pieces)) - own


@lru_cache(maxsize=4_096)
def _read_telling(piece: str) -> frozenset[str]:
    """Names of one sentence, and all of an article with its title, ask for the same piece."""
    found = {stem(word) for word in _WORD.findall(fold(piece))}
    return frozenset(word for word in found - _state_words() if _weigh(word) > LEAST_IDF)


def read_births(text: str, end: int, year: int | None) -> frozenset[int]:
    """Read ", 34," and "born in 1951" behind a name as years of birth; ages need the article's year."""
    behind = text[end : end + 60]
    born = _BORN.match(behind)
    if born:
        return frozenset({int(born[1])})
    age = _AGE.match(behind) or _STANDS_AGED.match(behind)
    if age and year and 0 < int(age[1]) < 110:
        return frozenset({year - int(age[1])})
    return frozenset()


@lru_cache(maxsize=65_536)
def _weigh(word: str) -> float:
    return word_statistics().weigh(word)


@lru_cache(maxsize=1)
def _state_words() -> frozenset[str]:
    names = [name for state in vocabulary.states() for name in (*state.names, *state.demonyms)]
    return frozenset(stem(word) for name in names for word in _WORD.findall(fold(name)))
