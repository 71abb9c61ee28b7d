"""Score a text against the top-level IPTC Media Topics by their indicative words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from events import vocabulary
from events.tagger.stems import stem

# A headline says the topic in few words; one of its words weighs as much as this many of the body.
TITLE_WEIGHT = 3
# The opening tells the topic; later paragraphs bring in background.
MAX_CHARACTERS = 6_000
# A word said again and again speaks for its topic only so often.
MAX_REPEATS = 3
# Fewer points than this say nothing; a text about something else collects as many by chance.
MIN_POINTS = 1.5
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")

Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def _index_words() -> dict[str, list[tuple[Phrase, str, float]]]:
    """Indicative phrases by the stem of their first word: (stems, topic label, weight)."""
    index: dict[str, list[tuple[Phrase, str, float]]] = {}
    for topic in vocabulary.topics():
        for words, weight in topic.words.items():
            stems = tuple(stem(word) for word in _WORD.findall(words))
            if stems:
                index.setdefault(stems[0], []).append((stems, topic.label, weight))
    return index


def score_topics(title: str, text: str) -> dict[str, float]:
    """Shares of the topics found, by label, adding up to 1, the highest first; {} where nothing speaks for any."""
    points: defaultdict[str, float] = defaultdict(float)
    for part, weight in ((title, TITLE_WEIGHT), (text[:MAX_CHARACTERS], 1)):
        for (label, points_each), uses in _count(part).items():
            points[label] += points_each[1] * weight * min(uses, MAX_REPEATS)
    total = sum(value for value in points.values() if value > 0)
    if total < MIN_POINTS:
        return {}
    return {
        label: round(value / total, 3)
        for label, value in sorted(points.items(), key=lambda item: (-item[1], item[0]))
        if value > 0
    }


def _count(text: str) -> Counter[tuple[str, tuple[Phrase, float]]]:
    """How often each indicative phrase stands in a text."""
    index = _index_words()
    stems = [stem(match.group().lower().replace("’", "'")) for match in _WORD.finditer(text)]
    found: Counter[tuple[str, tuple[Phrase, float]]] = Counter()
    for place, word in enumerate(stems):
        for phrase, label, weight in index.get(word, ()):
            if len(phrase) == 1 or tuple(stems[place : place + len(phrase)]) == phrase:
                found[label, (phrase, weight)] += 1
    return found
