"""What is compared of an article or an event: its words, names, places, numbers and dates as weighted terms.

An event's profile is the sum of its articles' profiles, so that it can be kept up to date without reading them again.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from events.cluster.dates import find_days, find_years
from events.pipeline.records import Entity, ReadArticle
from events.tagger.stems import stem
from events.tagger.vectors import cut_words
from events.tagger.words import word_statistics

# What a profile consists of. Each part is a sum of unit vectors, one an article.
PARTS = ("words", "lead", "people", "bodies", "places", "numbers", "counted", "days", "years")
TITLE_WEIGHT = 2
LEAD_WORDS = 60
# A live blog of 10,000 words must not cost more than a long report; what happened stands in front.
MAX_WORDS = 3_000
# Terms kept of an article and of an event, the heaviest first: an event of 500 articles costs no more than one of 20.
MAX_TERMS = 200
MAX_EVENT_TERMS = 400
SECONDS_A_DAY = 86_400.0

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?!\w)")
_NAME_PARTS = {"person": "people", "organization": "bodies", "group": "bodies", "location": "places"}


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """Weighted terms: `keys` ascending (hashes of the terms), `weights` beside them."""

    keys: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.float32]

    def norm(self) -> float:
        return float(np.sqrt(np.dot(self.weights, self.weights)))


EMPTY = Terms(np.zeros(0, dtype=np.uint32), np.zeros(0, dtype=np.float32))


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What is compared. `having`: how many of the `size` articles have anything in a part; times in days of the epoch."""

    size: int
    parts: Mapping[str, Terms]
    having: Mapping[str, int]
    length: float
    first: float | None
    last: float | None


def make_profile(title: str, text: str, entities: Iterable[Entity], published: datetime | None) -> Profile:
    """The profile of one article; never raises for what it says."""
    title_words, body = cut_words(title), cut_words(text[: MAX_WORDS * 12])[:MAX_WORDS]
    counts = Counter(body)
    for word in title_words:
        counts[word] += TITLE_WEIGHT
    names: dict[str, Counter[str]] = {part: Counter() for part in ("people", "bodies", "places")}
    for entity in entities:
        if (part := _NAME_PARTS.get(entity.type)) is not None:
            names[part].update(cut_name(entity.text))
    whole = f"{title}. {text[: MAX_WORDS * 12]}"
    days = find_days(whole)
    parts = {
        "words": _weigh(counts),
        "lead": _weigh(Counter(title_words + body[:LEAD_WORDS])),
        **{part: _weigh(found) for part, found in names.items()},
        "numbers": _unit(_numbers(whole)),
        "counted": _unit(_counted(whole)),
        "days": _unit({f"{month}-{day}": 1.0 for _, month, day in days}),
        "years": _unit({str(year): 1.0 for year in {*find_years(whole)}}),
    }
    day = published.timestamp() / SECONDS_A_DAY if published else None
    having = {part: int(terms.keys.size > 0) for part, terms in parts.items()}
    return Profile(1, parts, having, math.log1p(len(body)), day, day)


def profile_article(article: ReadArticle) -> Profile:
    return make_profile(article.title, article.text, article.reading.entities, article.published_at)


def add_profiles(one: Profile, other: Profile) -> Profile:
    """The profile of two groups of articles together."""
    return Profile(
        one.size + other.size,
        {part: _add(one.parts[part], other.parts[part]) for part in PARTS},
        {part: one.having[part] + other.having[part] for part in PARTS},
        one.length + other.length,
        _either(min, one.first, other.first),
        _either(max, one.last, other.last),
    )


def key_of(term: str) -> int:
    """The hash under which a term is kept: 32 bits, the same in every process."""
    return crc32(term.encode("utf-8", "replace"))


def keys_of(text: str) -> list[int]:
    """The keys of the words of a name or text."""
    return [_key(word) for word in cut_name(text)]


@lru_cache(maxsize=65_536)
def cut_name(text: str) -> tuple[str, ...]:
    """The words of a name. The same names come again and again: nine of ten calls of a batch are answered at once."""
    return tuple(cut_words(text))


def _either(choose: Callable[[float, float], float], one: float | None, other: float | None) -> float | None:
    if one is None or other is None:
        return one if other is None else other
    return choose(one, other)


_key = lru_cache(maxsize=65_536)(key_of)


def _weigh(counts: Mapping[str, int]) -> Terms:
    statistics = word_statistics()
    return _unit({word: (1.0 + math.log(n)) * statistics.weigh(word) for word, n in counts.items()})


def _unit(weights: Mapping[str, float]) -> Terms:
    if not weights:
        return EMPTY
    by_key: dict[int, float] = {}
    for word, weight in weights.items():
        if weight > 0:
            by_key[_key(word)] = by_key.get(_key(word), 0.0) + weight
    terms = _cap(by_key, MAX_TERMS)
    norm = terms.norm()
    return Terms(terms.keys, terms.weights / norm) if norm else EMPTY


def _cap(by_key: Mapping[int, float], most: int) -> Terms:
    heaviest = sorted(by_key.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
    heaviest.sort()
    keys = np.fromiter((key for key, _ in heaviest), dtype=np.uint32, count=len(heaviest))
    return Terms(keys, np.fromiter((w for _, w in heaviest), dtype=np.float32, count=len(heaviest)))


def _add(one: Terms, other: Terms) -> Terms:
    if not one.keys.size or not other.keys.size:
        return other if not one.keys.size else one
    keys, places = np.unique(np.concatenate([one.keys, other.keys]), return_inverse=True)
    weights = np.bincount(places, np.concatenate([one.weights, other.weights])).astype(np.float32)
    if keys.size > MAX_EVENT_TERMS:
        kept = np.sort(np.argsort(-weights, kind="stable")[:MAX_EVENT_TERMS])
        keys, weights = keys[kept], weights[kept]
    return Terms(keys, weights)


def _numbers(text: str) -> dict[str, float]:
    """Numbers as written, years left out; long ones say more than "3"."""
    found = {}
    for match in _NUMBER.finditer(text):
        number = match.group().replace(",", "")
        if not (len(number) == 4 and number[:2] in ("19", "20")):
            found[number] = min(1.0 + 0.5 * (len(number) - 1), 2.0)
    return found


def _counted(text: str) -> dict[str, float]:
    """Numbers with the word behind them: "23 pirates" and "26 pirates" are two stories."""
    found = {}
    for match in _NUMBER.finditer(text):
        behind = _WORD.match(text, match.end() + 1)
        if behind and behind.group()[0].isalpha():
            found[f"{match.group().replace(',', '')} {stem(behind.group().lower()[:40])}"] = 1.0
    return found
