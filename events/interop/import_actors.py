"""Foreign lists of actors into the database: streamed, safe to repeat, and never over what a person decided.

A record is known again by its key in its data set, its Wikidata id, or name, kind and country together. What an import
made it may change; into records of people, the vocabulary and the machine it only fills what is empty, and adds names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from events.interop.actor_records import Record, Refused
from events.models import Actor, ActorName
from events.models.choices import Origin
from events.names import fold, skeleton, token_key
from events.names.blocks import name_blocks
from events.pipeline.locks import hold_conclude_lock

BATCH = 500
MOST_REFUSALS = 1_000
"""Refusals that are kept with their reasons; all are counted."""

FIELDS = ("name", "kind", "country_code", "wikidata_id", "description")
FILLED = ("country_code", "wikidata_id", "description")


@dataclass(slots=True)
class Report:
    """What became of each line. `skipped`: no actors at all; `left_alone`: merged by a curator, or locked throughout."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    left_alone: int = 0
    skipped: int = 0
    refused: int = 0
    refusals: list[Refused] = field(default_factory=list)

    def refuse(self, line: Refused) -> None:
        """Count a line that gave no actor."""
        if not line.counts:
            self.skipped += 1
            return
        self.refused += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals.append(line)


def import_records(lines: Iterable[Record | Refused], report: Report, *, dry_run: bool = False) -> None:
    """Store records in batches, each in a transaction of its own; `report` is kept up to date, also when it breaks off.

    A dry run does all of it in one transaction and takes it back.
    """
    if dry_run:
        with transaction.atomic():
            _import_all(lines, report)
            transaction.set_rollback(True)
    else:
        _import_all(lines, report)


def _import_all(lines: Iterable[Record | Refused], report: Report) -> None:
    batch: list[Record] = []
    for line in lines:
        if isinstance(line, Refused):
            report.refuse(line)
            continue
        batch.append(line)
        if len(batch) >= BATCH:
            _import_batch(batch, report)
            batch = []
    if batch:
        _import_batch(batch, report)


def _import_batch(batch: list[Record], report: Report) -> None:
    done = Report()
    with transaction.atomic():
        hold_conclude_lock()  # founding actors and importing them take turns
        _Batch(batch).store(done)
    report.new += done.new
    report.updated += done.updated
    report.unchanged += done.unchanged
    report.left_alone += done.left_alone


