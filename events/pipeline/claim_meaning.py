"""Read what a statement says, so that two can be compared: concepts with their sign, numbers, times, names, mood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

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
    r"run(?:s|ning)? out of|ran out of|lack(?:s|ed|ing)?|(?:is|are|was|were|be) short of|shortages? of|"
    r"did not reach|not reach(?:ed)?)\b",
    re.IGNORECASE,
)
# "We deny the charges": what they are is not said, so nothing is said not to be so.
_REFUSES = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed)?|refut(?:e|es|ed))\s+"
    r"(?:(?:all|any|the|these|those|such|his|her|its|their|both)\s+)*(?:\w+\s+)?"
    r"(?:charges?|allegations?|accusations?|claims?|reports?|rumou?rs?)\b",
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
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|am|has|have|had|will|would|shall|should|can|could|may|might|must|did|do|does|wo|ca)\b|"
    r"n['’]t\b|['’](?:s|re|ve|ll|d|m)\b|\A\W*that\s",
    re.IGNORECASE,
)
# Longer than this nothing is called a fragment.
FRAGMENT = 8
# Not to know or to want something does not make it untrue.
_ATTITUDE = re.compile(
    r"\b(?:not|n['’]t|never|no longer)\s+(?:\w+ly\s+)?(?:know|knew|favou?r|support|think|believe|want|plan|expect|recall|"
    r"remember|see|like|agree|understand|intend|feel|hope|wish|aware|sure|certain)\b",
    re.IGNORECASE,
)
# Counts of one's own people are no counts of all.
_OWN = re.compile(
    r"\b(?:its|our|their|his|her)\s+(?:own\s+)?(?:\w+\s)?(?:injured|wounded|dead|losses|casualties|soldiers|troops|men|"
    r"forces|staff|members|personnel|citizens|nationals)\b",
    re.IGNORECASE,
)
# Times compare as times, not as words; "march" is left to be a march.
_WHEN = re.compile(
    r"\b(?:on |in |until |by |since )?(?:the )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|"
    r"july|august|september|october|november|december|spring|summer|autumn|winter)\b",
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
    signs, turned, weights = _read_signs(words, concepts, -1 if negates else 1)
    sides = frozenset(concepts.of(token) for token in _split(speaker) if token not in small_words())
    return Meaning(
        signs=signs,
        turned=frozenset(turned),
        weights=weights,
        counts=tuple(_read_counts(words, quantities, figures, concepts, sides)),
        times=frozenset(match.group().casefold() for match in _TIMES.finditer(words)),
        names=frozenset(match.group().casefold() for match in _CAPITAL.finditer(words) if not _is_time(match.group())),
        sides=sides,
        first_person=any(token in _FIRST for token in _split(words)),
        refuses=_REFUSES.search(words) is not None,
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
        "fragment": _is_fragment(stripped),
        "attitude": _ATTITUDE.search(stripped) is not None,
        "own": _OWN.search(stripped) is not None,
        "possible": modality in {"warned", "threatened"} or _POSSIBLE.search(stripped) is not None,
    }
    return frozenset(name for name, holds in found.items() if holds)


def _is_fragment(words: str) -> bool:
    """Whether a few words have no verb: "the verdicts", "the rule change" say nothing that could hold or not."""
    tokens = _split(words)
    if len(tokens) > FRAGMENT or _VERB.search(words):
        return False
    concepts = load_concepts()
    return not any(token.endswith("ed") or concepts.of(token) in _irregular_verbs() for token in tokens)


@lru_cache(maxsize=1)
def _irregular_verbs() -> frozenset[str]:
    """Concepts of verbs whose past has another stem."""
    return frozenset(
        f"={group[0]}" for group in vocabulary.meanings().same if len(group[0]) < 7 and " " not in group[0]
    )


def _read_marks(words: str) -> frozenset[str]:
    patterns = {"withdraws": _WITHDRAWS, "updates": _UPDATES, "corrects": _CORRECTS}
    return frozenset(name for name, pattern in patterns.items() if pattern.search(words))


def _read_signs(words: str, concepts: Concepts, start_sign: int) -> tuple[dict[str, int], set[str], dict[str, float]]:
    """Concept -> sign of the clause it stands in (the first one counts), those named by an opposite, and weights."""
    text = _DOUBLE.sub(" ", words)
    text = _WHEN.sub(" ", text)
    text = _NEGATING_PHRASES.sub(lambda match: " not " + _rest_of(match.group()) + " ", text)
    signs: dict[str, int] = {}
    weights: dict[str, float] = {}
    turned: set[str] = set()
    for flips, found in _read_clauses(_split(text)[:MAX_WORDS], concepts):
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


Found = tuple[str, int, float]  # concept, parity, weight


def _read_clauses(tokens: Sequence[str], concepts: Concepts) -> list[tuple[int, list[Found]]]:
    """Each clause as its number of negations and its concepts; a negation inside a phrase belongs to the phrase."""
    meanings, small = vocabulary.meanings(), small_words()
    clauses: list[tuple[int, list[Found]]] = []
    flips, found, place = 0, [], 0
    while place < len(tokens):
        word = tokens[place]
        size, concept = concepts.match(tokens, place)
        if concept is not None:
            found.append((*concept, word_statistics().weigh(stem(word))))
        elif word in _BREAK or word in _COMMA or word in meanings.joints:
            clauses.append((flips, found))
            flips, found = 0, []
        elif word in meanings.negations or word.endswith("n't"):
            flips += 1
        elif word[0].isalpha() and len(word) > 1 and word not in small and word not in _FIRST | meanings.amounts:
            root = stem(word)
            found.append((root, 1, word_statistics().weigh(root)))
        place += size
    return [*clauses, (flips, found)]


def _read_counts(
    words: str,
    quantities: Sequence[Quantity],
    figures: Sequence[FoundFigure],
    concepts: Concepts,
    sides: frozenset[str],
) -> list[Count]:
    """Each number with what it measures; years and times of day are none."""
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
        who = frozenset(concepts.of(token) for token in _split(figure.who) if token not in small_words())
        if _OF_US.match(words, quantity.last):
            who = sides or frozenset({"us"})
        found.append(Count(find_interval(figure), figure.measure, figure.unit, who, noun))
    return found


def _noun_after(words: str, quantity: Quantity, concepts: Concepts) -> str:
    for token in _split(words[quantity.last : quantity.last + 40]):
        if token in _BREAK or token in _COMMA:
            break
        if token not in small_words() and token[0].isalpha():
            return concepts.of(token)
    return ""
