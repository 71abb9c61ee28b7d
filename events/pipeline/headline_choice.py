"""Choose an event's title among its articles' headlines: the one that tells plainly what all of them tell of.

The score of a headline is how much of the other headlines' and openings' words it shares, less what makes it loud, vague
or a format. No headline is reworded; where none tells anything, the first sentence of the first article stands in.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from events import vocabulary
from events.tagger.vectors import cut_words
from events.tagger.words import word_statistics

MAX_CHARACTERS = 500
# Words within which a headline tells who did what; shorter ones are labels, longer ones sentences.
FEWEST_WORDS, MOST_WORDS = 5, 16
# What each fault takes off a score whose other part lies between 0 and 1. Chosen on thirty invented sets of headlines
# (tests/pipeline/test_headline_choice.py), no corpus: a plain headline must win over a louder one that shares more words.
FAULTS = {
    "loud": 0.25,
    "shouted": 0.35,
    "exclaims": 0.3,
    "asks": 0.3,
    "teases": 0.35,
    "labelled": 0.25,
    "quotes": 0.15,
    "attributes": 0.1,
    "short": 0.2,
    "long": 0.1,
    "first person": 0.2,
}
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_QUOTE = re.compile(r"[\"“”«»]|(?<!\w)['‘][^'’]{3,}['’](?!\w)")
_SITE = re.compile(r"\s+[|–—-]\s+[^|–—]{2,40}$")
_ATTRIBUTES = re.compile(
    r"(?:^[^:]{2,40}:\s)|(?:[,–—-]\s*[^,]{2,40}\b(?:says?|said|claims?)\.?$)|\b(?:says|claims|according to)\b", re.I
)
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "us", "you", "your", "me"})


@dataclass(frozen=True, slots=True)
class Headline:
    """A candidate. `opening` is the first sentence of its article; `language` decides between equals."""

    article: int
    text: str
    opening: str
    language: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The title with its article (None: no headline told anything), and the score that it won by."""

    text: str
    article: int | None
    score: float


def choose_headline(candidates: Sequence[Headline]) -> Chosen:
    """The most telling of the headlines, given in order of publication: of equals the earlier. "" where there is no word."""
    told = [one for one in candidates if _WORD.search(one.text)]
    # Titles in one language are compared with each other: English where there is one, else the first article's.
    english = [one for one in told if one.language.startswith("en")]
    told = english or [one for one in told if one.language == told[0].language]
    if not told:
        opening = next((one for one in candidates if one.opening.strip()), None)
        return Chosen(opening.opening[:300].strip() if opening else "", opening.article if opening else None, 0.0)
    common = _weigh_common(told)
    scored = [(score_headline(one.text, common), -place, one) for place, one in enumerate(told)]
    score, _, best = max(scored, key=lambda entry: entry[:2])
    return Chosen(clean_headline(best.text)[:MAX_CHARACTERS], best.article, round(score, 3))


def clean_headline(text: str) -> str:
    """The headline on one line, without the site's name behind a bar."""
    line = " ".join(text.split())
    return _SITE.sub("", line) if "|" in line else line


def score_headline(text: str, common: dict[str, float]) -> float:
    """How much of what all tell it tells (0 to 1), less its faults."""
    words = set(cut_words(text))
    # Exact, so that the order of a set, another in each process, decides nothing between two that tell the same.
    shared = math.fsum(common.get(word, 0.0) for word in words)
    return shared - sum(FAULTS[fault] for fault in find_faults(text))


def find_faults(text: str) -> list[str]:
    """The names of FAULTS that a headline has."""
    line = clean_headline(text)
    words = [word.lower() for word in _WORD.findall(line)]
    known = vocabulary.headlines()
    letters = [letter for letter in line if letter.isalpha()]
    lower = line.lower()
    checks = {
        "loud": any(word in known.loud for word in words),
        "shouted": len(letters) > 12 and sum(letter.isupper() for letter in letters) > 0.6 * len(letters),
        "exclaims": "!" in line,
        "asks": "?" in line,
        "teases": any(f"{lower} ".startswith(f"{teaser} ") for teaser in known.teasers) or lower.endswith(("...", "…")),
        "labelled": bool(words) and words[0] in known.labels and len(words) > 1,
        "quotes": bool(_QUOTE.search(line)),
        "attributes": bool(_ATTRIBUTES.search(line)),
        "short": len(words) < FEWEST_WORDS,
        "long": len(words) > MOST_WORDS,
        "first person": any(word in _FIRST_PERSON for word in words),
    }
    return [name for name, has in checks.items() if has]


def _weigh_common(told: Sequence[Headline]) -> dict[str, float]:
    """What the words of the headlines weigh: by how many articles have them in headline or opening, and how rare they
    are; the heaviest dozen add up to 1."""
    statistics = word_statistics()
    having: Counter[str] = Counter()
    for one in told:
        having.update({*cut_words(one.text), *cut_words(one.opening)})
    in_titles = {word for one in told for word in cut_words(one.text)}
    weights = {word: having[word] / len(told) * statistics.weigh(word) for word in in_titles}
    heaviest = sorted(weights.values(), reverse=True)[:12]
    total = sum(heaviest)
    return {word: weight / total for word, weight in weights.items()} if total else {}
