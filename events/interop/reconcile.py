"""The reconciliation service of OpenRefine and others (W3C specification 0.2): names of a table to our actors and places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.http import QueryDict

from events.filters import ActorFilter
from events.models import Actor, Location
from events.models.choices import ActorKind
from events.queries import find_survivor, list_actors, list_gazetteer
from events.queries.match import AskedRecord, Match, match_actors, match_locations

PLACE = "place"
TYPES = {kind.value: kind.label for kind in ActorKind} | {PLACE: "Place"}
MOST_QUERIES, MAX_NAME, MOST_CANDIDATES, MOST_IDS = 50, 200, 20, 200
# "actor-12": OpenRefine keeps such an id for each cell.
IDENTIFIER = re.compile(r"(actor|location)-([0-9]{1,18})")
PROPERTIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "country": ("Country (ISO 3166, two letters)", tuple(TYPES)),
    "kind": ("Kind", tuple(TYPES)),
    "names": ("Other names", tuple(ActorKind.values)),
    "wikidata": ("Wikidata id", tuple(ActorKind.values)),
    "description": ("Description", tuple(ActorKind.values)),
    "articles": ("Articles that name it", tuple(ActorKind.values)),
    "geonames": ("GeoNames id", (PLACE,)),
    "latitude": ("Latitude", (PLACE,)),
    "longitude": ("Longitude", (PLACE,)),
    "precision": ("How exact the place is", (PLACE,)),
    "population": ("Population", (PLACE,)),
}
POINTS = frozenset({"point", "near", "city"})


class BadQuery(ValueError):
    """A query cannot be used: `where` it stands, what is wrong, and the way out."""

    def __init__(self, where: str, value: object, what: str, way_out: str) -> None:
        super().__init__(f"{where}: {str(value)[:80]!r} {what}; {way_out}")
        self.where, self.value, self.what, self.way_out = where, value, what, way_out


def describe_service(base: str, address: str) -> dict[str, Any]:
    """The manifest. `base`: of the pages; `address`: of the service, both absolute and without a slash at their ends."""
    suggest = {
        name: {"service_url": address, "service_path": f"/suggest/{name}/"} for name in ("entity", "property", "type")
    }
    return {
        "versions": ["0.2"],
        "name": "Newsbase: people, organisations and places in the news",
        "identifierSpace": f"{base}/",
        "schemaSpace": f"{base}/api/docs/",
        "defaultTypes": [_type(kind) for kind in TYPES],
        "view": {"url": f"{address}/view/{{{{id}}}}/"},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties/"},
            "property_settings": [],
        },
    }


def answer_queries(queries: Any) -> dict[str, Any]:
    """Answer a batch `{"q0": {"query": "…", "type": …, "limit": …, "properties": […]}}`; raises BadQuery."""
    if not isinstance(queries, dict) or len(queries) > MOST_QUERIES:
        raise BadQuery(
            "queries", type(queries).__name__, "is no batch", f"give an object of at most {MOST_QUERIES} queries"
        )
    return {str(key): {"result": _answer(str(key)[:40], query)} for key, query in queries.items()}


def extend_records(asked: Any) -> dict[str, Any]:
    """Answer `{"ids": […], "properties": [{"id": …}]}` with values; an id that is not ours has none. Raises BadQuery."""
    if not isinstance(asked, dict):
        raise BadQuery("extend", type(asked).__name__, "is no extension", 'give {"ids": […], "properties": […]}')
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or len(ids) > MOST_IDS or not all(isinstance(one, str) for one in ids):
        raise BadQuery("ids", ids, "is no list of ids", f"give at most {MOST_IDS} such as actor-12")
    names = [one.get("id") if isinstance(one, dict) else None for one in wanted] if isinstance(wanted, list) else [None]
    for name in names:
        if not isinstance(name, str) or name not in PROPERTIES:
            raise BadQuery("properties", name, "is no property", f"give some of {', '.join(PROPERTIES)}")
    records = find_records(ids)
    return {
        "meta": [{"id": name, "name": PROPERTIES[str(name)][0]} for name in names],
        "rows": {one: {str(name): _values(records.get(one), str(name)) for name in names} for one in ids},
    }


def find_records(ids: Iterable[str]) -> dict[str, Any]:
    """The actors and places of ids; what was merged answers by its survivor. Queries: two lists, one a merged id."""
    asked: dict[str, dict[int, str]] = defaultdict(dict)
    for one in ids:
        if found := IDENTIFIER.fullmatch(one):
            asked[found[1]][int(found[2])] = one
    lists: Mapping[str, Callable[[], Any]] = {"actor": list_actors, "location": list_gazetteer}
    found_records: dict[str, Any] = {}
    for table, wanted in asked.items():
        rows = {row.pk: row for row in lists[table]().filter(pk__in=wanted)}
        found_records |= {one: rows[pk] for pk, one in wanted.items() if pk in rows}
        for pk, one in wanted.items():
            model: Any = Actor if table == "actor" else Location
            if pk not in rows and (survivor := find_survivor(model, pk)) not in (None, pk):
                row = lists[table]().filter(pk=survivor).first()
                found_records |= {one: row} if row is not None else {}
    return found_records


def propose_properties(kind: str, limit: int) -> dict[str, Any]:
    """The properties that records of a type have."""
    fitting = [(name, label) for name, (label, kinds) in PROPERTIES.items() if not kind or kind in kinds]
    return {"type": kind, "limit": limit, "properties": [{"id": n, "name": label} for n, label in fitting[:limit]]}


def suggest_types(prefix: str) -> dict[str, Any]:
    return {"result": [_type(kind) for kind in TYPES if kind.startswith(prefix.lower())]}


def suggest_properties(prefix: str) -> dict[str, Any]:
    told = [(name, label) for name, (label, _) in PROPERTIES.items()]
    words = prefix.lower()
    return {"result": [{"id": n, "name": label} for n, label in told if n.startswith(words) or words in label.lower()]}


def suggest_entities(prefix: str) -> dict[str, Any]:
    """Actors whose name, or a word of it, begins so; then the likeliest places."""
    data = QueryDict(mutable=True)
    data["q"] = prefix
    actors = list(ActorFilter(data, queryset=list_actors()).qs[:10]) if len(prefix) > 1 else []
    places = [match.record for match in match_locations(AskedRecord(prefix), 5)] if prefix.strip() else []
    return {"result": [_entity(record) | {"notable": [_type(_type_of(record))]} for record in (*actors, *places)]}


def identify(record: Actor | Location) -> str:
    return f"{'actor' if isinstance(record, Actor) else 'location'}-{record.pk}"


def _answer(key: str, query: Any) -> list[dict[str, Any]]:
    name, kinds, country, limit = _read_query(key, query)
    found: list[Match] = []
    actor_kinds = [kind for kind in kinds if kind != PLACE]
    if actor_kinds or not kinds:
        asked = AskedRecord(name, actor_kinds[0] if len(actor_kinds) == 1 else "", country)
        found += [m for m in match_actors(asked, limit) if not kinds or m.record.kind in kinds]
    if PLACE in kinds or not kinds:
        found += match_locations(AskedRecord(name, "", country), limit)
    found.sort(key=lambda match: -match.score)
    sure = sum(match.is_sure for match in found) == 1
    return [
        _entity(match.record)
        | {
            "score": round(100 * match.score, 1),
            "match": match.is_sure and sure,
            "type": [_type(_type_of(match.record))],
            "features": [{"id": "name", "value": round(100 * match.score, 1)}],
        }
        for match in found[:limit]
    ]


def _read_query(key: str, query: Any) -> tuple[str, list[str], str, int]:
    if not isinstance(query, dict):
        raise BadQuery(key, type(query).__name__, "is no query", 'give {"query": "a name"}')
    name = query.get("query")
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or "\x00" in name:
        raise BadQuery(f"{key}.query", name, "is no name", f"give a text of at most {MAX_NAME} characters")
    given = query.get("type") or []
    kinds = given if isinstance(given, list) else [given]
    for kind in kinds:
        if not isinstance(kind, str) or kind not in TYPES:
            raise BadQuery(f"{key}.type", kind, "is no type", f"give some of {', '.join(TYPES)}")
    limit = query.get("limit", 5)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise BadQuery(f"{key}.limit", limit, "is no number", f"give 1 to {MOST_CANDIDATES}")
    properties = query.get("properties") or []
    country = ""
    for one in properties if isinstance(properties, list) else []:
        value = one.get("v") if isinstance(one, dict) and one.get("pid") == "country" else None
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, str) and len(value.strip()) == 2:
            country = value.strip().upper()
    return name.strip(), kinds, country, min(limit, MOST_CANDIDATES)


def _type(kind: str) -> dict[str, str]:
    return {"id": kind, "name": TYPES[kind]}


def _type_of(record: Actor | Location) -> str:
    return record.kind if isinstance(record, Actor) else PLACE


def _entity(record: Actor | Location) -> dict[str, Any]:
    text = record.description if isinstance(record, Actor) else record.precision
    told = ", ".join(part for part in (text[:200], record.country_code) if part)
    return {"id": identify(record), "name": record.name, "description": told}


def _values(record: Actor | Location | None, name: str) -> list[dict[str, Any]]:
    match record, name:
        case None, _:
            return []
        case _, "country":
            return [{"str": record.country_code}] if record.country_code else []
        case _, "kind":
            return [{"str": _type_of(record)}]
        case Actor(), "names":
            return [{"str": held.name} for held in record.names.all() if held.name != record.name]
        case Actor(), "wikidata":
            return [{"str": record.wikidata_id}] if record.wikidata_id else []
        case Actor(), "description":
            return [{"str": record.description}] if record.description else []
        case Actor(), "articles":
            return [{"int": record.mention_count}]
        case Location(), "geonames":
            return [{"str": str(record.geonames_id)}] if record.geonames_id else []
        case Location(), "latitude" | "longitude":
            value = record.lat if name == "latitude" else record.lon
            return [{"float": value}] if value is not None and record.precision in POINTS else []
        case Location(), "precision":
            return [{"str": record.precision}]
        case Location(), "population":
            return [{"int": record.population}] if record.population else []
    return []
