"""Whom and where the mentions of an article mean: states, known actors, new ones, places. Precision before recall."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from events.names import bare, fold
from events.pipeline.names_in_text import coarse_type, full_form, group_mentions
from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_readings import is_local_body
from events.pipeline.place_scene import list_keys
from events.pipeline.places import PlaceDecision, dateline_end, list_sure, resolve_places
from events.pipeline.records import ActorCandidate, Entity, PlaceCandidate, ReadArticle, ResolvedMention

# The two thresholds of doubt: at or above HIGH a mention is linked, below LOW a full name founds a new actor, and
# between them the candidates are kept for a curator.
HIGH = 0.8
LOW = 0.5
STRONG_SCORE = 0.95
SUPPORTED_WEAK_SCORE = 0.85  # a weak alias whose actor the article also names in full, or one of its country's places
LONE_WEAK_SCORE = 0.6
NAMESAKES_SCORE = 0.55  # several records of one name, none of them clearly meant
MAX_KEPT = 5
KINDS: Mapping[str, frozenset[str]] = {
    "person": frozenset({"person"}),
    "organization": frozenset({"organization", "group", "media", "state"}),
    "group": frozenset({"organization", "group", "media", "state"}),
    "location": frozenset({"state"}),
}


@dataclass(slots=True)
class Candidates:
    """What one batch's names may mean: places and actors by folded key. `found` adds an actor while concluding."""

    places: dict[str, list[PlaceCandidate]] = field(default_factory=dict)
    actors: dict[str, list[ActorCandidate]] = field(default_factory=dict)
    outlets: dict[int, OutletPlaces] = field(default_factory=dict)
    founded: list[tuple[str, str, str, list[str]]] = field(default_factory=list)

    def found(self, name: str, kind: str, country: str, aliases: Iterable[str]) -> ActorCandidate:
        """Note a new actor (name, kind, country, strong aliases); ids below zero count the founded ones: -1 first."""
        names = [name, *aliases]
        self.founded.append((name, kind, country, names))
        number = -len(self.founded)
        new = [ActorCandidate(number, name, kind, country, fold(n), True, 0, "machine") for n in names]
        for candidate in new:
            self.actors.setdefault(candidate.matched_key, []).append(candidate)
        return new[0]


@dataclass(frozen=True, slots=True)
class ActorDecision:
    actor_id: int | None
    score: float | None
    reason: str
    doubts: tuple[tuple[int, float], ...] = ()


def keys_to_look_up(articles: Iterable[ReadArticle]) -> tuple[set[str], set[str]]:
    """Return the folded keys of all names of a batch: (place keys, actor keys)."""
    places: set[str] = set()
    actors: set[str] = set()
    for article in articles:
        for entity in article.reading.entities:
            actors |= {fold(entity.text), bare(entity.text)}
        places |= list_keys(article, [e for e in article.reading.entities if e.type == "location" or _may_be_region(e)])
    return places - {""}, actors - {""}


def _may_be_region(entity: Entity) -> bool:
    """One word read as an organisation may be a region in front of a noun ("Anbar operations", "Punjab police")."""
    return entity.type == "organization" and " " not in entity.text.strip() and len(entity.text) > 3


def _is_region(entity: Entity, candidates: Candidates) -> bool:
    """Tell whether such a word names a region or country and no actor that is known."""
    if not _may_be_region(entity) or _matches(entity, candidates):
        return False
    found = candidates.places.get(fold(entity.text), [])
    return any(place.precision in ("region", "country") and place.is_primary for place in found)


def _may_name_place(entity: Entity, candidates: Candidates) -> bool:
    return entity.type == "location" or _is_region(entity, candidates) or is_local_body(entity, candidates.places)


def resolve_article(article: ReadArticle, candidates: Candidates) -> list[ResolvedMention]:
    """Decide every mention of one article; founds actors in `candidates`. Order and length follow its entities."""
    entities = article.reading.entities
    named_places = [e for e in entities if _may_name_place(e, candidates)]
    outlet = candidates.outlets.setdefault(article.source_id, OutletPlaces()) if article.source_id else OutletPlaces()
    places = resolve_places(article, named_places, candidates.places, outlet)
    outlet.add_article(list_sure(places.values()))
    countries = Counter(decision.candidate.country_code for decision in places.values())
    decided: dict[int, ActorDecision] = {}
    groups = group_mentions(entities, article.text)
    named = _strongly_named(groups, entities, candidates)
    for group in groups:
        decision = _decide_group(group, entities, article, candidates, countries, named)
        decided |= dict.fromkeys(group, decision)
    dateline = dateline_end(article.text)
    return [_mention(entity, decided[index], places.get(entity), dateline) for index, entity in enumerate(entities)]


