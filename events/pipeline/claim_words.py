"""Read the words of a claim once: each token with what it means, and which patterns are worth trying on the whole.

Trying every pattern on every claim took 0.5 ms a claim; a token's part in it is the same wherever it stands, so it is
worked out once for each word and kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from events import vocabulary
from events.pipeline.concepts import load_concepts, small_words
from events.tagger.stems import stem
from events.tagger.words import word_statistics

# The mark that opens a quotation of some length is a token too: what stands before it is another sentence's.
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[.,;:!?—–()]|[\"“](?=[A-Z][^\"”“]{24,})")
_APOSTROPHE = re.compile("['’]")
BREAKS = frozenset('.;:!?—–,"“')
FIRST_PERSON = frozenset({"i", "we", "our", "us", "my", "me", "ours", "mine"})
# Distinct tokens that are kept; about 300 bytes each.
KEPT = 65_536


class Hint:
    """Bits: what a token may begin or be a part of. A pattern is tried only where one of its tokens stands."""

    TIME, WHEN, REFUSAL, QUESTION, DEMAND, CONDITION, POSSIBLE, WITHDRAWAL, UPDATE, CORRECTION, DOUBLE, NEGATION = (
        1 << n for n in range(12)
    )
    ATTITUDE, OWN, FIRST, NORM, MODAL = (1 << n for n in range(12, 17))


_DAYS = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|april|june|july|august|september|october|"
    r"november|december"
)
# Each matches the beginning of a token in small letters, or of a part of it beside an apostrophe. A hint must hold for
# some token wherever its pattern matches; a property test compares both ways of reading.
_HINTS = {
    Hint.TIME: rf"(?:{_DAYS}|march|(?:19|20)\d\d|today|yesterday|tomorrow|year|month|week|summer|winter|spring|autumn)\Z",
    Hint.WHEN: rf"(?:{_DAYS}|spring|summer|autumn|winter)\Z",
    Hint.REFUSAL: r"den(?:y|ies|ied|ying)\Z|reject|dismiss|refut",
    Hint.QUESTION: r"\?",
    Hint.DEMAND: r"(?:let|stop|leave|release|free|please|must|should|ought|!)\Z",
    Hint.CONDITION: r"(?:if|unless|whether|should|were|provided|case)\Z",
    Hint.POSSIBLE: r"(?:may|might|could|possibly|perhaps|likely|probably|maybe)\Z",
    Hint.WITHDRAWAL: r"withdr[ae]w|retract|back\Z|recant|longer\Z|wrong|mistake|incorrect|false|error|drop|"
    r"apologi[sz]|disown|rescind|revok|delet|earlier|contrary",
    Hint.UPDATE: r"rais|revis|lower|updat|risen|climbed|fallen|dropped|grown|rose|fell|grew|jumped|"
    r"(?:now|puts?|far|since|cut|meanwhile|after|meantime|make)\Z",
    Hint.CORRECTION: r"correct|acknowledg|admit|conced|clarif|revers|backtrack|amend|contrary|after\Z|initially|first\Z|"
    r"thoughts?\Z",
    Hint.DOUBLE: r"(?:not|no|nothing)\Z",
    Hint.NEGATION: r"(?:no|not|far|lie|myth|rumou?r|fabrication|invention)\Z|anything|false|untrue|wrong|incorrect|nonsense|"
    r"fail|refus|declin|unable|stop|den(?:y|ies|ied|ying)\Z|reject|refut|rebut|dismiss|r[ua]n|lack|short|keep|kept\Z|prevent|bar|ban|ceas|halt",
    Hint.ATTITUDE: r"(?:not|never|no)\Z|.*n['’]t\Z",
    Hint.OWN: r"(?:its|our|their|his|her)\Z",
    Hint.NORM: r"(?:should|must|ought|needs?|have|has)\Z",
    Hint.MODAL: r"(?:can|could|may|might|would|if|risks?)\Z|potential",
}  # fmt: skip
_COMPILED = tuple((hint, re.compile(pattern)) for hint, pattern in _HINTS.items())
_ANY_HINT = re.compile("|".join(f"(?:{pattern})" for pattern in _HINTS.values()))


Found = tuple[str, int, float]  # concept, sign, weight
Phrase = tuple[tuple[str, ...], tuple[str, int]]  # stems, (concept, sign)


class Part(IntEnum):
    """What a token does in a clause. WITHOUT: it turns round what stands behind it, not the clause."""

    NOTHING = 0
    CONCEPT = 1
    BREAK = 2
    FLIP = 3
    WITHOUT = 4


@dataclass(frozen=True, slots=True)
class Token:
    """A token in small letters, without a possessive ending, and what it does where no phrase begins with it.

    `concept` has the sign and weight where it names one; `phrases` are those of several words that it may begin.
    """

    text: str
    part: Part
    concept: Found | None
    phrases: tuple[Phrase, ...]
    hints: int


def split_words(text: str) -> list[Token]:
    """The tokens of a text in order."""
    return [read_token(written) for written in _TOKEN.findall(text)]


def join_hints(tokens: list[Token]) -> int:
    found = 0
    for token in tokens:
        found |= token.hints
    return found


@lru_cache(maxsize=KEPT)
def read_token(written: str) -> Token:
    """Work a token out, as written."""
    lower = written.lower()
    text = lower.replace("’", "'").removesuffix("'s")
    concepts, root = load_concepts(), stem(text)
    phrases = tuple(phrase for phrase in concepts.phrases.get(root, ()) if len(phrase[0]) > 1)
    part, concept = _read_part(text, root, concepts.match([text], 0)[1])
    return Token(text, part, concept, phrases, _read_hints(lower, text))


def match_phrase(tokens: Sequence[Token], place: int) -> tuple[int, Found] | None:
    """The longest phrase that begins at a token with more than one word: how many tokens it has, and its concept."""
    for stems, concept in tokens[place].phrases:
        if place + len(stems) <= len(tokens) and all(
            stem(tokens[place + step].text) == stems[step] for step in range(1, len(stems))
        ):
            return len(stems), (*concept, word_statistics().weigh(stem(tokens[place].text)))
    return None


def _read_hints(lower: str, text: str) -> int:
    found = Hint.FIRST if text in FIRST_PERSON else 0
    for piece in {lower, *_APOSTROPHE.split(lower)}:
        if _ANY_HINT.match(piece):
            for hint, pattern in _COMPILED:
                if pattern.match(piece):
                    found |= hint
    return found


def _read_part(text: str, root: str, concept: tuple[str, int] | None) -> tuple[Part, Found | None]:
    if concept is not None:
        return Part.CONCEPT, (*concept, word_statistics().weigh(root))
    meanings = vocabulary.meanings()
    if text in BREAKS or text in meanings.joints:
        return Part.BREAK, None
    if text == "without":
        return Part.WITHOUT, None
    if text in meanings.negations or text.endswith("n't"):
        return Part.FLIP, None
    if text[:1].isalpha() and len(text) > 1 and text not in _empty_words():
        return Part.CONCEPT, (root, 1, word_statistics().weigh(root))
    return Part.NOTHING, None


@lru_cache(maxsize=1)
def _empty_words() -> frozenset[str]:
    return small_words() | FIRST_PERSON | vocabulary.meanings().amounts
