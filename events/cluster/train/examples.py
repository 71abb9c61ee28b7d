"""Pairs of groups with the answer whether they tell of one happening: what the model learns from."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from events.cluster.likeness import Numbers, make_features, mark, multiply, multiply_all
from events.cluster.profile import Profile, add_profiles
from events.cluster.train.corpus import Corpus

# Pairs of articles whose wording shares less are no question.
LEAST_WORDS = 0.08
ROUNDS = 2
# Groups as they come about while events grow have one to a dozen articles, small ones more often.
LARGEST = 12


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """`features` n x FEATURES, `same` 0 or 1, `topics`: the topic of either side, for folds that share none."""

    features: Numbers
    same: Numbers
    topics: npt.NDArray[np.str_]


def make_examples(corpus: Corpus, seed: int = 0) -> Examples:
    """All pairs of articles alike in wording, and pairs of groups drawn from true happenings and their look-alikes."""
    parts = [_pair_articles(corpus), _pair_groups(corpus, np.random.default_rng(seed))]
    return Examples(
        np.concatenate([p.features for p in parts]),
        np.concatenate([p.same for p in parts]),
        np.concatenate([p.topics for p in parts]),
    )


def _pair_articles(corpus: Corpus) -> Examples:
    products, marks = multiply_all(corpus.profiles), mark(corpus.profiles)
    rows, same, topics = [], [], []
    for one in range(len(corpus.profiles)):
        others = np.flatnonzero(products["words"][one] > LEAST_WORDS)
        others = others[others > one]
        if others.size:
            picked = {part: held[one][others] for part, held in products.items()}
            rows.append(make_features(picked, marks.pick(slice(one, one + 1)), marks.pick(others)))
            same += [float(corpus.happenings[other] == corpus.happenings[one]) for other in others]
            topics += [(corpus.topics[one], corpus.topics[other]) for other in others]
    return Examples(np.concatenate(rows), np.array(same), np.array(topics))


def _pair_groups(corpus: Corpus, random: np.random.Generator) -> Examples:
    members: dict[str, list[int]] = defaultdict(list)
    lookalikes: dict[str, set[str]] = defaultdict(set)
    topic_of = dict(zip(corpus.happenings, corpus.topics, strict=True))
    for number, happening in enumerate(corpus.happenings):
        members[happening].append(number)
        lookalikes[topic_of[happening]].add(happening)
    rows, same, topics = [], [], []

    def draw(numbers: Sequence[int], most: int) -> list[int]:
        size = 1 if random.random() < 0.5 else round(math.exp(random.uniform(0, math.log(LARGEST))))
        return [int(n) for n in random.choice(numbers, size=min(size, most), replace=False)]

    def add(one: list[int], other: list[int], answer: float) -> None:
        rows.append(_compare(corpus.profiles, one, other))
        same.append(answer)
        topics.append((corpus.topics[one[0]], corpus.topics[other[0]]))

    for happening, numbers in [pair for pair in members.items() if len(pair[1]) > 1] * ROUNDS:
        for _ in numbers:
            one = draw(numbers, len(numbers) - 1)
            rest = [n for n in numbers if n not in one]
            add(one, draw(rest, len(rest)), 1.0)
        for other in sorted(lookalikes[topic_of[happening]] - {happening}):
            for _ in numbers:
                add(draw(numbers, len(numbers)), draw(members[other], len(members[other])), 0.0)
    return Examples(np.array(rows), np.array(same), np.array(topics))


def _compare(profiles: Sequence[Profile], one: Sequence[int], other: Sequence[int]) -> Numbers:
    left, right = (reduce(add_profiles, [profiles[n] for n in side]) for side in (one, other))
    return make_features(multiply(left, [right]), mark([left]), mark([right]))[0]
