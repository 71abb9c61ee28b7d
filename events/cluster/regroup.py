"""Group the articles of a block of events anew, from the articles alone, around what people decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

from events.cluster.group import Groups
from events.cluster.model import Model
from events.cluster.profile import Profile


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided of a block: articles that stay together, and groups of articles that never meet."""

    together: Sequence[Set[int]] = ()
    apart: Sequence[tuple[Set[int], Set[int]]] = field(default=())


def regroup(profiles: Mapping[int, Profile], decided: Decided, model: Model) -> list[list[int]]:
    """Return the groups of the articles of `profiles`, each ascending, by their first."""
    articles = sorted(profiles)
    place = {article: number for number, article in enumerate(articles)}
    groups = Groups([profiles[article] for article in articles], model)
    for left, right in decided.apart:
        groups.forbid((place[one], place[other]) for one in left & place.keys() for other in right & place.keys())
    for together in decided.together:
        groups.unite([place[article] for article in together & place.keys()])
    return sorted([articles[number] for number in group] for group in groups.join_all(0.0))


def keep_identities(
    groups: Sequence[Sequence[int]], event_of: Mapping[int, int], fixed: Iterable[int]
) -> list[int | None]:
    """Say which event each group goes on as, None for a new one: a `fixed` one first, then the one it shares most with.

    `event_of`: article -> event so far. Of equals the older event, and the group that comes first, win.
    """
    held = set(fixed)
    shares: list[tuple[bool, int, int, int]] = []
    for number, group in enumerate(groups):
        counts: dict[int, int] = {}
        for article in group:
            if article in event_of:
                counts[event_of[article]] = counts.get(event_of[article], 0) + 1
        shares += [(event in held, count, event, number) for event, count in counts.items()]
    chosen: list[int | None] = [None] * len(groups)
    taken: set[int] = set()
    for _, _, event, number in sorted(shares, key=lambda s: (not s[0], -s[1], s[2], s[3])):
        if chosen[number] is None and event not in taken:
            chosen[number] = event
            taken.add(event)
    return chosen
