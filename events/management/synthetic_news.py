"""Made-up news with the statistics of real news, for measuring: common and rare words, names, events that come in bursts.

Words are drawn by how common they are in news (the tagger's table); an event has words and names of its own, and each of
its articles tells some of them. Nothing of it means anything; the same seed gives the same articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from events.pipeline.records import Entity
from events.tagger.words import word_statistics

WORDS = 400
SENTENCE_WORDS = 20
# Words of an event's own and how much of an article they are; names and how often an article has each.
EVENT_WORDS = 60
EVENT_SHARE = 0.3
EVENT_NAMES = 8
NAMES = 20_000
# With 1, the commonest name would stand in every tenth event, and unrelated events would look alike.
NAME_EXPONENT = 0.4
# An event's number of articles falls off like a power law; its articles come within three days.
SIZE_EXPONENT = 2.2
MOST_ARTICLES = 60
COPIES = 0.15
BEGIN = datetime(2023, 1, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class MadeArticle:
    """An article of made-up event number `event`; `names` are numbers of actors, in the order of their entities."""

    event: int
    title: str
    text: str
    published: datetime
    entities: tuple[Entity, ...]
    names: tuple[int, ...]
    sentences: tuple[tuple[int, int], ...]


class NewsMaker:
    """Makes articles, about `weekly` a week, event by event."""

    def __init__(self, seed: int = 1, weekly: int = 2_000) -> None:
        self.random = np.random.default_rng(seed)
        statistics = word_statistics()
        stems = sorted(statistics.idf, key=lambda word: (statistics.idf[word], word))
        self.words = np.array(stems)
        frequency = np.exp(-np.array([statistics.idf[word] for word in stems]))
        self.often = np.cumsum(frequency / frequency.sum())
        rank = np.arange(1, NAMES + 1) ** -NAME_EXPONENT
        self.named = np.cumsum(rank / rank.sum())
        self.weekly = weekly
        self.events = 0

    def make(self, count: int) -> Iterator[MadeArticle]:
        made = 0
        while made < count:
            for article in self._make_event(timedelta(weeks=made / self.weekly)):
                if made < count:
                    made += 1
                    yield article

    def _make_event(self, begin: timedelta) -> Iterator[MadeArticle]:
        self.events += 1
        random = self.random
        own = self.words[random.integers(500, self.words.size, EVENT_WORDS)]
        names = np.searchsorted(self.named, random.random(EVENT_NAMES))
        size = min(int(random.pareto(SIZE_EXPONENT - 1) + 1), MOST_ARTICLES)
        day = BEGIN + begin + timedelta(seconds=float(random.integers(0, 7 * 86_400)))
        latest: MadeArticle | None = None
        for _ in range(size):
            moment = day + timedelta(hours=float(random.exponential(12.0)))
            if latest is not None and random.random() < COPIES:
                yield MadeArticle(
                    self.events, latest.title, latest.text, moment, latest.entities, latest.names, latest.sentences
                )
                continue
            latest = self._write(own, names, moment)
            yield latest

    def _write(self, own: np.ndarray, names: np.ndarray, moment: datetime) -> MadeArticle:
        random = self.random
        common = self.words[np.minimum(np.searchsorted(self.often, random.random(WORDS)), self.words.size - 1)]
        told = np.where(random.random(WORDS) < EVENT_SHARE, own[random.integers(0, own.size, WORDS)], common)
        words = [str(word) for word in told]
        places = np.sort(random.choice(WORDS, 2 * EVENT_NAMES, replace=False))
        who = names[random.integers(0, names.size, places.size)]
        for place, name in zip(places, who, strict=True):
            words[int(place)] = f"Nam{int(name):05d}"
        sentences, text, at = [], "", 0
        starts: dict[int, int] = {}
        for first in range(0, WORDS, SENTENCE_WORDS):
            part = words[first : first + SENTENCE_WORDS]
            for place, word in enumerate(part, first):
                starts[place] = at
                at += len(word) + 1
            line = " ".join(part)
            sentences.append((at - len(line) - 1, at - 1))
            text += line + " "
        entities = tuple(
            Entity("body", starts[int(p)], starts[int(p)] + 8, words[int(p)], _kind(int(n)), 0.9)
            for p, n in zip(places, who, strict=True)
        )
        title = " ".join(str(word) for word in own[random.integers(0, own.size, 8)])
        return MadeArticle(self.events, title, text, moment, entities, tuple(int(n) for n in who), tuple(sentences))


def _kind(name: int) -> str:
    return ("person", "organization", "location")[name % 3]
