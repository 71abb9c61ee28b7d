"""Which state the name of a country or capital stands for: "Iraq" is one, "Tehran" only where it acts."""

from __future__ import annotations

import re
from functools import lru_cache

from events import vocabulary
from events.names import fold
from events.pipeline.actor_decision import MAX_KEPT, ActorDecision
from events.pipeline.actor_scene import KINDS, Scene
from events.pipeline.place_records import PlaceDecision
from events.pipeline.records import ActorCandidate, Entity
from events.pipeline.score_actors import DOUBT, GOOD, HIGH, SURE, plays

# So many words of sport in one sentence make a country a team; one alone ("record", "race") also tells of trade.
TEAM_WORDS = 2
_PREPOSITION = re.compile(
    r"\b(?:in|at|from|to|of|near|on|for|over|outside|around|through|across|into|visit\w*)\s+(?:the\s+)?$"
)
_ADVERBS = r"(?:\s+(?:also|has|have|had|will|would|should|must|may|might|again|later|now|still|not|n't))*"
_ACTING = re.compile(rf"^{_ADVERBS}\s+(?P<verb>[a-z]+)")
_WANTING = frozenset({"wants", "seeks", "sees", "has", "had", "have", "will", "would", "must", "may", "should", "and"})


def decide_location(entity: Entity, scene: Scene) -> ActorDecision:
    """A country is its state too; a capital is the state only where it acts ("Tehran rejected", not "in Tehran")."""
    states = scene.pool.bearers(entity.text, KINDS["location"])
    place = scene.places.get(entity)
    strong = [c for c in states if c.strong and _is_of(c, place)]
    if len(strong) == 1:
        state = strong[0]
        if entity.field == "body" and _acts(entity, scene.article.text) and plays([entity], scene, TEAM_WORDS):
            return ActorDecision(None, DOUBT, "the state's team, it seems", ((state.actor_id, DOUBT),))
        return ActorDecision(state.actor_id, SURE, "name of a known actor")
    weak = [c for c in states if not c.strong]
    sure = place is not None and (len(weak) < 2 or place.score >= HIGH)
    local = [c for c in weak if sure and place and c.country_code == place.candidate.country_code] or weak
    if strong or len(local) != 1:
        found = strong or local
        elsewhere = {country for other, country in scene.country_at if fold(other.text) != fold(entity.text)}
        known = [c for c in found if c.country_code in elsewhere]
        if place is not None and place.precision == "country" and len(known) == 1:
            return ActorDecision(known[0].actor_id, HIGH, "the state whose country the article names")
        doubts = tuple((c.actor_id, DOUBT) for c in found[:MAX_KEPT])
        return ActorDecision(None, DOUBT if doubts else None, "several states of that name" if doubts else "", doubts)
    state = local[0]
    if place is not None and place.precision == "country":
        return ActorDecision(state.actor_id, GOOD, "another name of the country")
    if entity.field == "body" and _acts(entity, scene.article.text) and _is_of(state, None):
        return ActorDecision(state.actor_id, GOOD, "the capital, acting for its state")
    return ActorDecision(None, None, "")


def _is_of(state: ActorCandidate, place: PlaceDecision | None) -> bool:
    return place is None or (
        place.candidate.precision == "country" and place.candidate.country_code == state.country_code
    )


def _acts(entity: Entity, text: str) -> bool:
    """Whether a place name is the subject of a verb of saying or doing."""
    if _PREPOSITION.search(text[max(0, entity.start - 20) : entity.start]):
        return False
    found = _ACTING.match(text[entity.end : entity.end + 60])
    if not found:
        return False
    verb = found["verb"]
    return verb in _saying_verbs() or verb in _WANTING or (verb.endswith("ed") and len(verb) > 4)


@lru_cache(maxsize=1)
def _saying_verbs() -> frozenset[str]:
    return frozenset(form for cue in vocabulary.cues() if cue.type == "verb" for form in cue.forms)
