"""Whom and where the mentions of an article mean: its places decided together, then its actors in their light."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from events.names import bare, fold
from events.names.blocks import name_blocks
from events.pipeline.actor_decision import ActorDecision
from events.pipeline.actor_pool import ActorPool
from events.pipeline.actor_scene import KINDS
from events.pipeline.names_in_text import coarse_type
from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_readings import is_local_body
from events.pipeline.place_records import PlaceDecision
from events.pipeline.place_scene import list_keys
from events.pipeline.places import dateline_end, list_sure, resolve_places
from events.pipeline.records import Entity, PlaceCandidate, ReadArticle, ResolvedMention
from events.pipeline.resolve_actors import decide_actors


@dataclass(slots=True)
class Candidates(ActorPool):
    """What one batch's names may mean: places by folded key, and the pool of actors, which grows while concluding."""

    places: dict[str, list[PlaceCandidate]] = field(default_factory=dict)
    outlets: dict[int, OutletPlaces] = field(default_factory=dict)


class Keys(NamedTuple):
    """What a batch is looked up under: places and actors by folded key, actors also by block; and the batch itself."""

    places: set[str]
    actors: set[str]
    blocks: set[str]
    revisions: set[int]
    articles: set[int]


def keys_to_look_up(articles: Iterable[ReadArticle]) -> Keys:
    """Return the keys of all names of a batch."""
    articles = list(articles)
    places: set[str] = set()
    names: set[tuple[str, str]] = set()
    for article in articles:
        names |= {(coarse_type(entity.type), entity.text) for entity in article.reading.entities}
        places |= list_keys(article, [e for e in article.reading.entities if e.type == "location" or _may_be_region(e)])
    actors = {key for _, text in names for key in (fold(text), bare(text))}
    blocks = {block for kind, text in names if kind != "location" for block in name_blocks(text, kind)}
    revisions = {article.revision_id for article in articles}
    return Keys(places - {""}, actors - {""}, blocks, revisions, {article.article_id for article in articles})


def _may_be_region(entity: Entity) -> bool:
    """One word read as an organisation may be a region in front of a noun ("Anbar operations", "Punjab police")."""
    return entity.type == "organization" and " " not in entity.text.strip() and len(entity.text) > 3


def _is_region(entity: Entity, candidates: Candidates) -> bool:
    """Tell whether such a word names a region or country and no actor that is known."""
    if not _may_be_region(entity) or candidates.bearers(entity.text, KINDS[entity.type]):
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
    decided = decide_actors(article, candidates, places, lambda entity: _is_region(entity, candidates))
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
        places=place.doubts if place else (),
        dateline=entity.field == "body" and entity.end <= dateline,
    )
