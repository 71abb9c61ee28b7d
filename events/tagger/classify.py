"""Say what a name is, by adding up hints from the name itself and from the words around each of its uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.names import fold

from .grammar import PREPOSITIONS
from .lexicon import Lexicon
from .tokens import Tokens
from .wordlists import word_set
from .words import WordStatistics

TYPES = ("person", "organization", "location")
_SPEAKING = word_set("said says told added wrote asked noted explained tweeted argued stressed")
_AT_PLACE = {
    "in": 2.0,
    "near": 2.5,
    "at": 1.0,
    "from": 0.8,
    "across": 1.5,
    "outside": 1.5,
    "to": 0.5,
    "around": 1.0,
    "throughout": 2.0,
}
_ROMAN = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XXIII"})


@dataclass(frozen=True, slots=True)
class Clues:
    """The word lists in the shape that typing needs: last words of multi-word entries, lower case."""

    organizations: frozenset[str]
    media: frozenset[str]
    places: frozenset[str]
    facilities: frozenset[str]
    roles: frozenset[str]
    honorifics: frozenset[str]
    given: frozenset[str]


@lru_cache(maxsize=1)
def load_clues() -> Clues:
    titles = vocabulary.titles()

    def last_words(words: frozenset[str]) -> frozenset[str]:
        return frozenset(word.lower().rsplit(" ", 1)[-1] for word in words)

    organizations = last_words(titles.organization_words | titles.group_words | titles.media_words)
    return Clues(
        organizations=organizations,
        media=last_words(titles.media_words),
        places=last_words(titles.place_words) - organizations,
        facilities=last_words(titles.facility_words),
        roles=last_words(titles.roles | titles.role_nouns) - organizations,
        honorifics=frozenset(word.rstrip(".").rsplit(" ", 1)[-1] for word in titles.honorifics),
        given=vocabulary.given_names(),
    )


def score_name(name: Sequence[str], lexicon: Lexicon, words: WordStatistics) -> dict[str, float]:
    """What the words of a name alone say, as points by type."""
    clues = load_clues()
    lower = [word.lower() for word in name]
    last, first = lower[-1], lower[0]
    points = dict.fromkeys(TYPES, 0.0)
    if last in clues.facilities or last in clues.places:
        points["location"] += 4.0
    elif last in clues.organizations:
        points["organization"] += 5.0
    elif any(word in clues.organizations for word in lower):
        points["organization"] += 4.0
    elif first in clues.places or first in clues.facilities:
        points["location"] += 3.0
    if len(name) == 1 and name[0].isupper() and 2 <= len(last) <= 7:
        points["organization"] += 3.0
        points["person"] -= 2.0
    if any(word in {"and", "&", "for", "on", "of"} for word in lower):
        points["organization"] += 2.0
    size = lexicon.places.get(fold(" ".join(name)), 0)
    if size:
        doubtful = len(name) == 1 and (words.is_common(last) or first in clues.given)
        large = size >= 100_000 or len(name) > 1
        points["location"] += (2.0 if large else 1.0) if doubtful else 3.5 if large else 2.0
    if len(name) > 1:
        if first.replace("’", "'") in clues.given:
            points["person"] += 3.0
        common = sum(words.is_common(word) for word in lower)
        points["organization"] += 1.5 * (common > 0) + 1.0 * (len(name) > 3)
        points["person"] += 1.5 if len(name) <= 3 and not common else -1.0 if common else 0.0
    elif first in clues.given:
        points["person"] += 1.5
    return points


def score_context(tokens: Tokens, first: int, last: int, points: dict[str, float]) -> None:
    """What the words around one use say; adds to `points`."""
    clues = load_clues()
    before = tokens.lower[first - 1] if first else ""
    after = tokens.lower[last] if last < len(tokens) else ""
    behind = tokens.lower[last + 1] if last + 1 < len(tokens) else ""
    if first and tokens.words[first - 1].rstrip(".") in clues.honorifics:
        points["person"] += 6.0
    elif before in clues.roles:
        points["person"] += 3.5
    elif before == "the":
        points["organization"] += 1.5
        points["person"] -= 2.5
    elif before in _AT_PLACE:
        points["location"] += _AT_PLACE[before]
        points["person"] -= 0.3
    elif before == "by" or before == "with":
        points["person"] += 0.3
    if after in _SPEAKING:
        points["person"] += 1.2
        points["organization"] += 0.5
        points["location"] -= 0.7
    elif after == "," and behind.isdigit() and len(behind) <= 2:
        points["person"] += 4.0
    elif after in {"who", "himself", "herself"}:
        points["person"] += 3.0
    elif after == "," and behind in {"who", "whose"}:
        points["person"] += 2.0
    elif after in clues.places and tokens.words[last].islower():
        points["location"] += 3.0
    elif after in clues.media and tokens.words[last].islower():
        points["organization"] += 3.0
    elif before in PREPOSITIONS and after == "," and last + 1 < len(tokens) and tokens.words[last + 1][:1].isupper():
        points["location"] += 1.0


def choose_type(points: dict[str, float]) -> tuple[str, float]:
    """The type with most points, and a confidence from 0.3 to 0.95 by its lead."""
    ranked = sorted(points.items(), key=lambda item: -item[1])
    lead = ranked[0][1] - ranked[1][1]
    return ranked[0][0], round(min(0.95, 0.45 + 0.1 * lead), 2)