def _mention(entity: Entity, actor: ActorDecision, place: PlaceDecision | None, dateline: int) -> ResolvedMention:
    by_place = place is not None and actor.actor_id is None
    return ResolvedMention(
        entity=entity,
        actor_id=actor.actor_id,
        location_id=place.candidate.location_id if place else None,
        precision=place.precision if place else "",
        score=place.score if by_place and place else actor.score,
        reason=place.reason if by_place and place else actor.reason,
        candidates=actor.doubts,
        dateline=entity.field == "body" and entity.end <= dateline,
    )


def _strongly_named(groups: Sequence[Sequence[int]], entities: Sequence[Entity], candidates: Candidates) -> set[int]:
    """Return the actors that the article names by a strong alias that no other record shares."""
    named: set[int] = set()
    for group in groups:
        for index in group:
            strong = {c.actor_id for c in _matches(entities[index], candidates) if c.strong}
            if len(strong) == 1:
                named |= strong
    return named


def _matches(entity: Entity, candidates: Candidates) -> list[ActorCandidate]:
    kinds = KINDS[entity.type]
    found = candidates.actors.get(fold(entity.text)) or candidates.actors.get(bare(entity.text)) or []
    return [candidate for candidate in found if candidate.kind in kinds]


def _decide_group(
    group: Sequence[int],
    entities: Sequence[Entity],
    article: ReadArticle,
    candidates: Candidates,
    countries: Counter[str],
    named: set[int],
) -> ActorDecision:
    members = [entities[index] for index in group]
    scores: dict[int, float] = {}
    seen: dict[int, ActorCandidate] = {}
    for entity in members:
        for candidate in _matches(entity, candidates):
            score = _score(candidate, countries, named)
            scores[candidate.actor_id] = max(score, scores.get(candidate.actor_id, 0.0))
            seen[candidate.actor_id] = candidate
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], -seen[pair[0]].mention_count, pair[0]))
    if ranked:
        best, score = ranked[0]
        rivals = [other for other, value in ranked[1:] if value >= score - 0.05]
        if rivals:
            local = [i for i in (best, *rivals) if seen[i].country_code and countries[seen[i].country_code]]
            if len(local) == 1:
                return ActorDecision(local[0], HIGH, "the namesake whose country the article names")
            doubts = tuple((i, round(s, 2)) for i, s in ranked[:MAX_KEPT])
            return ActorDecision(None, NAMESAKES_SCORE, f"{len(rivals) + 1} records of that name", doubts)
        if score >= HIGH:
            reason = "name of a known actor" if score >= STRONG_SCORE else "short name, supported by the article"
            return ActorDecision(best, score, reason)
        if score >= LOW:
            return ActorDecision(None, score, "short name without support", ((best, round(score, 2)),))
    if all(_is_region(entity, candidates) for entity in members):
        return ActorDecision(None, None, "the name of a region")
    return _found_actor(members, article, candidates, countries)


def _score(candidate: ActorCandidate, countries: Counter[str], named: set[int]) -> float:
    if candidate.strong:
        return STRONG_SCORE
    if candidate.actor_id in named or (candidate.country_code and countries[candidate.country_code]):
        return SUPPORTED_WEAK_SCORE
    return LONE_WEAK_SCORE


def _found_actor(
    members: Sequence[Entity], article: ReadArticle, candidates: Candidates, countries: Counter[str]
) -> ActorDecision:
    """A full name that nobody bears yet founds an actor; a bare surname or a place does not."""
    kind = coarse_type(members[0].type)
    if kind == "location":
        return ActorDecision(None, None, "")
    name = full_form([entity.text for entity in members])
    words = fold(name).split(" ")
    confident = max(entity.confidence for entity in members) >= LOW
    lone_word_is_enough = kind == "organization" and len(members) > 1 and len(name) > 2
    if not confident or not (len(words) > 1 or lone_word_is_enough) or len(name) > 200:
        return ActorDecision(None, None, "not a full name of anybody known")
    if members[0].type == "group" and len(words) == 1:
        return ActorDecision(None, None, "not a full name of anybody known")
    aliases = {e.text for e in members if fold(e.text) != fold(name) and len(fold(e.text).split(" ")) > 1}
    country = countries.most_common(1)[0][0] if len(countries) == 1 else ""
    kinds = Counter(e.type for e in members)
    new = candidates.found(name, kinds.most_common(1)[0][0], country if kind != "person" else "", sorted(aliases))
    return ActorDecision(new.actor_id, 1.0, "first article that names it in full")
