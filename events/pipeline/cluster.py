"""Which event an article joins as it comes: the most alike of those in reach, if the learned model says they are one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from events.cluster.explain import explain
from events.cluster.keys import weightiest_terms
from events.cluster.model import Model, load_model
from events.cluster.place import as_share, rank_events
from events.cluster.profile import Profile, add_profiles
from events.pipeline.records import ConcludedArticle, Membership

KEPT_SCORE = 1.0
KEPT = "stays where it was"
FIRST = "first article of the event"


@dataclass(slots=True)
class OpenEvent:
    """An event that may still take articles, as it grows within a batch. Ids below zero: founded in this batch."""

    event_id: int
    profile: Profile

    def add(self, profile: Profile) -> None:
        self.profile = add_profiles(self.profile, profile)


@dataclass(frozen=True, slots=True)
class Placed:
    """What was decided for a batch: a membership an article, and the profiles of the events that changed."""

    memberships: list[Membership]
    profiles: dict[int, Profile]


def cluster_articles(
    items: Sequence[ConcludedArticle],
    profiles: Mapping[int, Profile],
    candidates: Mapping[int, Profile],
    in_reach: Mapping[int, Sequence[int]],
    event_of: Mapping[int, int],
) -> Placed:
    """Give each article its primary event, in the order given; later ones may join events that earlier ones founded.

    `profiles` and `in_reach` (candidate events) by article, `candidates` by event; `event_of`: stored article -> its
    event, for copies. A Membership whose event_id is below zero founds an event: -1 the first new one, and so on.
    """
    pool = {event_id: OpenEvent(event_id, profile) for event_id, profile in candidates.items()}
    placed: dict[int, int] = dict(event_of)
    grown: dict[int, set[int]] = {}
    founded = 0
    decided: list[Membership] = []
    for item in items:
        number = item.article.article_id
        profile = profiles[number]
        terms = set(weightiest_terms(profile))
        membership = _keep_or_follow(item, placed)
        if membership is None:
            near = [event for event, keys in grown.items() if not terms.isdisjoint(keys)]
            reach = [pool[event] for event in dict.fromkeys([*in_reach.get(number, ()), *near]) if event in pool]
            membership = _join(item, profile, reach, load_model())
            if membership is None:
                founded += 1
                membership = Membership(-founded, 1.0, FIRST)
                pool[-founded] = OpenEvent(-founded, profile)
            else:
                assert membership.event_id is not None
                pool[membership.event_id].add(profile)
            assert membership.event_id is not None
            grown.setdefault(membership.event_id, set()).update(terms)
        elif membership.event_id is not None and membership.event_id < 0:
            grown.setdefault(membership.event_id, set()).update(terms)
        assert membership.event_id is not None
        placed[number] = membership.event_id
        decided.append(membership)
    return Placed(decided, {event: pool[event].profile for event in grown if event in pool})


def _keep_or_follow(item: ConcludedArticle, placed: Mapping[int, int]) -> Membership | None:
    """Where an article stands already, or where the one it copies does."""
    if item.article.article_id in placed:
        return Membership(placed[item.article.article_id], KEPT_SCORE, KEPT)
    if item.copy_of is not None and item.copy_of in placed:
        return Membership(placed[item.copy_of], *say_copy(item.copy_score))
    return None


def say_copy(alike: float | None) -> tuple[float, str]:
    """Score and reason of a copy, which stands where what it copies does."""
    return round(alike or 0.0, 3), f"copy of another article ({alike or 0.0:.2f} alike)"


def _join(item: ConcludedArticle, profile: Profile, reach: Sequence[OpenEvent], model: Model) -> Membership | None:
    ranked = rank_events(profile, [event.profile for event in reach], model)
    if not ranked or ranked[0][1] <= 0:
        return None
    best, score = ranked[0]
    return Membership(reach[best].event_id, as_share(score), explain(item.article, profile, reach[best].profile))
