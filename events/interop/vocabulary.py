"""The shipped vocabulary of well-known actors into the database: idempotent, and never over a curator's edit."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from events.models import Actor, ActorName, DataVersion, Location
from events.models.choices import ActorKind, Origin
from events.names import fold, skeleton, token_key
from events.vocabulary.load import FOLDER
from events.vocabulary.load import load_actors as actors
from events.vocabulary.load import load_states as states

NAME = "vocabulary"
FIELDS = ("name", "kind", "description", "country_code", "roles")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One actor as the vocabulary has it: the columns of its record, and its (name, strong) pairs."""

    key: str
    columns: dict[str, Any]
    names: tuple[tuple[str, bool], ...]


def load_vocabulary() -> int:
    """Bring the vocabulary's actors up to date; returns how many records it holds, 0 when nothing had changed."""
    version = describe_version()
    if DataVersion.objects.filter(name=NAME, version=version).exists():
        return 0
    wanted = list(wanted_actors())
    with transaction.atomic():
        records = _upsert_actors(wanted)
        _add_names(wanted, records)
        _link_states(records)
        DataVersion.objects.update_or_create(name=NAME, defaults={"version": version})
    return len(wanted)


def describe_version() -> str:
    """Fingerprint the files that the records come from, and this module's key making."""
    files = sorted([*FOLDER.glob("states.yaml"), *FOLDER.glob("actors/*.yaml")])
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\x00" + file.read_bytes())
    gazetteer = DataVersion.objects.filter(name="gazetteer").values_list("version", flat=True).first() or ""
    return hashlib.sha256(f"{digest.hexdigest()} {gazetteer}".encode()).hexdigest()[:12]


def wanted_actors() -> Iterator[Wanted]:
    """Yield every record of the vocabulary, states first; touches no database."""
    yield from _wanted_states()
    yield from _wanted_others()


def _wanted_states() -> Iterable[Wanted]:
    for state in states():
        columns = {
            "name": state.name,
            "kind": ActorKind.STATE,
            "description": "",
            "country_code": state.code,
            "roles": [],
        }
        strong = [*state.names, *state.demonyms]
        weak = [*state.weak, state.capital]
        yield Wanted(state.key, columns, tuple(_pairs(strong, weak)))


def _wanted_others() -> Iterable[Wanted]:
    for actor in actors():
        columns = {
            "name": actor.name,
            "kind": actor.kind,
            "description": actor.description,
            "country_code": actor.country or "",
            "roles": [asdict(role) for role in actor.roles],
        }
        yield Wanted(actor.key, columns, tuple(_pairs(actor.names, actor.weak)))


def _pairs(strong: Iterable[str], weak: Iterable[str]) -> Iterable[tuple[str, bool]]:
    """Yield each name once; what is weak in one writing ("ICC") is in the others that fold alike ("I.C.C.")."""
    weak, strong = list(weak), list(strong)
    shared = {fold(name) for name in weak}
    weak += [name for name in strong[1:] if fold(name) in shared and " " not in name]
    strong = [name for name in strong if name not in weak]
    seen: set[str] = set()
    for names, is_strong in ((strong, True), (weak, False)):
        for name in names:
            if name and name not in seen:
                seen.add(name)
                yield name, is_strong


def _upsert_actors(wanted: list[Wanted]) -> dict[str, Actor]:
    """Make or update the records; a field that a curator locked, and a record that one merged, stay as they are."""
    known = {a.vocabulary_key: a for a in Actor.objects.filter(vocabulary_key__in=[w.key for w in wanted])}
    new, changed = [], []
    for item in wanted:
        record = known.get(item.key)
        if record is None:
            new.append(Actor(vocabulary_key=item.key, origin=Origin.VOCABULARY, **item.columns))
            continue
        before = [getattr(record, field) for field in FIELDS]
        for field in FIELDS:
            if field not in record.locked_fields:
                setattr(record, field, item.columns[field])
        if before != [getattr(record, field) for field in FIELDS]:
            changed.append(record)
    Actor.objects.bulk_create(new)
    Actor.objects.bulk_update(changed, FIELDS)
    return {str(a.vocabulary_key): a for a in [*known.values(), *new]}


def _add_names(wanted: list[Wanted], records: dict[str, Actor]) -> None:
    """Replace the vocabulary's own names; names that people or articles added are left alone."""
    ActorName.objects.filter(actor__in=records.values(), origin=Origin.VOCABULARY).delete()
    rows = [
        ActorName(
            actor=records[item.key],
            name=name[:200],
            strong=strong,
            key=fold(name),
            skeleton=skeleton(name),
            token_set=token_key(name),
            origin=Origin.VOCABULARY,
        )
        for item in wanted
        if "names" not in records[item.key].locked_fields
        for name, strong in item.names
    ]
    ActorName.objects.bulk_create(rows, ignore_conflicts=True)


def _link_states(records: dict[str, Actor]) -> None:
    """Tie each state to its country in the gazetteer ("Washington said" and "in the United States" are one)."""
    countries = dict(
        Location.objects.filter(precision="country", canonical__isnull=True).values_list("country_code", "pk")
    )
    tied = []
    for record in records.values():
        place = countries.get(record.country_code)
        if record.kind == ActorKind.STATE and place and record.location_id != place:
            record.location_id = place
            tied.append(record)
    Actor.objects.bulk_update(tied, ["location"])
