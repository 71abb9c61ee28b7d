"""Read what a statement says, so that two can be compared: concepts with their sign, numbers, times, names, mood."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events import vocabulary
from events.pipeline.claim_records import Count, Meaning
from events.pipeline.concepts import Concepts, load_concepts, small_words
from events.pipeline.figure_bounds import find_interval
from events.pipeline.quantities import Quantity, find_quantities
from events.pipeline.records import FoundFigure
from events.tagger.stems import stem
from events.tagger.words import word_statistics

# Statements longer than this are compared by their beginning.
MAX_WORDS = 120
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.,;:!?—–()]")
_BREAK = frozenset(".;:!?—–")
_COMMA = frozenset(",")
_NEGATING_PHRASES = re.compile(
    r"\b(?:no longer|anything but|far from|(?:a |an )?(?:lie|myth|rumou?r|fabrication|invention) (?:that|to say)|"
    r"(?:false|untrue|wrong|incorrect|nonsense|not true) (?:that|to say)|no (?:evidence|proof|sign|indication|truth)|"
    r"fail(?:s|ed|ing)? to|refus(?:e|es|ed|ing) to|declin(?:e|es|ed|ing) to|unable to|stop(?:s|ped)? short of|"
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted)?|dismiss(?:es|ed|ing)?|"
    r"did not reach|not reach(?:ed)?)\b",
    re.IGNORECASE,
)
_DOUBLE = re.compile(r"\bnot only\b|\bno doubt\b|\bno wonder\b|\bnothing but\b|\bnot to mention\b|\bno later than\b|"
                     r"\bno (?:more|fewer|less) than\b|\bnot (?:more|fewer|less) than\b", re.IGNORECASE)  # fmt: skip
_QUESTION = re.compile(
    r"\?\s*[\"”’']?\s*\Z|\A(?:did|does|do|is|are|was|were|why|how|who|whether|has|have)\b[^.]*\?", re.I
)
_DEMAND = re.compile(r"\A[\"“'‘]?\s*(?:let|stop|leave|release|free|please|must|should|ought)\b|!\s*[\"”’']?\s*\Z", re.I)
_CONDITION = re.compile(r"\A[\"“'‘]?\s*(?:if|unless|should|were)\b|\b(?:if|unless|provided that|in case)\b", re.I)
_POSSIBLE = re.compile(r"\b(?:may|might|could|possibly|perhaps|likely|probably|maybe)\b", re.I)
_WITHDRAWS = re.compile(
    r"\b(?:withdr[ae]w\w*|retract\w*|(?:take|takes|took|taking|taken) back|recant\w*|no longer|"
    r"(?:was|were|is|had been) (?:a )?(?:wrong|mistaken?|incorrect|false|in error|an error)|was a mistake|"
    r"drop(?:s|ped)? the (?:charge|claim|accusation|case)s?|apologi[sz]\w+ for|disown\w*|rescind\w*|revok\w*|"
    r"delet\w+|earlier (?:message|report|statement|claim)|contrary to (?:its|his|her|their) (?:first|earlier))\b",
    re.IGNORECASE,
)
_UPDATES = re.compile(
    r"\b(?:rais(?:e|es|ed|ing)|revis(?:e|es|ed|ing|ion)|lower(?:s|ed|ing)?|updat(?:e|es|ed|ing)|"
    r"(?:has|have|had)? ?(?:risen|climbed|fallen|dropped|grown) to|(?:rose|climbed|fell|dropped|grew|jumped) to|"
    r"now|put it at|puts it at|so far|since|cut its|by now|meanwhile|after all|in the meantime|make that)\b",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"\b(?:correct(?:s|ed|ion|ing)|acknowledg\w*|admit\w*|conced\w*|clarif\w*|revers\w*|backtrack\w*|amend\w*|"
    r"contrary to|after an (?:inquiry|investigation)|initially|at first|first statement|on second thoughts?|after all)\b",
    re.IGNORECASE,
)
_FIRST = frozenset({"i", "we", "our", "us", "my", "me", "ours", "mine"})
_TIMES = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march(?= \d|\b(?=,| and))|april|june|july|august|"
    r"september|october|november|december|(?:19|20)\d\d|today|yesterday|tomorrow|"
    r"(?:this|last|next) (?:year|month|week|summer|winter|spring|autumn))\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_CAPITAL = re.compile(r"(?<![.!?:\"“”]\s)(?<!\A)(?<![\"“‘'(])\b[A-Z][\w’'-]+")


def read_meaning(
    words: str, figures: Sequence[FoundFigure] = (), *, negates: bool = False, speaker: str = "", modality: str = ""
) -> Meaning:
    """Read a statement. `figures`: those found in `words`, offsets in it; `negates`: its cue denies it."""
    concepts = load_concepts()
    quantities = find_quantities(words)
    signs, weights = _read_signs(words, quantities, concepts, -1 if negates else 1)
    sides = frozenset(concepts.of(token) for token in _split(speaker) if token not in small_words())
    return Meaning(
        signs=signs,
        weights=weights,
        counts=tuple(_read_counts(words, quantities, figures, concepts)),
        times=frozenset(match.group().casefold() for match in _TIMES.finditer(words)),
        names=frozenset(match.group().casefold() for match in _CAPITAL.finditer(words) if not _is_time(match.group())),
        sides=sides,
        first_person=any(token in _FIRST for token in _split(words)),
        moods=_read_moods(words, modality),
        marks=_read_marks(words),
    )


def _is_time(word: str) -> bool:
    return _TIMES.fullmatch(word) is not None or word == "I"


def _split(text: str) -> list[str]:
    return [match.group().lower().replace("’", "'").removesuffix("'s") for match in _TOKEN.finditer(text)]


def _read_moods(words: str, modality: str) -> frozenset[str]:
    stripped = words.strip()
    found = {
        "question": modality == "asked" or _QUESTION.search(stripped) is not None,
        "demand": modality in {"demanded", "asked"} or _DEMAND.search(stripped) is not None,
        "condition": _CONDITION.search(stripped) is not None,
        "possible": modality in {"warned", "threatened"} or _POSSIBLE.search(stripped) is not None,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _read_marks(words: str) -> frozenset[str]:
    patterns = {"withdraws": _WITHDRAWS, "updates": _UPDATES, "corrects": _CORRECTS}
    return frozenset(name for name, pattern in patterns.items() if pattern.search(words))


def _read_signs(
    words: str, quantities: Sequence[Quantity], concepts: Concepts, start_sign: int
) -> tuple[dict[str, int], dict[str, float]]:
    """Concept -> sign of the clause it stands in (the first one counts), and its weight."""
    text = _DOUBLE.sub(" ", words)
    text = _NEGATING_PHRASES.sub(lambda match: " not " + _rest_of(match.group()) + " ", text)
    negations = vocabulary.meanings().negations
    tokens = _split(text)[:MAX_WORDS]
    signs: dict[str, int] = {}
    weights: dict[str, float] = {}
    sign = start_sign
    for start, end in _clauses(tokens):
        clause = tokens[start:end]
        flips = sum(token in negations or token.endswith("n't") for token in clause)
        sign = start_sign * (-1 if flips % 2 else 1)
        for concept, parity, weight in _concepts_of(clause, concepts):
            if concept not in signs:
                signs[concept] = sign * parity
                weights[concept] = weight
    return signs, weights


def _rest_of(phrase: str) -> str:
    """What a negating phrase says besides the negation: nothing but its "reach"."""
    return "reach" if phrase.lower().startswith(("did not reach", "not reach")) else ""


def _clauses(tokens: Sequence[str]) -> list[tuple[int, int]]:
    joints = vocabulary.meanings().joints
    found, start = [], 0
    for place, token in enumerate(tokens):
        if token in _BREAK or token in joints or token in _COMMA:
            if place > start:
                found.append((start, place))
            start = place + 1
    if start < len(tokens):
        found.append((start, len(tokens)))
    return found


def _concepts_of(clause: Sequence[str], concepts: Concepts) -> list[tuple[str, int, float]]:
    found = []
    place = 0
    small, negations = small_words(), vocabulary.meanings().negations
    while place < len(clause):
        size, concept = concepts.match(clause, place)
        word = clause[place]
        if concept is None:
            place += 1
            if word in small or word in negations or word in _FIRST or word[0].isdigit() or not word[0].isalpha():
                continue
            if word.endswith("n't") or len(word) < 2:
                continue
            root = stem(word)
            found.append((root, 1, word_statistics().weigh(root)))
            continue
        name, parity = concept
        found.append((name, parity, word_statistics().weigh(stem(clause[place]))))
        place += size
    return found


def _read_counts(
    words: str, quantities: Sequence[Quantity], figures: Sequence[FoundFigure], concepts: Concepts
) -> list[Count]:
    """Each number with what it measures; years and times of day are none."""
    found = []
    for quantity in quantities:
        figure = next((f for f in figures if f.start <= quantity.start and quantity.end <= f.end), None)
        if quantity.plain and _YEAR.match(words[quantity.start : quantity.end]):
            continue
        noun = _noun_after(words, quantity, concepts)
        if figure is None:
            found.append(Count(find_interval(quantity), "", "", frozenset(), noun))
            continue
        who = frozenset(concepts.of(token) for token in _split(figure.who) if token not in small_words())
        found.append(Count(find_interval(figure), figure.measure, figure.unit, who, noun))
    return found


def _noun_after(words: str, quantity: Quantity, concepts: Concepts) -> str:
    for token in _split(words[quantity.last : quantity.last + 40]):
        if token in _BREAK or token in _COMMA:
            break
        if token not in small_words() and token[0].isalpha():
            return concepts.of(token)
    return ""
