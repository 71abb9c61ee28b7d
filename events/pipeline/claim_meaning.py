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
from events.tagger.stems import stem
from events.tagger.words import word_statistics

# Statements longer than this are compared by their beginning.
MAX_WORDS = 120
_NEGATING_PHRASES = re.compile(
    r"\b(?:no longer|anything but|far from|(?:a |an )?(?:lie|myth|rumou?r|fabrication|invention) (?:that|to say)|"
    r"(?:false|untrue|wrong|incorrect|nonsense|not true) (?:that|to say)|no (?:evidence|proof|sign|indication|truth)|"
    r"fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|unable to|stop(?:s|ped)? short of|"
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|dismiss(?:es|ed|ing)?|"
    r"run(?:s|ning)? out of|ran out of|lack(?:s|ed|ing)?|(?:is|are|was|were|be) short of|shortages? of|"
    r"did not reach|not reach(?:ed)?|"
    r"(?:keep(?:s|ing)?|kept|prevent(?:s|ed|ing)?|bar(?:s|red)|ban(?:s|ned))(?=(?:\s[\w'’]+){1,8}\sfrom\b)|"
    r"(?:stop(?:s|ped)?|cease[sd]?|halt(?:s|ed)?)(?=\s\w+ing\b))\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\bnot only\b|\bno doubt\b|\bno wonder\b|\bnothing (?:but|less than|other than)\b|"
                     r"\bnot to mention\b|\bno later than\b|"
                     r"\bno (?:more|fewer|less) than\b|\bnot (?:more|fewer|less) than\b", re.IGNORECASE)  # fmt: skip
_SHARE_OF = re.compile(r"\s+of (?:the |all |its |their )?([^\W\d_]+)")
_RUMOUR = re.compile(
    r"\A\W*(?:(?:the|a|any|all|his|her|their)\s)?(?:lie|myth|rumou?rs?|reports?|claims?|allegations?|suggestions?|notion|idea|"
    r"accusations?|speculation)\sthat\b",
    re.IGNORECASE,
)
# "Twenty-three (12 Somalis and 11 Yemenis)": what stands in brackets are parts.
_IN_BRACKETS = re.compile(r"\([^()]*\Z")
_IMAGINES = re.compile(r"\b(?:can|could|may|might|would|if|potential\w*|risks?)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;!?]\s")
_LEAVES = frozenset({"leave", "leaves", "left", "leaving"})
_OF_US = re.compile(r"\s+of (?:us|our|my)\b", re.IGNORECASE)
# Added to what is counted already, a part of it, or what remains: no count of the whole.
IS_PART = re.compile(
    r"\b(?:left(?! dead| wounded| injured| homeless)|remain(?:s|ing|ed)?|"
    r"more(?! than)|another|additional|other|others|further|of (?:them|the|those|whom)|including|new)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:an)?others?\b", re.IGNORECASE)
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
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Gen|Col|Capt|Lt|Sgt|Prof|Rev|Hon)\.\s\Z")
# Tenths of a word's uses that are written big, from which it is a name at the beginning of a sentence too.
ALWAYS_BIG = 9
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
    told = _skip_rumour(words) if negates else words
    signs, turned, weights, heads = _read_signs(
        told, tokens if told == words else split_words(told), hints, -1 if negates else 1
    )
    sides = read_side(speaker)
    timed = hints & Hint.TIME
    return Meaning(
        signs=signs,
        turned=frozenset(turned),
        weights=weights,
        counts=tuple(_read_counts(words, find_quantities(words), figures, sides, hints)),
        times=frozenset(match.group().casefold() for match in _TIMES.finditer(words)) if timed else frozenset(),
        names=frozenset(_find_names(words)),
        sides=sides,
        first_person=bool(hints & Hint.FIRST),
        refuses=is_refusal(words, hints),
        moods=read_moods(words, tokens, hints, modality),
        marks=read_marks(words, hints),
        total=sum(weights.values()),
        heads=heads or frozenset(signs),
    )


@lru_cache(maxsize=4096)
def read_side(speaker: str) -> frozenset[str]:
    """The concepts of a speaker's own name."""
    concepts, small = load_concepts(), small_words()
    return frozenset(concepts.of(token.text) for token in split_words(speaker) if token.text not in small)


def _find_names(words: str) -> Iterator[str]:
    """Stems of the names: capitalised words; at the beginning of a sentence those that are seldom written small."""
    end = 0
    for match in _CAPITAL.finditer(words):
        start = match.start()
        before = words[start - 1 : start]
        if start < end or before == "_" or before.isalnum():
            continue
        name = _NAME.match(words, start)
        if name is None or _is_time(name.group()):
            continue
        text = read_token(name.group()).text
        if not _begins_sentence(words, start) or word_statistics().capitals.get(text, 0) >= ALWAYS_BIG:
            end = name.end()
            yield stem(text)


def _begins_sentence(words: str, start: int) -> bool:
    """Whether what stands at a place may be written big for its place alone; "Mr. Holm" is not."""
    before = words[max(0, start - 2) : start]
    if not before or before[-1] in _OPENING:
        return True
    return before[-1].isspace() and before[:1] in _ENDS and _TITLE.search(words, max(0, start - 8), start) is None


