"""Read what a statement says, so that two can be compared: concepts with their sign, numbers, times, names, mood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from events.pipeline.claim_moods import is_refusal, read_marks, read_moods
from events.pipeline.claim_records import Count, Meaning
from events.pipeline.claim_words import (
    BREAKS,
    Found,
    Hint,
    Part,
    Token,
    join_hints,
    match_phrase,
    read_token,
    split_words,
)
from events.pipeline.concepts import Concepts, load_concepts, small_words
from events.pipeline.figure_bounds import find_interval
from events.pipeline.quantities import Quantity, find_quantities
from events.pipeline.records import FoundFigure

# Statements longer than this are compared by their beginning.
MAX_WORDS = 120
_NEGATING_PHRASES = re.compile(
    r"\b(?:no longer|anything but|far from|(?:a |an )?(?:lie|myth|rumou?r|fabrication|invention) (?:that|to say)|"
    r"(?:false|untrue|wrong|incorrect|nonsense|not true) (?:that|to say)|no (?:evidence|proof|sign|indication|truth)|"
    r"fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|unable to|stop(?:s|ped)? short of|"
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|dismiss(?:es|ed|ing)?|"
    r"run(?:s|ning)? out of|ran out of|lack(?:s|ed|ing)?|(?:is|are|was|were|be) short of|shortages? of|"
    r"did not reach|not reach(?:ed)?)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\bnot only\b|\bno doubt\b|\bno wonder\b|\bnothing but\b|\bnot to mention\b|\bno later than\b|"
                     r"\bno (?:more|fewer|less) than\b|\bnot (?:more|fewer|less) than\b", re.IGNORECASE)  # fmt: skip
_OF_US = re.compile(r"\s+of (?:us|our|my)\b", re.IGNORECASE)
# Added to what is counted already, a part of it, or what remains: no count of the whole.
IS_PART = re.compile(
    r"\b(?:more(?! than)|another|additional|other|others|further|of (?:them|the|those|whom)|including|new)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march(?= \d|\b(?=,| and))|april|june|july|august|"
    r"september|october|november|december|(?:19|20)\d\d|today|yesterday|tomorrow|"
    r"(?:this|last|next) (?:year|month|week|summer|winter|spring|autumn))\b",
    re.IGNORECASE,
)
# Times compare as times, not as words; "march" is left to be a march.
_WHEN = re.compile(
    r"\b(?:on |in |until |by |since )?(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|"
    r"july|august|september|october|november|december|spring|summer|autumn|winter)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CAPITAL = re.compile(r"[A-Z]")
_NAME = re.compile(r"[A-Z][\w’'-]+")
_OPENING, _ENDS = frozenset("\"“‘'("), frozenset('.!?:"“”')


def read_meaning(
    words: str,
    figures: Sequence[FoundFigure] = (),
    *,
    negates: bool = False,
    speaker: str = "",
    modality: str = "",
    hints: int | None = None,
) -> Meaning:
    """Read a statement. `figures`: those found in `words`, offsets in it; `negates`: its cue denies it.

    `hints`: which patterns are tried; by default those that a token of the words may begin.
    """
    tokens = split_words(words)
    hints = join_hints(tokens) if hints is None else hints
    signs, turned, weights = _read_signs(words, tokens, hints, -1 if negates else 1)
    sides = read_side(speaker)
    timed = hints & Hint.TIME
    return Meaning(
        signs=signs,
        turned=frozenset(turned),
        weights=weights,
        counts=tuple(_read_counts(words, find_quantities(words), figures, sides)),
        times=frozenset(match.group().casefold() for match in _TIMES.finditer(words)) if timed else frozenset(),
        names=frozenset(_find_names(words)),
        sides=sides,
        first_person=bool(hints & Hint.FIRST),
        refuses=is_refusal(words, hints),
        moods=read_moods(words, tokens, hints, modality),
        marks=read_marks(words, hints),
        total=sum(weights.values()),
    )


@lru_cache(maxsize=4096)
def read_side(speaker: str) -> frozenset[str]:
    """The concepts of a speaker's own name."""
    concepts, small = load_concepts(), small_words()
    return frozenset(concepts.of(token.text) for token in split_words(speaker) if token.text not in small)


