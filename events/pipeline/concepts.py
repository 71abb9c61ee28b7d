"""Words of one meaning as one concept, and opposites as one concept with the other sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.tagger.stems import stem
from events.tagger.words import word_statistics

# Measures whose trigger words are unambiguous enough to stand for one another ("died", "deaths", "toll").
_AMBIGUOUS = frozenset({"body", "bodies", "remains", "suicides", "lives", "graves", "fatal", "hanged", "captured", "capture",
                        "capturing", "seized", "charged", "executed", "eliminated", "burns", "burned", "burnt"})  # fmt: skip
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
        rest = _cut_un(tokens[place])
        if not rest:
            return 1, None
        known = self.phrases.get(rest, ())
        name, sign = next((concept for stems, concept in known if len(stems) == 1), (rest, 1))
        return 1, (name, -sign)

    def of(self, token: str) -> str:
        """The concept of one word, else its stem."""
        _, concept = self.match([token], 0)
        return concept[0] if concept else stem(token)


def _cut_un(token: str) -> str:
    """The stem of what a word in "un" is the opposite of ("unpaid" -> "paid"); "" for other words."""
    if not token.startswith("un") or len(token) < 6 or token in vocabulary.meanings().not_opposites:
        return ""
    rest = stem(token[2:])
    return rest if rest in word_statistics().idf else ""


@lru_cache(maxsize=1)
def load_concepts() -> Concepts:
    index: dict[str, dict[tuple[str, ...], tuple[str, int]]] = {}

    def put(phrase: str, concept: str, sign: int) -> None:
        stems = tuple(map(stem, phrase.lower().split()))
        index.setdefault(stems[0], {}).setdefault(stems, (concept, sign))

    for measure in vocabulary.measures():
        if measure.name in _MEASURES:
            for phrase in (*measure.verbs, *measure.nouns):
                if phrase in _AMBIGUOUS:
                    continue
                put(phrase, f"={measure.name}", 1)
    meanings = vocabulary.meanings()
    for this, that in meanings.opposite:
        for sign, side in ((1, this), (-1, that)):
            for phrase in side:
                put(phrase, f"±{this[0]}", sign)
    for group in meanings.same:
        for phrase in group:
            put(phrase, f"={group[0]}", 1)
    ordered = {first: tuple(sorted(items.items(), key=lambda item: -len(item[0]))) for first, items in index.items()}
    return Concepts(ordered)


@lru_cache(maxsize=1)
def small_words() -> frozenset[str]:
    """Words that are no part of what is said: function words, and the plainest verbs of saying."""
    meanings = vocabulary.meanings()
    return meanings.small | meanings.saying
