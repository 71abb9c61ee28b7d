"""Find candidates for names: runs of capitalised words with their particles, and what the vocabulary knows by exact name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.pipeline.records import Span

from .grammar import PREPOSITIONS, SUBORDINATORS
from .lexicon import Known, Lexicon
from .sentences import STARTERS
from .tokens import Tokens
from .wordlists import word_set
from .words import WordStatistics

_ARABIC_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az|ul|ibn|bin)[-‐‑][^\W\d_]", re.IGNORECASE)
_HYPHENS = re.compile("[-‐‑]")
_OF = frozenset({"of", "for", "and", "&", "on", "de", "del", "des", "du", "da", "do", "dos"})
_AFTER_OF = frozenset({"the", "la", "los", "las", "el"})
MAX_WORDS = 14
MAX_LENGTH = 120
_ENGLISH = word_set("an as at do e i of op ten ter bar den te o a het na es mac mc to")
# Bodies that are named by what they work for or on: "Committee on Foreign Relations", "Centre for Human Rights".
_HEADS_ON = word_set(
    "committee commission council conference board office agency institute center centre department fund bureau ministry "
    "association organisation organization foundation union party movement alliance front campaign society programme program"
)
_POSSESSIVES = frozenset({"’s", "'s"})
_OWNERS = word_set(
    "people women children workers farmers teachers veterans men king queen lloyd mcdonald nurses students"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A run of tokens [first, last) that may be a name; `opens`: it begins a sentence or quotation; `known` when exact."""

    first: int
    last: int
    opens: bool
    known: str = ""


@lru_cache(maxsize=1)
def heads_of() -> frozenset[str]:
    """Words that take "of" and "for" inside a name: "Ministry of", "University of", "Gulf of"."""
    titles = vocabulary.titles()
    words = titles.organization_words | titles.group_words | titles.facility_words | titles.place_words
    return frozenset(
        {word.lower().rsplit(" ", 1)[-1] for word in words} | {"republic", "kingdom", "house", "gulf", "cape"}
    )


@lru_cache(maxsize=1)
def particles() -> frozenset[str]:
    """Small words inside names, without those that are English words first."""
    words = {word.lower() for word in vocabulary.titles().name_particles}
    return frozenset(words - PREPOSITIONS - SUBORDINATORS - _ENGLISH)


def match_known(tokens: Tokens, place: int, lexicon: Lexicon, limit: int | None = None) -> Known | None:
    """The longest vocabulary name that begins at a token, and ends before the token `limit`."""
    for known in lexicon.known.get(tokens.words[place], ()):
        size = len(known.words)
        if limit is not None and place + size > limit:
            continue
        if size == 1 or tuple(tokens.words[place : place + size]) == known.words:
            return known
    return None


def find_candidates(
    tokens: Tokens, sentences: Sequence[Span], lexicon: Lexicon, words: WordStatistics
) -> list[Candidate]:
    """The runs in order, not overlapping."""
    found: list[Candidate] = []
    openings = {start for start, _ in sentences}
    place = 0
    while place < len(tokens):
        known = match_known(tokens, place, lexicon)
        if (
            place + 1 < len(tokens)
            and tokens.words[place + 1] in "$€£"
            and tokens.starts[place + 1] == tokens.ends[place]
        ):
            place += 1  # a currency: US$
            continue
        if known is None and (not is_capitalised(tokens.words[place]) or tokens.words[place] in STARTERS):
            place += 1
            continue
        opens = tokens.starts[place] in openings or (place > 0 and tokens.words[place - 1] in "“\"‘'(:•*—–-«„[")
        last = _extend(tokens, place, lexicon, known)
        known_type = known.type if known is not None and last == place + len(known.words) else ""
        if known is not None and not is_capitalised(tokens.words[place]) and not known_type:
            last, known_type = place + len(known.words), known.type
        if tokens.ends[last - 1] - tokens.starts[place] <= MAX_LENGTH:
            found.append(Candidate(place, last, opens, known_type))
        place = last
    return found


def is_capitalised(word: str) -> bool:
    """Whether a token looks like a part of a name: Musleh, al-Kadhimi, U.S., G7; not a bare number."""
    return word[0].isupper() or (
        word[0].islower()
        and _ARABIC_ARTICLE.match(word) is not None
        and word[-1].isalpha()
        and _HYPHENS.split(word)[1][:1].isupper()
    )


def _extend(tokens: Tokens, place: int, lexicon: Lexicon, known: Known | None) -> int:
    """Where the run that begins at `place` ends."""
    last = place + (len(known.words) if known is not None else 1)
    while last < len(tokens) and last - place < MAX_WORDS:
        word, lower = tokens.words[last], tokens.lower[last]
        if word == "\n" or tokens.words[last - 1] in {"\n"}:
            break
        if is_capitalised(word) and _touches(tokens, last):
            last += 1
            continue
        step = _bridge(tokens, place, last, lower)
        if not step:
            break
        last += step
    return last


def _touches(tokens: Tokens, place: int) -> bool:
    """Whether only a blank parts a token from the one before it."""
    return tokens.starts[place] - tokens.ends[place - 1] <= 1 and tokens.words[place - 1] not in _POSSESSIVES


def _bridge(tokens: Tokens, first: int, place: int, lower: str) -> int:
    """How many small words may be stepped over to a capitalised one: "bin", "van der", "of the"; 0 when none."""
    ahead = place + 1
    if lower in particles() and lower not in _OF:
        while ahead < len(tokens) and tokens.lower[ahead] in particles() and ahead - place < 3:
            ahead += 1
        return ahead - place if _is_name_at(tokens, ahead) else 0
    if lower in _POSSESSIVES:
        return 1 if tokens.lower[place - 1] in _OWNERS and _is_name_at(tokens, ahead) else 0
    if lower not in _OF:
        return 0
    inside = tokens.lower[first:place]
    if lower == "&":
        return 1 if _is_name_at(tokens, ahead) else 0
    if lower == "and":
        joins = inside[0] in heads_of() and ("of" in inside or "for" in inside)
        joins = joins and (place - first) <= 6
        return 1 if joins and _is_name_at(tokens, ahead) else 0
    if lower in {"of", "for", "on"}:
        heads = heads_of() if lower == "of" else _HEADS_ON
        if not any(word in heads for word in inside[-2:]):
            return 0
        if ahead < len(tokens) and tokens.lower[ahead] in _AFTER_OF:
            ahead += 1
    elif ahead < len(tokens) and tokens.lower[ahead] in _AFTER_OF:
        ahead += 1
    return ahead - place if _is_name_at(tokens, ahead) else 0


def _is_name_at(tokens: Tokens, place: int) -> bool:
    return place < len(tokens) and tokens.words[place] != "\n" and is_capitalised(tokens.words[place])