class _Batch:
    """One batch on its way into the database: known records are found in three queries, and written in four."""

    def __init__(self, records: list[Record]) -> None:
        self.records = records
        keys = {key for record in records for key in _keys(record)}
        self.by_key = {actor.vocabulary_key: actor for actor in Actor.objects.filter(vocabulary_key__in=keys)}
        self.by_name: dict[tuple[str, str, str], list[Actor]] = {}
        folded = {fold(record.name) for record in records}
        alike = ActorName.objects.filter(key__in=folded, strong=True, actor__canonical__isnull=True)
        for name in alike.select_related("actor").order_by("actor_id", "pk"):
            bearers = self.by_name.setdefault((name.key, name.actor.kind, name.actor.country_code), [])
            if name.actor not in bearers:
                bearers.append(name.actor)
        self.wanted: dict[int, dict[str, bool]] = {}  # names by the place of the actor in `actors`
        self.actors: list[Actor] = []
        self.places: dict[int, int] = {}  # id() of an actor -> its place

    def store(self, done: Report) -> None:
        changed: set[int] = set()
        new: list[Actor] = []
        for record in self.records:
            actor = self._find(record)
            if actor is None:
                actor = Actor(origin=Origin.IMPORT, vocabulary_key=next(iter(_keys(record)), None))
                _write_fields(actor, record)
                new.append(actor)
                self._remember(record, actor)
            elif actor.canonical_id is not None:
                done.left_alone += 1
                continue
            elif _write_fields(actor, record):
                changed.add(id(actor))
            self._want_names(actor, record)
        Actor.objects.bulk_create(new)
        renamed = self._store_names()
        made = {id(actor) for actor in new}
        known = [actor for actor in self.actors if id(actor) not in made]
        for actor in known:
            actor.modified_at = timezone.now()
        written = [actor for actor in known if id(actor) in changed or actor.pk in renamed]
        Actor.objects.bulk_update(written, [*FIELDS, "modified_at"])
        done.new, done.updated, done.unchanged = len(new), len(written), len(known) - len(written)

    def _find(self, record: Record) -> Actor | None:
        for key in _keys(record):
            if key in self.by_key:
                return self.by_key[key]
        bearers = self.by_name.get((fold(record.name), record.kind, record.country), [])
        fitting = [actor for actor in bearers if _may_be(actor, record)]
        return fitting[0] if len(fitting) == 1 else None

    def _remember(self, record: Record, actor: Actor) -> None:
        for key in _keys(record):
            self.by_key[key] = actor
        self.by_name.setdefault((fold(record.name), record.kind, record.country), []).append(actor)

    def _want_names(self, actor: Actor, record: Record) -> None:
        if id(actor) not in self.places:
            self.places[id(actor)] = len(self.actors)
            self.actors.append(actor)
        wanted = self.wanted.setdefault(self.places[id(actor)], {})
        for name, strong in record.names:
            wanted[name] = wanted.get(name, False) or strong

    def _store_names(self) -> set[int]:
        """Bring the imported names up to date, those of others left as they are; returns whose names changed."""
        held: dict[int, list[ActorName]] = {}
        for row in ActorName.objects.filter(actor__in=[actor.pk for actor in self.actors]):
            held.setdefault(row.actor_id, []).append(row)
        added: list[ActorName] = []
        turned: list[ActorName] = []
        gone: list[int] = []
        touched: set[int] = set()
        for place, wanted in self.wanted.items():
            actor = self.actors[place]
            if "names" in actor.locked_fields:
                continue
            rows = {row.name: row for row in held.get(actor.pk, [])}
            more = [_name_row(actor, name, strong) for name, strong in wanted.items() if name not in rows]
            ours = [row for row in rows.values() if row.origin == Origin.IMPORT]
            stale = [row.pk for row in ours if row.name not in wanted]
            other = [row for row in ours if row.name in wanted and row.strong != wanted[row.name]]
            for row in other:
                row.strong = wanted[row.name]
            added, turned, gone = added + more, turned + other, gone + stale
            if more or stale or other:
                touched.add(actor.pk)
        ActorName.objects.filter(pk__in=gone).delete()
        ActorName.objects.bulk_update(turned, ["strong"])
        ActorName.objects.bulk_create(added, ignore_conflicts=True)
        return touched


def _keys(record: Record) -> list[str]:
    """The keys under which a record may be known, best first."""
    keys = [record.key, f"wikidata:{record.wikidata_id}" if record.wikidata_id else ""]
    return list(dict.fromkeys(key for key in keys if key))


def _may_be(actor: Actor, record: Record) -> bool:
    """A record of the same name, kind and country is another one where its ids say so."""
    if actor.wikidata_id and record.wikidata_id:
        return actor.wikidata_id == record.wikidata_id
    return not (actor.origin == Origin.IMPORT and actor.vocabulary_key and _keys(record))


def _write_fields(actor: Actor, record: Record) -> bool:
    """Set what this import may set; returns whether anything changed."""
    values = dict(
        zip(FIELDS, (record.name, record.kind, record.country, record.wikidata_id, record.description), strict=True)
    )
    changed = False
    for name, value in values.items():
        held = getattr(actor, name)
        may = name not in actor.locked_fields and (actor.origin == Origin.IMPORT or (name in FILLED and not held))
        if may and value and held != value:
            setattr(actor, name, value)
            changed = True
    return changed


def _name_row(actor: Actor, name: str, strong: bool) -> ActorName:
    return ActorName(
        actor=actor,
        name=name,
        strong=strong,
        key=fold(name),
        skeleton=skeleton(name),
        token_set=token_key(name),
        blocks=name_blocks(name, actor.kind),
        origin=Origin.IMPORT,
    )
