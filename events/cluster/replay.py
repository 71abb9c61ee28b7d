"""The whole of clustering in memory, in a given order: placing one by one, then healing, as the pipeline does it.

`manage.py conclude --all` groups everything anew with it; training measures with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from events.cluster.blocks import PLAUSIBLE, chain_blocks
from events.cluster.keys import keys_to_keep, keys_to_look_up
from events.cluster.model import Model
from events.cluster.place import rank_events
from events.cluster.profile import Profile, add_profiles
from events.cluster.regroup import Decided, regroup

NEIGHBOURS = 12
# Rounds of healing: an article that one round frees finds its event in the next.
ROUNDS = 3


@dataclass(slots=True)
class Pool:
    """Events in memory, found by the keys of events/cluster/keys.py."""

    profiles: dict[int, Profile] = field(default_factory=dict)
    members: dict[int, list[int]] = field(default_factory=dict)
    index: dict[int, set[int]] = field(default_factory=dict)
    keys: dict[int, list[int]] = field(default_factory=dict)

    def put(self, event: int, profile: Profile) -> None:
        self.forget_keys(event)
        self.profiles[event] = profile
        self.keys[event] = keys_to_keep(profile)
        for key in self.keys[event]:
            self.index.setdefault(key, set()).add(event)

    def forget_keys(self, event: int) -> None:
        for key in self.keys.pop(event, ()):
            self.index[key].discard(event)

    def drop(self, event: int) -> None:
        self.forget_keys(event)
        del self.profiles[event], self.members[event]

    def reach(self, profile: Profile) -> list[int]:
        """The events that share most keys with a profile; of equals the older."""
        shared = Counter(event for key in keys_to_look_up(profile) for event in self.index.get(key, ()))
        return [event for event, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:NEIGHBOURS]]


def replay(
    profiles: Mapping[int, Profile], model: Model, decided: Decided | None = None, heal: bool = True
) -> list[list[int]]:
    """Group articles, placed in the order of `profiles`; returns the groups, each ascending, by their first."""
    decided = decided or Decided()
    pool = Pool()
    home: dict[int, int] = {}
    for together in decided.together:
        for article in together:
            home[article] = min(together)
    for article, profile in profiles.items():
        event = home.get(article)
        if event is None:
            reach = pool.reach(profile)
            ranked = rank_events(profile, [pool.profiles[one] for one in reach], model)
            event = reach[ranked[0][0]] if ranked and ranked[0][1] > 0 else article
        _add(pool, event, article, profile)
    if heal:
        _heal(pool, profiles, decided, model)
    return sorted(sorted(members) for members in pool.members.values())


def _add(pool: Pool, event: int, article: int, profile: Profile) -> None:
    known = pool.profiles.get(event)
    pool.members.setdefault(event, []).append(article)
    pool.put(event, add_profiles(known, profile) if known else profile)


def _heal(pool: Pool, profiles: Mapping[int, Profile], decided: Decided, model: Model) -> None:
    stale = set(pool.profiles)
    for _ in range(ROUNDS):
        sizes = {event: len(members) for event, members in pool.members.items()}
        changed: set[int] = set()
        for block in chain_blocks(sizes, find_edges(pool, stale, model)):
            if stale.isdisjoint(block) or sum(sizes[event] for event in block) == 1:
                continue
            changed |= _heal_block(pool, block, profiles, decided, model)
        if not changed:
            return
        stale = changed


def find_edges(pool: Pool, stale: Set[int], model: Model) -> Iterable[tuple[float, int, int]]:
    for event in sorted(stale):
        others = [one for one in pool.reach(pool.profiles[event]) if one != event]
        for place, score in rank_events(pool.profiles[event], [pool.profiles[one] for one in others], model):
            if score > PLAUSIBLE:
                yield score, event, others[place]


def _heal_block(
    pool: Pool, block: Sequence[int], profiles: Mapping[int, Profile], decided: Decided, model: Model
) -> set[int]:
    before = sorted(sorted(pool.members[event]) for event in block)
    inside = {article: profiles[article] for members in before for article in members}
    after = regroup(inside, decided, model)
    if after == before:
        return set()
    for event in block:
        pool.drop(event)
    changed = set()
    for members in after:
        for article in members:
            _add_quietly(pool, members[0], article)
        pool.put(members[0], add_up([profiles[article] for article in members]))
        if members not in before:
            changed.add(members[0])
    return changed


def _add_quietly(pool: Pool, event: int, article: int) -> None:
    pool.members.setdefault(event, []).append(article)


def add_up(profiles: Sequence[Profile]) -> Profile:
    total = profiles[0]
    for profile in profiles[1:]:
        total = add_profiles(total, profile)
    return total
