"""Words of one meaning as one concept, and opposites as one concept with the other sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.tagger.stems import stem

# Measures whose trigger words are unambiguous enough to stand for one another ("died", "deaths", "toll").
_MEASURES = ("killed", "injured", "arrested", "infected")


@dataclass(frozen=True, slots=True)
class Concepts:
    """Phrases by their first stem, longest first: (stems, (concept, sign))."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, int]], ...]]

    def match(self, tokens: Sequence[str], place: int) -> tuple[int, tuple[str, int] | None]:
        """How many tokens from a place on name a concept, and which with what sign; (1, None) for no concept."""
        for stems, concept in self.phrases.get(stem(tokens[place]), ()):
            if len(stems) == 1 or tuple(map(stem, tokens[place : place + len(stems)])) == stems:
                return len(stems), concept
        return 1, None

    def of(self, token: str) -> str:
        """The concept of one word, else its stem."""
        _, concept = self.match([token], 0)
        return concept[0] if concept else stem(token)


@lru_cache(maxsize=1)
def load_concepts() -> Concepts:
    index: dict[str, dict[tuple[str, ...], tuple[str, int]]] = {}

    def put(phrase: str, concept: str, sign: int) -> None:
        stems = tuple(map(stem, phrase.lower().split()))
        index.setdefault(stems[0], {}).setdefault(stems, (concept, sign))

    for measure in vocabulary.measures():
        if measure.name in _MEASURES:
            for phrase in (*measure.verbs, *measure.nouns):
                put(phrase, f"={measure.name}", 1)
    ordered = {first: tuple(sorted(items.items(), key=lambda item: -len(item[0]))) for first, items in index.items()}
    return Concepts(ordered)


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    """Words that are no part of what is said: function words, and the plainest verbs of saying."""
    meanings = vocabulary.meanings()
    return meanings.small | meanings.saying