def _find_names(words: str) -> Iterator[str]:
    """Capitalised words inside sentences; the first word of a sentence or a quotation may be any word."""
    end = 0
    for match in _CAPITAL.finditer(words):
        start = match.start()
        if start < end or start == 0:
            continue
        before = words[start - 1]
        if (
            before == "_"
            or before.isalnum()
            or before in _OPENING
            or (before.isspace() and words[start - 2 : start - 1] in _ENDS)
        ):
            continue
        name = _NAME.match(words, start)
        if name is not None:
            end = name.end()
            if not _is_time(name.group()):
                yield name.group().casefold()


def _is_time(word: str) -> bool:
    return word == "I" or (bool(read_token(word).hints & Hint.TIME) and _TIMES.fullmatch(word) is not None)


def _read_signs(
    words: str, tokens: Sequence[Token], hints: int, start_sign: int
) -> tuple[dict[str, int], set[str], dict[str, float]]:
    """Concept -> sign of the clause it stands in (the first one counts), those named by an opposite, and weights."""
    text = _DOUBLE.sub(" ", words) if hints & Hint.DOUBLE else words
    text = _WHEN.sub(" ", text) if hints & Hint.WHEN else text
    if hints & Hint.NEGATION:
        text = _NEGATING_PHRASES.sub(lambda match: " not " + _rest_of(match.group()) + " ", text)
    if text is not words:
        tokens = split_words(text)
    signs: dict[str, int] = {}
    weights: dict[str, float] = {}
    turned: set[str] = set()
    for flips, found in _read_clauses(tokens[:MAX_WORDS]):
        sign = start_sign * (-1 if flips % 2 else 1)
        for concept, parity, weight in found:
            if concept not in signs:
                signs[concept] = sign * parity
                weights[concept] = weight
                if parity < 0:
                    turned.add(concept)
    return signs, turned, weights


def _rest_of(phrase: str) -> str:
    """What a negating phrase says besides the negation: nothing but its "reach"."""
    return "reach" if phrase.lower().startswith(("did not reach", "not reach")) else ""


def _read_clauses(tokens: Sequence[Token]) -> list[tuple[int, list[Found]]]:
    """Each clause as its number of negations and its concepts; a negation inside a phrase belongs to the phrase."""
    clauses: list[tuple[int, list[Found]]] = []
    flips, found, place = 0, [], 0
    while place < len(tokens):
        token = tokens[place]
        phrase = match_phrase(tokens, place) if token.phrases else None
        if phrase is not None:
            found.append(phrase[1])
            place += phrase[0]
            continue
        if token.concept is not None:
            found.append(token.concept)
        elif token.part is Part.FLIP:
            flips += 1
        elif token.part is Part.BREAK:
            clauses.append((flips, found))
            flips, found = 0, []
        place += 1
    return [*clauses, (flips, found)]


def _read_counts(
    words: str,
    quantities: Sequence[Quantity],
    figures: Sequence[FoundFigure],
    sides: frozenset[str],
) -> list[Count]:
    """Each number with what it measures; years and times of day are none."""
    if not quantities:
        return []
    concepts, small = load_concepts(), small_words()
    found = []
    for quantity in quantities:
        figure = next((f for f in figures if f.start <= quantity.start and quantity.end <= f.end), None)
        if quantity.plain and _YEAR.match(words[quantity.start : quantity.end]):
            continue
        if figure is not None and IS_PART.search(f"{figure.who} {words[figure.start : figure.end + 14]}"):
            continue
        noun = _noun_after(words, quantity, concepts)
        if _OF_US.match(words, quantity.last):
            noun = min(sides, default="us")
        if figure is None:
            found.append(Count(find_interval(quantity), "", "", frozenset(), noun))
            continue
        who = frozenset(concepts.of(token.text) for token in split_words(figure.who) if token.text not in small)
        if _OF_US.match(words, quantity.last):
            who = sides or frozenset({"us"})
        found.append(Count(find_interval(figure), figure.measure, figure.unit, who, noun))
    return found


def _noun_after(words: str, quantity: Quantity, concepts: Concepts) -> str:
    for token in split_words(words[quantity.last : quantity.last + 40]):
        if token.text in BREAKS:
            break
        if token.text not in small_words() and token.text[0].isalpha():
            return concepts.of(token.text)
    return ""