def _is_time(word: str) -> bool:
    return word == "I" or (bool(read_token(word).hints & Hint.TIME) and _TIMES.fullmatch(word) is not None)


def _read_signs(
    words: str, tokens: Sequence[Token], hints: int, start_sign: int
) -> tuple[dict[str, int], set[str], dict[str, float], frozenset[str]]:
    """Concept -> sign of the clause it stands in (the first one counts), those named by an opposite, weights, and heads."""
    text = _DOUBLE.sub(" ", words) if hints & Hint.DOUBLE else words
    text = _WHEN.sub(" ", text) if hints & Hint.WHEN else text
    if hints & Hint.NEGATION:
        text = _NEGATING_PHRASES.sub(lambda match: " not " + _rest_of(match.group()) + " ", text)
    if text is not words:
        tokens = split_words(text)
    signs: dict[str, int] = {}
    weights: dict[str, float] = {}
    turned: set[str] = set()
    clauses = _read_clauses(tokens[:MAX_WORDS])
    heads = frozenset(next(([name for name, *_ in found] for _, found in clauses if len(found) > 1), ()))
    for flips, found in clauses:
        sign = start_sign * (-1 if flips % 2 else 1)
        for concept, parity, weight in found:
            if concept not in signs:
                signs[concept] = sign * parity
                weights[concept] = weight
                if parity < 0:
                    turned.add(concept)
    return signs, turned, weights, heads


def _skip_rumour(words: str) -> str:
    """`Denied rumours that he left`: what is denied begins behind the "that"."""
    found = _RUMOUR.match(words)
    return words[found.end() :] if found else words


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
        if token.concept is not None and not _leaves_something(tokens, place):
            found.append(token.concept)
        elif token.part is Part.BREAK or token.part is Part.WITHOUT or _begins_contrast(tokens, place):
            clauses.append((flips, found))
            flips, found = int(token.part is not Part.BREAK), []
        elif token.part is Part.FLIP:
            flips += 1
        place += 1
    return [*clauses, (flips, found)]


def _leaves_something(tokens: Sequence[Token], place: int) -> bool:
    """`Left a statement`: nobody went away."""
    behind = tokens[place + 1].text if place + 1 < len(tokens) else ""
    return tokens[place].text in _LEAVES and behind in {"a", "an"}


def _begins_contrast(tokens: Sequence[Token], place: int) -> bool:
    """`One man and not several`: the "not" is of what stands behind it alone."""
    return place > 0 and tokens[place].part is Part.FLIP and tokens[place - 1].text in {"and", "but"}


def _read_counts(
    words: str,
    quantities: Sequence[Quantity],
    figures: Sequence[FoundFigure],
    sides: frozenset[str],
    hints: int,
) -> list[Count]:
    """Each number with what it measures; years and times of day are none."""
    if not quantities:
        return []
    concepts, small = load_concepts(), small_words()
    found: list[Count] = []
    earlier = ""
    for quantity in quantities:
        figure = next((f for f in figures if f.start <= quantity.start and quantity.end <= f.end), None)
        if (hints & Hint.MODAL and _is_imagined(words, quantity)) or _IN_BRACKETS.search(words, 0, quantity.first):
            continue
        if quantity.plain and _YEAR.match(words[quantity.start : quantity.end]):
            continue
        if figure is not None and _is_part(words, figure, earlier):
            continue
        earlier = figure.measure if figure is not None else earlier
        noun = _noun_after(words, quantity, concepts)
        if _OF_US.match(words, quantity.last):
            noun = min(sides, default="us")
        if figure is None:
            found.append(Count(find_interval(quantity), "", "", frozenset(), noun))
            continue
        who = frozenset(concepts.of(token.text) for token in split_words(figure.who) if token.text not in small)
        if _OF_US.match(words, quantity.last):
            who = sides or frozenset({"us"})
        share = _SHARE_OF.match(words, figure.end) if figure.measure == "percent" else None
        if share is not None:
            who = frozenset({concepts.of(read_token(share.group(1)).text)})
        found.append(Count(find_interval(figure), figure.measure, figure.unit, who, noun))
    return found


def _is_part(words: str, figure: FoundFigure, earlier: str) -> bool:
    """`Killed ten and injured 72 others`: others than the dead, so all of the injured."""
    told = f"{figure.who} {words[figure.start : figure.end + 14]}"
    if earlier not in {"", figure.measure}:
        told = _OTHERS.sub(" ", told)
    return IS_PART.search(told) is not None


def _is_imagined(words: str, quantity: Quantity) -> bool:
    """`A magnitude 6 quake can cause damage`, `it could rise to 100`: no count of what happened."""
    behind = _SENTENCE_END.search(words, quantity.last)
    before = max((match.end() for match in _SENTENCE_END.finditer(words, 0, quantity.first)), default=0)
    return _IMAGINES.search(words, before, behind.start() if behind else len(words)) is not None


def _noun_after(words: str, quantity: Quantity, concepts: Concepts) -> str:
    for token in split_words(words[quantity.last : quantity.last + 40]):
        if token.text in BREAKS:
            break
        if token.text not in small_words() and token.text[0].isalpha():
            return concepts.of(token.text)
    return ""
