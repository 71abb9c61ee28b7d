"""Whom the names of an article mean: known actors, new ones, or nobody that can be told. Precision before recall.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from events.names import bare
from events.pipeline.actor_decision import MAX_KEPT, ActorDecision
from events.pipeline.actor_founding import found_actor
from events.pipeline.actor_pool import ActorPool
from events.pipeline.actor_scene import KINDS, Around, Scene
from events.pipeline.actor_states import decide_location
from events.pipeline.actor_surnames import doubt_surnames
from events.pipeline.compare_names import NameMatch, compare_names, weigh_organization, weigh_person
from events.pipeline.names_in_text import coarse_type, full_form, group_mentions
from events.pipeline.place_records import PlaceDecision
from events.pipeline.records import ActorCandidate, Entity, ReadArticle
from events.pipeline.score_actors import (
    DOUBT,
    GOOD,
    HIGH,
    LOW,
    NO,
    TRUSTED,
    Evidence,
    score_organization,
    score_person,
)

# Two candidates this near to each other are told apart by context alone, and only when it speaks this much louder.
CLOSE = 0.05
LOUDER = 3.0
SUPPRESSED = "a name that a curator suppressed"


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
            continue
        decision = _decide_group(members, scene)
        if decision.actor_id is None and not decision.doubts and decision.reason == "":
            if all(is_region(member) for member in members):
                decision = ActorDecision(None, None, "the name of a region")
            else:
                decision = found_actor(members, scene)
        decided |= dict.fromkeys(group, decision)
        if decision.actor_id is not None:
            actor = decision.actor_id
            pool.add_source(actor, partial(scene.context_of, members, actor))
    decided |= doubt_surnames(groups, entities, decided)
    called = _list_called(entities, decided)
    for group in groups:
        if coarse_type(entities[group[0]].type) == "location":
            decided |= {index: decide_location(entities[index], scene) for index in group}
            decided |= _decide_misread([i for i in group if _is_nowhere(entities[i], decided[i], scene)], called, scene)
    return decided


# -------------------------------------------------------------------------------------------------- actors read as places
def _list_called(entities: Sequence[Entity], decided: Mapping[int, ActorDecision]) -> dict[str, set[int]]:
    """Return whom the article calls by each name, by its folded form."""
    called: dict[str, set[int]] = {}
    for index, decision in decided.items():
        if decision.actor_id is not None:
            called.setdefault(bare(entities[index].text), set()).add(decision.actor_id)
    return called


def _is_nowhere(entity: Entity, decision: ActorDecision, scene: Scene) -> bool:
    """Whether a name was read as a place, but no place and no state is known by it."""
    return entity not in scene.places and decision.actor_id is None and not decision.doubts


def _decide_misread(group: Sequence[int], called: Mapping[str, set[int]], scene: Scene) -> dict[int, ActorDecision]:
    """Take such a name for the actor that the article calls so elsewhere, else for a known body of that strong name.

    Founds nobody: the name may be that of a place which the gazetteer lacks.
    """
    if not group:
        return {}
    members = [scene.article.reading.entities[index] for index in group]
    held = called.get(bare(members[0].text), set())
    if len(held) == 1:
        return dict.fromkeys(group, ActorDecision(next(iter(held)), GOOD, "the article calls an actor so"))
    known = scene.pool.bearers(members[0].text, KINDS["organization"])
    if held or not any(one.strong and one.origin in TRUSTED and one.kind != "state" for one in known):
        return {}
    return dict.fromkeys(group, _decide_group([replace(m, type="organization") for m in members], scene))


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
    around = Around(members, scene)
    scored: list[tuple[float, float, str, ActorCandidate]] = []
    for candidate, match in matches.values():
        found = Evidence(candidate, around)
        if candidate.actor_id in held and match.level == "same" and candidate.origin not in TRUSTED:
            # Concluding again keeps what was decided with more at hand: the article may be all that is known of it.
            score, reason = (GOOD, "as before") if not found.excluded else (NO, "the ages exclude each other")
        elif is_person:
            score, reason = score_person(match, candidate, found, scene, bearers > 1)
        else:
            score, reason = score_organization(match, candidate, found, scene, members)
        support = found.support if len(matches) > 1 and score >= LOW else 0.0
        scored.append((score, support, reason, candidate))
    # Of equals the one whose name was there first, as the pool has them: ids tell of other orders than that of the articles.
    scored.sort(key=lambda one: (-one[0], -one[1], -one[3].mention_count))
    return _hide(_choose(scored, scene), matches)


def _hide(decision: ActorDecision, matches: Mapping[int, tuple[ActorCandidate, NameMatch]]) -> ActorDecision:
    """Link nothing to a record that a curator suppressed, and found none of its name in its place."""
    hidden = {actor for actor, (candidate, _) in matches.items() if candidate.suppressed}
    if not hidden:
        return decision
    doubts = tuple(pair for pair in decision.doubts if pair[0] not in hidden)
    bears_its_name = any(matches[actor][1].level == "same" for actor in hidden)
    nobody = decision.actor_id is None and not doubts
    if decision.actor_id in hidden or (nobody and (bears_its_name or decision.doubts)):
        return ActorDecision(None, None, SUPPRESSED)
    return replace(decision, doubts=doubts)


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
