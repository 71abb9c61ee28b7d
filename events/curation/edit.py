"""Correcting fields by hand, and keeping them from the machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User

from events.curation.alias import new_name
from events.curation.check import check_row
from events.curation.decide import deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.lock_rows import lock_rows, lock_survivors, name_row
from events.curation.seen import check_seen
from events.curation.tables import TABLES
from events.models import Decision, Location
from events.models.choices import Verb
from events.pipeline.store_events import LOCKED_COLUMNS

# Fields by the record's table; "names" can be locked, so that the vocabulary leaves an actor's names alone.
EDITABLE: dict[str, tuple[str, ...]] = {
    "actor": ("name", "kind", "description", "country_code", "wikidata_id", "roles", "location"),
    "location": ("name", "lat", "lon", "precision", "population"),
    "event": ("title", "topic", "location"),
}
LOCKABLE = {**EDITABLE, "actor": (*EDITABLE["actor"], "names")}


def edit_fields(
    table: str,
    pk: int,
    values: Mapping[str, Any],
    user: User,
    *,
    seen: Mapping[str, Any] | None = None,
    version: str = "",
    note: str = "",
) -> Decision:
    """Set fields of an actor, location or event and lock them. `location` is given by id.

    `seen`: what the person saw in these fields; where one is another by now, CurationConflict tells what it became.
    `version`: the record's mark from `find_versions`; where it is another by now, CurationConflict tells who did what.
    An actor's new name is added to those it is known by.
    """
    _check_fields(table, values, EDITABLE)
    asked = {"table": table, "id": pk, "values": dict(values)}
    with deciding(Verb.EDIT, user, asked, note, turn=table == "event") as draft:
        row = lock_survivors(table, [pk])[pk]
        if version:
            check_seen(table, {pk: row}, {pk: version})
        columns = {_column(table, name): value for name, value in values.items()}
        for name, value in (seen or {}).items():
            held = getattr(row, _column(table, name))
            if held != value:
                raise CurationConflict(f"{name} of {name_row(row)} became {str(held)[:80]!r} in the meantime.")
        place = None
        if columns.get("location_id") is not None:
            place = lock_rows("location", [columns["location_id"]])[columns["location_id"]]
        if all(getattr(row, column) == value for column, value in columns.items()):
            raise CurationConflict(f"{name_row(row)} has these values already.")
        _check_values(row, columns, values)
        if table == "event":
            columns |= _follow_in_event(columns, place)
        draft.change([row], **columns, locked_fields=sorted({*row.locked_fields, *values}))
        if (
            table == "actor"
            and "name" in values
            and not row.names.filter(name=new_name(row, row.name, strong=True).name)
        ):
            draft.create(new_name(row, row.name, strong=True))
        draft.touch(table, pk)
    return draft.decision


def lock_fields(table: str, pk: int, fields: Iterable[str], user: User, note: str = "") -> Decision:
    """Keep fields from being overwritten by the machine, as they are now."""
    return _set_locks(Verb.LOCK, table, pk, fields, user, note)


def unlock_fields(table: str, pk: int, fields: Iterable[str], user: User, note: str = "") -> Decision:
    """Let the machine and its data sets write these fields again."""
    return _set_locks(Verb.UNLOCK, table, pk, fields, user, note)


def _set_locks(verb: Verb, table: str, pk: int, fields: Iterable[str], user: User, note: str) -> Decision:
    names = sorted(set(fields))
    _check_fields(table, names, LOCKABLE)
    turn = table == "event"
    with deciding(verb, user, {"table": table, "id": pk, "fields": names}, note, turn=turn) as draft:
        row = lock_survivors(table, [pk])[pk]
        held = set(row.locked_fields)
        wanted = held | set(names) if verb == Verb.LOCK else held - set(names)
        if wanted == held:
            raise CurationConflict(f"{', '.join(names)} of {name_row(row)}: {verb}ed already.")
        draft.change([row], locked_fields=sorted(wanted))
        if verb == Verb.UNLOCK and table == "event":
            draft.derive_event(row, [column for name in names for column in LOCKED_COLUMNS[name]])
        draft.touch(table, pk)
    return draft.decision


def _check_fields(table: str, names: Iterable[str], allowed: Mapping[str, tuple[str, ...]]) -> None:
    known = allowed.get(table)
    if known is None:
        raise CurationRefused(f"table: {table!r} has no fields to be decided on; use {' or '.join(allowed)}.")
    strange = sorted(set(names) - set(known))
    if strange or not names:
        raise CurationRefused(f"fields: {', '.join(strange) or 'none given'}; choose from {', '.join(known)}.")


def _check_values(row: Any, columns: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Try the values on a copy of the row, which is not stored."""
    tried = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields} | dict(columns))
    roles = values.get("roles", [])
    if not isinstance(roles, list) or not all(isinstance(role, dict) and role.get("title") for role in roles):
        raise CurationRefused(f'roles: {str(roles)[:80]!r} is no list of objects such as {{"title": "president"}}.')
    if (getattr(tried, "lat", None) is None) != (getattr(tried, "lon", None) is None):
        raise CurationRefused("lat, lon: a point needs both; give both or neither.")
    check_row(tried, values)


def _follow_in_event(columns: Mapping[str, Any], place: Location | None) -> dict[str, Any]:
    """What an event's place and topic carry along: the country; no score, because no machine gave it."""
    follow: dict[str, Any] = {}
    if "location_id" in columns:
        follow["country_code"] = place.country_code if place else ""
    if "topic" in columns:
        follow["topic_score"] = None
    return follow


def _column(table: str, name: str) -> str:
    return str(TABLES[table]._meta.get_field(name).attname)
