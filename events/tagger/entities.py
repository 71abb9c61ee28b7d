"""Names of one document: candidates cut to size, typed one by one, then made to agree across the document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from events import vocabulary
from events.names import fold
from events.pipeline.records import Entity, Span

from .classify import Clues, choose_type, load_clues, score_context, score_name
from .compounds import split_compounds
from .grammar import TIME_WORDS
from .lexicon import Lexicon, load_lexicon
from .names import Candidate, find_candidates, is_capitalised, match_known
from .sentences import STARTERS
from .tokens import Tokens
from .wordlists import word_set
from .words import WordStatistics, word_statistics

KNOWN_CONFIDENCE = 0.95
# The lexicon's size for countries and areas; no town is as large.
WIDE_PLACE = 20_000_000
REPEATED_CONFIDENCE = 0.85
GROUP_CONFIDENCE = 0.9
_MODIFIERS = word_set(
    """
    foreign defense defence interior deputy vice former interim acting senior chief assistant prime finance
    health home first state late ex supreme grand managing executive attorney general associate national then
    lead
    """
)
_NO_NAMES = word_set(
    """
    mr mrs ms dr tv pm am gmt est edt pst utc id ceo cfo coo mp mps mep phd gdp vat covid covid-19 hiv aids
    dna ai it usd eur gbp indigenous km kg cv pdf faq internet google-maps twitter-account photo file ok i’m i've i'm
    i’ve i’ll i'll i
    """
)


# Contractions ("We’ve") and acronyms in the plural ("NGOs").
_NO_NAME = re.compile(
    r"['’](?:ve|re|ll|m|d|t)\Z|\A[A-Z]{2,}s\Z|\A(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?\Z"
)


@dataclass(frozen=True, slots=True)
class _Name:
    """A candidate cut to what may be a name; `titled`: a title or role stood right before it."""

    first: int
    last: int
    opens: bool
    known: str
    titled: bool = False


def find_entities(tokens: Tokens, sentences: Sequence[Span], field: str) -> list[Entity]:
    """The names of a text in order, none overlapping."""
    lexicon, words = load_lexicon(), word_statistics()
    tokens = split_compounds(tokens, lexicon)
    names: list[_Name] = []
    for candidate in find_candidates(tokens, sentences, lexicon, words):
        names.extend(_cut(tokens, candidate, lexicon))
    names = _drop_openers(tokens, names, words, lexicon)
    return [
        _make(tokens, name, kind, confidence, field)
        for name, kind, confidence in _decide(tokens, names, lexicon, words)
    ]


def _make(tokens: Tokens, name: _Name, kind: str, confidence: float, field: str) -> Entity:
    start, end = tokens.starts[name.first], tokens.ends[name.last - 1]
    return Entity(field, start, end, tokens.text[start:end], kind, confidence)


# ---------------------------------------------------------------------------------------------------------------- cutting


def _cut(tokens: Tokens, candidate: Candidate, lexicon: Lexicon) -> Iterator[_Name]:
    """Take titles and openers off, and cut between a role and its name: "Iraqi Prime Minister Kadhimi"."""
    clues = load_clues()
    first, last = candidate.first, candidate.last
    if candidate.known:
        yield _Name(first, last, candidate.opens, candidate.known)
        return
    opens = candidate.opens
    while (
        opens
        and first < last - 1
        and tokens.words[first] in STARTERS
        and match_known(tokens, first, lexicon, last) is None
    ):
        first += 1
    while last > first and not is_capitalised(tokens.words[last - 1]):
        last -= 1
    if first >= last:
        return
    known = match_known(tokens, first, lexicon, last)
    if known is not None and first + len(known.words) == last:
        yield _Name(first, last, opens, known.type)
        return
    role = _last_role(tokens, first, last, clues)
    if role is not None:
        yield from _cut_known(tokens, first, role, opens, lexicon, clues, left_of_role=True)
        if role + 1 < last:
            yield from _cut_known(tokens, role + 1, last, False, lexicon, clues, titled=True)
        return
    yield from _cut_known(tokens, first, last, opens, lexicon, clues)


def _last_role(tokens: Tokens, first: int, last: int, clues: Clues) -> int | None:
    """The last token of a run that is a title or role and does not make an organization's name."""
    if tokens.lower[last - 1] in clues.organizations:
        return None
    for place in range(last - 1, first - 1, -1):
        if tokens.lower[place] in clues.roles or tokens.words[place].rstrip(".") in clues.honorifics:
            following = tokens.lower[place + 1] if place + 1 < last else ""
            if following in {"of", "for"}:
                continue
            return place
    return None


def _cut_known(
    tokens: Tokens,
    first: int,
    last: int,
    opens: bool,
    lexicon: Lexicon,
    clues: Clues,
    titled: bool = False,
    left_of_role: bool = False,
) -> Iterator[_Name]:
    """Split off a known name that leads a run ("Iraqi Shia"), unless the whole is an organization's or place's name."""
    if left_of_role:
        while last > first and tokens.lower[last - 1] in _MODIFIERS:
            last -= 1
        while last > first and not is_capitalised(tokens.words[last - 1]):
            last -= 1
    if first >= last:
        return
    known = match_known(tokens, first, lexicon, last)
    if known is None:
        yield _Name(first, last, opens, "", titled)
        return
    cut = first + len(known.words)
    if cut >= last:
        yield _Name(first, last, opens, known.type)
        return
    if fold(" ".join(tokens.words[first:last])) in lexicon.places:
        yield _Name(first, last, opens, "location")
        return
    tail = tokens.lower[last - 1]
    makes_whole = tail in clues.organizations or tail in clues.facilities or tail in clues.places
    if makes_whole or known.type == "person" or tokens.lower[cut] in {"of", "for", "and", "&"}:
        yield _Name(first, last, opens, "")
        return
    yield _Name(first, cut, opens, known.type)
    yield from _cut_known(tokens, cut, last, False, lexicon, clues, titled)


