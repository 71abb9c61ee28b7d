"""Judge two figures of one event and measure: does one supersede, contradict or refine the other? None for most."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from events.pipeline.claim_meaning import IS_PART
from events.pipeline.claim_records import Interval
from events.pipeline.compare_counts import NEW_COUNT, count_same_people
from events.pipeline.concepts import load_concepts, small_words
from events.pipeline.figure_bounds import compare_intervals
from events.pipeline.link_pairs import SAME_HOURS
from events.pipeline.speaker_words import compare_speakers

# Measures whose numbers mean one thing in one event; sums, shares and sizes are of many things, and are linked by the
# claims that they stand in.
COMPARED = frozenset(
    {
        "killed",
        "injured",
        "arrested",
        "missing",
        "displaced",
        "evacuated",
        "rescued",
        "escaped",
        "infected",
        "magnitude",
    }
)
# "Above 5,000" is not refined by 20,213 four days later: that is another state of things.
REFINED = 2.0
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class FigureSide:
    """A figure as linking sees it. `counter` is who counted: an actor, else the source's words, else the outlet.

    `place` is "" for the place of the event itself, else a key of the other place that the figure is limited to;
    `is_background`: told of another time than the article's.
    """

    figure_id: int
    article_id: int
    origin: str
    measure: str
    unit: str
    who: str
    text: str
    interval: Interval
    bound: str
    counter_actor: int | None
    counter_words: str
    outlet: str
    place: str
    published: datetime | None
    at: datetime | None
    is_background: bool = False
    article_key: str = ""

    def moment(self) -> tuple[object, ...]:
        """When it was told; of one time the article's identity key decides, as ids tell of arrival only."""
        at = self.at.timestamp() if self.at else 0.0
        return (self.at is not None, at, self.article_key, self.article_id, self.figure_id)


@dataclass(frozen=True, slots=True)
class FigurePair:
    """What `figure` does to `other`, with the reason in words."""

    figure: int
    other: int
    type: str
    score: float
    reason: str


def is_whole(side: FigureSide) -> bool:
    """Whether a figure counts the event's whole, now: not a part of it, not an addition, not another time's."""
    return side.measure in COMPARED and not side.is_background and IS_PART.search(f"{side.text} {side.who}") is None


def judge_figures(one: FigureSide, other: FigureSide) -> FigurePair | None:
    """The link between two figures of an event; `figure` is the later one."""
    if not (is_whole(one) and is_whole(other)) or not is_same_thing(one, other):
        return None
    later, earlier = sorted((one, other), key=FigureSide.moment, reverse=True)
    relation = compare_intervals(later.interval, earlier.interval)
    if relation == "same":
        return None
    known = later.at is not None and earlier.at is not None and later.at != earlier.at
    if is_same_counter(later, earlier):
        return _judge_one_counter(later, earlier, relation) if known else None
    near = later.at is not None and earlier.at is not None and later.at - earlier.at <= SAME_HOURS
    if relation == "apart":
        named = all(side.counter_words or side.counter_actor for side in (one, other))
        if not near or (one.article_id == other.article_id and not named):
            return None
        return FigurePair(later.figure_id, earlier.figure_id, "contradicts", 0.8, "another count of the same hours")
    closer = _is_closed(later.interval) and not _is_closed(earlier.interval)
    if (
        relation == "within"
        and known
        and near
        and closer
        and _number(later.interval) <= REFINED * _number(earlier.interval)
    ):
        return FigurePair(
            later.figure_id, earlier.figure_id, "refines", 0.7, "a closer number within the earlier bound"
        )
    return None


def _judge_one_counter(later: FigureSide, earlier: FigureSide, relation: str) -> FigurePair | None:
    one, two = _number(later.interval), _number(earlier.interval)
    if relation == "within" and _is_closed(later.interval) and max(one, two) <= NEW_COUNT * min(one, two):
        return FigurePair(later.figure_id, earlier.figure_id, "refines", 0.8, "the same counter gives it more closely")
    if relation == "within" and not _is_closed(later.interval):
        return None  # a rounder telling of the same count
    word = "raised" if one > two else "lowered"
    return FigurePair(later.figure_id, earlier.figure_id, "supersedes", 0.9, f"the same counter {word} its count")


def is_same_thing(one: FigureSide, other: FigureSide) -> bool:
    """One measure and unit, one place, and the same people or things."""
    if (one.measure, one.unit) != (other.measure, other.unit):
        return False
    if one.place != other.place:
        return False
    return one.measure == "magnitude" or count_same_people(read_who(one.who), read_who(other.who))


def is_same_counter(one: FigureSide, other: FigureSide) -> bool:
    """Whether one body counted both: the actor, else the words that name the source, else the outlet's own voice."""
    if one.counter_actor is not None and one.counter_actor == other.counter_actor:
        return True
    if one.counter_words and other.counter_words:
        return compare_speakers(one.counter_words, other.counter_words) == "same"
    narrated = not (one.counter_words or other.counter_words or one.counter_actor or other.counter_actor)
    return narrated and bool(one.outlet) and one.outlet == other.outlet


@lru_cache(maxsize=4096)
def read_who(who: str) -> frozenset[str]:
    """The concepts of who is counted."""
    words = [word.lower() for word in _WORD.findall(who)]
    return frozenset(load_concepts().of(word) for word in words if word not in small_words())


def _is_closed(interval: Interval) -> bool:
    return interval.low is not None and interval.high is not None and interval.low > 0


def _number(interval: Interval) -> float:
    low = interval.low if interval.low is not None else interval.high or 0.0
    return low or (interval.high or 0.0)
