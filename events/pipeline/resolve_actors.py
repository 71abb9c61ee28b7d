"""Whom the names of an article mean: known actors, new ones, or nobody that can be told. Precision before recall."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from events import vocabulary
from events.names import fold
from events.pipeline.actor_pool import ActorPool
from events.pipeline.actor_scene import KINDS, Scene
from events.pipeline.compare_names import NameMatch, compare_names, weigh_organization, weigh_person
from events.pipeline.names_in_text import coarse_type, full_form, group_mentions
from events.pipeline.places import PlaceDecision
from events.pipeline.records import ActorCandidate, Entity, ReadArticle
from events.pipeline.score_actors import (
    DOUBT,
    GOOD,
    HIGH,
    LOW,
    NO,
    SURE,
    TRUSTED,
    Evidence,
    plays,
    score_organization,
    score_person,
)

MAX_KEPT = 5
MAX_NAME = 200
# Two candidates this near to each other are told apart by context alone, and only when it speaks this much louder.
CLOSE = 0.05
LOUDER = 3.0
# Shorter acronyms are shared by many bodies: alone they are no proof.
STRONG_ACRONYM = 5
# So many words of sport in one sentence make a country a team; one alone ("record", "race") also tells of trade.
TEAM_WORDS = 2
_PREPOSITION = re.compile(
    r"\b(?:in|at|from|to|of|near|on|for|over|outside|around|through|across|into|visit\w*)\s+(?:the\s+)?$"
)
_ADVERBS = r"(?:\s+(?:also|has|have|had|will|would|should|must|may|might|again|later|now|still|not|n't))*"
_ACTING = re.compile(rf"^{_ADVERBS}\s+(?P<verb>[a-z]+)")
_WANTING = frozenset({"wants", "seeks", "sees", "has", "had", "have", "will", "would", "must", "may", "should", "and"})


@dataclass(frozen=True, slots=True)
class ActorDecision:
    actor_id: int | None
    score: float | None
    reason: str
    doubts: tuple[tuple[int, float], ...] = ()


def decide_actors(
    article: ReadArticle,
    pool: ActorPool,
    places: Mapping[Entity, PlaceDecision],
    is_region: Callable[[Entity], bool],
) -> dict[int, ActorDecision]:
    """Decide whom each entity of an article means, by its index; founds actors in the pool."""
    entities = article.reading.entities
    scene = Scene(article, pool, places)
    groups = [part for group in group_mentions(entities, article.text) for part in _part_known(group, scene)]
    scene.note_named(groups)
    decided: dict[int, ActorDecision] = {}
    for group in groups:
        members = [entities[index] for index in group]
        if coarse_type(members[0].type) == "location":
            decided |= {index: _decide_location(entities[index], scene) for index in group}
            continue
        decision = _decide_group(members, scene)
        if decision.actor_id is None and not decision.doubts and decision.reason == "":
            if all(is_region(member) for member in members):
                decision = ActorDecision(None, None, "the name of a region")
            else:
                decision = _found_actor(members, scene)
        decided |= dict.fromkeys(group, decision)
        if decision.actor_id is not None:
            actor = decision.actor_id
            pool.add_source(actor, partial(scene.context_of, members, actor))
    return decided


def _part_known(group: Sequence[int], scene: Scene) -> list[list[int]]:
    """Part a group whose names are strong names of different records: the text ties them, the records do not."""
    entities = scene.article.reading.entities
    owner: dict[int, int] = {}
    for index in group:
        strong = {c.actor_id for c in scene.pool.bearers(entities[index].text, KINDS[entities[index].type]) if c.strong}
        if len(strong) == 1:
            owner[index] = strong.pop()
    if len(set(owner.values())) < 2:
        return [list(group)]
    parts: dict[int, list[int]] = {}
    for index in group:
        parts.setdefault(owner.get(index, owner[min(owner, key=lambda other: abs(other - index))]), []).append(index)
    return list(parts.values())


# ---------------------------------------------------------------------------------------------------------- candidates
def _decide_group(members: Sequence[Entity], scene: Scene) -> ActorDecision:
    """Choose among the candidates of a group; a decision without actor, doubts and reason says: none fits."""
    matches = _match_candidates(members, scene)
    if not matches:
        return ActorDecision(None, None, "")
    is_person = coarse_type(members[0].type) == "person"
    bearers = sum(match.level == "same" and candidate.strong for candidate, match in matches.values())
    held = scene.pool.held(scene.article.revision_id, members)
    scored: list[tuple[float, float, str, ActorCandidate]] = []
    for candidate, match in matches.values():
        found = Evidence(candidate, members, scene)
        if candidate.actor_id in held and match.level == "same" and candidate.origin not in TRUSTED:
            # Concluding again keeps what was decided with more at hand: the article may be all that is known of it.
            score, reason = (GOOD, "as before") if not found.excluded else (NO, "the ages exclude each other")
        elif is_person:
            score, reason = score_person(match, candidate, found, scene, bearers > 1)
        else:
            score, reason = score_organization(match, candidate, found, scene, members)
        support = found.support if len(matches) > 1 and score >= LOW else 0.0
        scored.append((score, support, reason, candidate))
    scored.sort(key=lambda one: (-one[0], -one[1], -one[3].mention_count, one[3].actor_id))
    return _choose(scored, scene)


def _choose(scored: Sequence[tuple[float, float, str, ActorCandidate]], scene: Scene) -> ActorDecision:
    score, support, reason, best = scored[0]
    if score < LOW:
        return ActorDecision(None, None, "")
    rivals = [one for one in scored[1:] if one[0] >= score - CLOSE]
    if rivals:
        local = [one for one in (scored[0], *rivals) if scene.countries[one[3].country_code] and one[3].country_code]
        if len(local) == 1 and score >= DOUBT:
            return ActorDecision(local[0][3].actor_id, HIGH, "the namesake whose country the article names")
        if support < max(one[1] for one in rivals) + LOUDER:
            doubts = tuple((one[3].actor_id, round(one[0], 2)) for one in scored[:MAX_KEPT] if one[0] >= LOW)
            return ActorDecision(None, round(score, 2), f"{len(rivals) + 1} records of that name", doubts)
        if score < HIGH:
            score, reason = GOOD, "the namesake in whose company the name stands"
    if score >= HIGH:
        return ActorDecision(best.actor_id, score, reason)
    doubts = tuple((one[3].actor_id, round(one[0], 2)) for one in scored[:MAX_KEPT] if one[0] >= LOW)
    return ActorDecision(None, round(score, 2), reason, doubts)


def _match_candidates(members: Sequence[Entity], scene: Scene) -> dict[int, tuple[ActorCandidate, NameMatch]]:
    """Return candidates with their best likeness: who bears a name exactly, else whose name is like the fullest."""
    barred = scene.pool.barred(scene.article.revision_id, members)
    best: dict[int, tuple[ActorCandidate, NameMatch]] = {}
    is_person = coarse_type(members[0].type) == "person"
    has_full = is_person and any(" " in member.text for member in members)
    for text, kind in dict.fromkeys((member.text, member.type) for member in members):
        if has_full and " " not in text:
            continue
        for candidate in scene.pool.bearers(text, KINDS[kind]):
            weight = weigh_person(text) if is_person else weigh_organization(text)
            _keep(best, candidate, NameMatch("same", weight), barred)
    if best:
        return best
    fullest = full_form([member.text for member in members])
    likeness = "person" if is_person else "organization"
    for candidate in scene.pool.lookalikes(fullest, likeness, KINDS[members[0].type]):
        match = compare_names(fullest, candidate.alias or candidate.name, likeness)
        if match is not None:
            _keep(best, candidate, match, barred)
    return best


_LEVELS = ("same", "spelling", "part", "order")


def _keep(
    best: dict[int, tuple[ActorCandidate, NameMatch]], candidate: ActorCandidate, match: NameMatch, barred: set[int]
) -> None:
    if candidate.actor_id in barred:
        return
    held = best.get(candidate.actor_id)
    new = (not candidate.strong, _LEVELS.index(match.level), -match.weight)
    if held is None or new < (not held[0].strong, _LEVELS.index(held[1].level), -held[1].weight):
        best[candidate.actor_id] = (candidate, match)


# ----------------------------------------------------------------------------------------------------------- locations
def _decide_location(entity: Entity, scene: Scene) -> ActorDecision:
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
    local = [c for c in weak if place is not None and c.country_code == place.candidate.country_code] or weak
    if strong or len(local) != 1:
        found = strong or local
        known = [c for c in found if scene.countries[c.country_code]]
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


# ------------------------------------------------------------------------------------------------------------ founding
def _found_actor(members: Sequence[Entity], scene: Scene) -> ActorDecision:
    """A full name that nobody bears yet founds an actor; a bare surname and a general name do not."""
    kind = coarse_type(members[0].type)
    name = full_form([entity.text for entity in members])
    words = fold(name).split(" ")
    confident = max(entity.confidence for entity in members) >= LOW
    lone_word_is_enough = kind == "organization" and len(members) > 1 and len(name) > 2
    if not confident or not (len(words) > 1 or lone_word_is_enough) or len(name) > MAX_NAME:
        return ActorDecision(None, None, "not a full name of anybody known")
    if kind == "person" and weigh_person(name) <= 0:
        return ActorDecision(None, None, "not a full name of anybody known")
    if members[0].type == "group" and len(words) == 1:
        return ActorDecision(None, None, "not a full name of anybody known")
    country = _founding_country(members, name, scene) if kind != "person" else ""
    if kind == "organization" and not country and weigh_organization(name) <= 0:
        return ActorDecision(None, None, "a general name, without the country that would tell whose")
    kinds = Counter(entity.type for entity in members)
    aliases = {e.text: _is_strong(e.text) for e in members if fold(e.text) != fold(name) and len(e.text) <= MAX_NAME}
    kept = sorted((text, strong) for text, strong in aliases.items() if strong is not None)
    new = scene.pool.found(name, kinds.most_common(1)[0][0], country, kept)
    return ActorDecision(new.actor_id, 1.0, "first article that names it in full")


def _is_strong(text: str) -> bool | None:
    """Whether another form in the article is a strong alias; None for a bare word, which is no alias at all."""
    if " " in text:
        return True
    letters = text.replace(".", "")
    return len(letters) >= STRONG_ACRONYM if letters.isupper() and letters.isalpha() else None


def _founding_country(members: Sequence[Entity], name: str, scene: Scene) -> str:
    """The country that is tied to the name; for a general name ("Health Ministry") also the only one of the article."""
    tied = scene.countries_beside(members)
    if len(tied) == 1:
        return tied.pop()
    is_general = weigh_organization(name) <= 0
    return next(iter(scene.countries)) if is_general and len(scene.countries) == 1 and not tied else ""
