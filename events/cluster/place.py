"""Rank the events that an article, or another event, may be one with."""

from __future__ import annotations

import math
from collections.abc import Sequence

from events.cluster.keys import WINDOW
from events.cluster.likeness import days_between, make_features, mark, multiply
from events.cluster.model import Model
from events.cluster.profile import Profile

# No likeness is certain.
SUREST = 0.999


def rank_events(profile: Profile, events: Sequence[Profile], model: Model) -> list[tuple[int, float]]:
    """Positions of the events in reach by date, with their scores, the most alike first; above 0 they are one."""
    if not events:
        return []
    mine, theirs = mark([profile]), mark(events)
    scores = model.score(make_features(multiply(profile, events), mine, theirs))
    days = days_between(mine, theirs)
    open_ones = [n for n in range(len(events)) if not days[n] > WINDOW]
    return sorted(((n, float(scores[n])) for n in open_ones), key=lambda pair: (-pair[1], pair[0]))


def score_pair(one: Profile, other: Profile, model: Model) -> float:
    """The score of two profiles, whatever lies between their dates."""
    return float(model.score(make_features(multiply(one, [other]), mark([one]), mark([other])))[0])


def as_share(score: float) -> float:
    """Log odds as a number from 0 to 1: 0.5 is where two groups are just taken for one."""
    return min(round(1 / (1 + math.exp(-min(max(score, -30.0), 30.0))), 3), SUREST)
