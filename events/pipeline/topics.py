"""Score a text against the top-level IPTC Media Topics by their indicative words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache

from events import vocabulary
from events.tagger.stems import stem

# A headline says the topic in few words; one of its words weighs as much as this many of the body. Gold set of our own,
# first topic right, with the word lists of today: 0.765, 0.782, 0.786 at 1, 1.5, 2.
TITLE_WEIGHT = 2.0
# Many typical words say more than one telling one: 0.769, 0.786, 0.774 at 0.5, 0.7, 1.
WEIGHT_POWER = 0.7
# Clubs, players and stadiums stand in news of every kind, and words like "win" and "team" too: 0.761, 0.774, 0.786 at 1,
# 0.7, 0.5. What happened decides, not who took part.
LABEL_WEIGHT = {"sport": 0.5}
# The opening tells the topic; later paragraphs bring in background.
MAX_CHARACTERS = 6_000
# A word said again and again speaks for its topic only so often.
MAX_REPEATS = 3
# Fewer points than this say nothing; a text about something else collects as many by chance.
MIN_POINTS = 1.2
# Two words in a row are less often there by chance.
PHRASE_WEIGHT = 1.3
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
            phrase_weight = points_each[1] ** WEIGHT_POWER * (PHRASE_WEIGHT if len(points_each[0]) > 1 else 1.0)
            points[label] += phrase_weight * weight * min(uses, MAX_REPEATS) * LABEL_WEIGHT.get(label, 1.0)
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