# ---------------------------------------------------------------------------------------------------------------- choosing


def _drop_openers(tokens: Tokens, names: Sequence[_Name], words: WordStatistics, lexicon: Lexicon) -> list[_Name]:
    """Take off or drop what is capitalised only because a sentence starts there, and what never is a name."""
    clues = load_clues()
    titles = vocabulary.titles()
    never = {word.lower() for word in titles.not_names | titles.months | titles.weekdays}
    inside = {tokens.words[place] for name in names if not name.opens for place in range(name.first, name.last)}
    kept: list[_Name] = []
    for name in names:
        while (
            name.opens
            and not name.known
            and name.last - name.first > 1
            and words.is_common(tokens.lower[name.first])
            and tokens.lower[name.first] not in clues.organizations | clues.places | clues.given
            and tokens.words[name.first] not in inside
            and not any(word in clues.organizations for word in tokens.lower[name.first : name.last])
        ):
            name = replace(name, first=name.first + 1, opens=True)
        lower = tokens.lower[name.first : name.last]
        if all(word in never or word in _NO_NAMES or word in TIME_WORDS for word in lower) and not name.known:
            continue
        if len(lower) == 1 and not name.known and not _may_stand_alone(tokens, name, words, inside, clues):
            continue
        kept.append(name)
    return kept


def _may_stand_alone(tokens: Tokens, name: _Name, words: WordStatistics, inside: set[str], clues: Clues) -> bool:
    word, lower = tokens.words[name.first], tokens.lower[name.first]
    if len(word) < 2 or (len(word) == 2 and word.endswith(".")) or word in STARTERS or _NO_NAME.search(word):
        return False
    if lower in clues.roles or word in clues.honorifics or lower in _MODIFIERS:
        return False
    if name.titled:
        return True
    if name.opens and word not in inside:
        return not words.is_common(lower)
    return not words.is_common(lower) or word.isupper() or lower in clues.organizations


def _decide(
    tokens: Tokens, names: Sequence[_Name], lexicon: Lexicon, words: WordStatistics
) -> list[tuple[_Name, str, float]]:
    """Type each distinct name once, from all its uses, then let short forms follow their long ones."""
    points: dict[tuple[str, ...], dict[str, float]] = {}
    for name in names:
        if name.known:
            continue
        key = tuple(tokens.words[name.first : name.last])
        if key not in points:
            points[key] = score_name(key, lexicon, words)
        if name.titled:
            points[key]["person"] += 4.0
        score_context(tokens, name.first, name.last, points[key])
    chosen = {key: choose_type(score) for key, score in points.items()}
    known_persons = [tokens.words[name.first : name.last] for name in names if name.known == "person"]
    _let_short_forms_follow(chosen, known_persons, lexicon)
    _let_acronyms_follow(tokens, names, chosen)
    return [(name, *_answer(tokens, name, chosen)) for name in names]


def _answer(tokens: Tokens, name: _Name, chosen: dict[tuple[str, ...], tuple[str, float]]) -> tuple[str, float]:
    if name.known:
        return name.known, GROUP_CONFIDENCE if name.known == "group" else KNOWN_CONFIDENCE
    return chosen[tuple(tokens.words[name.first : name.last])]


def _let_short_forms_follow(
    chosen: dict[tuple[str, ...], tuple[str, float]], known_persons: Sequence[Sequence[str]], lexicon: Lexicon
) -> None:
    """A surname is a person where the document has the full name; so is a given name alone."""
    persons: dict[str, int] = defaultdict(int)
    for words in known_persons:
        persons[words[-1]] += len(words) > 1
    for key, (kind, _) in chosen.items():
        if kind == "person" and len(key) > 1:
            persons[key[-1]] += 1
            persons[key[0]] += 1
    for key, (kind, confidence) in chosen.items():
        if len(key) == 1 and kind != "person" and persons.get(key[0]) and not _is_wide(key[0], lexicon):
            chosen[key] = ("person", REPEATED_CONFIDENCE)
        elif len(key) == 1 and kind == "person" and persons.get(key[0]):
            chosen[key] = ("person", max(confidence, REPEATED_CONFIDENCE))


def _is_wide(word: str, lexicon: Lexicon) -> bool:
    """Whether a word names a country or a part of the world, which no surname outweighs."""
    return lexicon.places.get(fold(word), 0) >= WIDE_PLACE


def _let_acronyms_follow(
    tokens: Tokens, names: Sequence[_Name], chosen: dict[tuple[str, ...], tuple[str, float]]
) -> None:
    """`Name (ACRONYM)`: both are of one type, an organization where in doubt."""
    for one, other in pairwise(names):
        if other.first != one.last + 1 or tokens.words[one.last] != "(" or other.known or other.last - other.first != 1:
            continue
        acronym = tokens.words[other.first]
        key = (acronym,)
        if not acronym.isupper() or key not in chosen or one.last - one.first < 2:
            continue
        long = tuple(tokens.words[one.first : one.last])
        kind = one.known or chosen[long][0]
        if kind == "person":
            kind = "organization"
        if not one.known:
            chosen[long] = (kind, REPEATED_CONFIDENCE)
        chosen[key] = (kind, REPEATED_CONFIDENCE)
