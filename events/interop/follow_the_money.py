"""FollowTheMoney entities as JSON lines, as OpenSanctions publishes them (entities.ftm.json, targets.nested.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from events.interop.actor_records import LineError, Record, Refused, make_record, read_lines

KINDS = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "LegalEntity": "organization",
}
OURS = ("person", "organization", "group", "state", "media")
# Subjects whom OpenSanctions marks as armed or criminal bodies.
GROUP_TOPICS = frozenset({"crime.terror", "crime.traffick"})
DESCRIPTIONS = ("position", "summary", "notes")
COUNTRY_FIELDS = {"person": ("nationality", "citizenship", "country"), "": ("country", "jurisdiction", "mainCountry")}


def read_follow_the_money(file: Iterable[bytes]) -> Iterator[Record | Refused]:
    """Yield a record or a refusal for each line; entities that are no actors (addresses, ownerships) count as skipped."""
    for number, line in read_lines(file):
        if isinstance(line, Refused):
            yield line
        elif line:
            try:
                yield _read_entity(number, json.loads(line))
            except (json.JSONDecodeError, RecursionError) as error:
                yield Refused(number, f"not JSON: {str(error)[:120]}")
            except LineError as error:
                yield Refused(number, str(error))


def _read_entity(number: int, entity: Any) -> Record | Refused:
    if not isinstance(entity, dict) or not isinstance(entity.get("properties"), dict):
        raise LineError("no FollowTheMoney entity: it has no object “properties”")
    key, schema = entity.get("id"), entity.get("schema")
    if not isinstance(key, str) or not key:
        raise LineError(f"id: {key!r} is no text; each entity needs its id")
    kind = KINDS.get(schema) if isinstance(schema, str) else None
    if kind is None:
        return Refused(number, f"schema {str(schema)[:40]!r} is no actor", counts=False)
    properties = entity["properties"]
    topics = set(_texts(properties, "topics"))
    # Another Newsbase says which of our kinds it is: FollowTheMoney has no states, groups or media.
    said = {word.removeprefix("newsbase:") for word in _texts(properties, "keywords") if word.startswith("newsbase:")}
    kind = next((known for known in OURS if known in said), kind)
    if kind == "organization" and topics & GROUP_TOPICS:
        kind = "group"
    names = _texts(properties, "name")
    caption = entity.get("caption")
    if isinstance(caption, str) and caption.strip():
        names.insert(0, caption)
    if not names:
        raise LineError("name: is missing; an actor without a name cannot be found")
    countries = [c for field in COUNTRY_FIELDS.get(kind, COUNTRY_FIELDS[""]) for c in _texts(properties, field)]
    country = next((code for code in countries if len(code) == 2), "")
    wikidata = next((i for i in [*_texts(properties, "wikidataId"), key] if i[:1] == "Q" and i[1:].isdigit()), "")
    return make_record(
        number,
        key=f"ftm:{key}",
        name=names[0],
        kind=kind,
        strong=[*names[1:], *_texts(properties, "alias")],
        weak=_texts(properties, "weakAlias") + _texts(properties, "abbreviation"),
        country=country,
        wikidata_id=wikidata,
        description=next(
            iter(_texts(properties, "position") + _texts(properties, "summary") + _texts(properties, "notes")), ""
        ),
    )


def _texts(properties: dict[str, Any], name: str) -> list[str]:
    """The texts of a property: FollowTheMoney has lists, of texts or of nested entities."""
    values = properties.get(name)
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
