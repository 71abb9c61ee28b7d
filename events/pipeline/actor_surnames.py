"""A surname alone in an article that names two who bear it: left in doubt between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from events.names.people import read_person
from events.pipeline.actor_decision import MAX_KEPT, ActorDecision
from events.pipeline.records import Entity
from events.pipeline.score_actors import DOUBT


def doubt_surnames(
    groups: Sequence[Sequence[int]], entities: Sequence[Entity], decided: Mapping[int, ActorDecision]
) -> dict[int, ActorDecision]:
    """Return decisions for the open surnames that several people of the article bear (wife and husband, brothers)."""
    bearers: dict[str, dict[int, None]] = {}
    for index, decision in decided.items():
        words = read_person(entities[index].text).words if entities[index].type == "person" else ()
        if decision.actor_id is not None and len(words) > 1:
            bearers.setdefault(words[-1].text, {})[decision.actor_id] = None
    doubtful: dict[int, ActorDecision] = {}
    for group in groups:
        first = group[0]
        words = read_person(entities[first].text).words if entities[first].type == "person" else ()
        held = decided.get(first)
        if len(words) != 1 or held is None or held.actor_id is not None or held.doubts:
            continue
        people = list(bearers.get(words[0].text, ()))
        if len(people) > 1:
            doubts = tuple((actor, DOUBT) for actor in people[:MAX_KEPT])
            reason = f"{len(people)} people of that surname in the article"
            doubtful |= dict.fromkeys(group, ActorDecision(None, DOUBT, reason, doubts))
    return doubtful
