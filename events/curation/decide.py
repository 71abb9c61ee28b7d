"""Making a decision: rows are changed and made through a draft, which so knows the exact inverse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import pghistory
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from events.curation.derive import refresh_derived
from events.curation.errors import CurationRefused
from events.curation.tables import columns_of, has_column, table_of
from events.models import Decision, Event
from events.models.choices import Verb
from events.pipeline.locks import hold_conclude_lock
from events.pipeline.store_events import recompute_events


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """The same change to some rows of a table; `before` and `after` hold only the columns that changed.

    `derived`: what the machine put in the place of a person's words; it may have derived something else since.
    """

    table: str
    ids: tuple[int, ...]
    before: dict[str, Any]
    after: dict[str, Any]
    derived: bool = False


@dataclass(frozen=True, slots=True)
class RowCreated:
    table: str
    id: int
    values: dict[str, Any]


@dataclass(slots=True)
class Draft:
    """A decision that is being made; `touch` names the records in whose history it shall stand."""

    decision: Decision
    changed: list[RowsChanged] = field(default_factory=list)
    created: list[RowCreated] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)

    def touch(self, table: str, *ids: int) -> None:
        self.touched |= {f"{table}:{pk}" for pk in ids}

    def change(self, rows: Iterable[Model], **values: Any) -> int:
        """Write the values (by column) into rows of one table that are locked; returns how many were not so already."""
        groups: dict[str, tuple[dict[str, Any], list[Model]]] = {}
        for row in rows:
            before = {name: getattr(row, name) for name in values if getattr(row, name) != values[name]}
            if before:
                groups.setdefault(json.dumps(before, sort_keys=True), (before, []))[1].append(row)
        for before, group in groups.values():
            after = {name: values[name] for name in before}
            ids = tuple(sorted(row.pk for row in group))
            self.changed.append(RowsChanged(table_of(group[0]), ids, before, after))
            write_columns(type(group[0]), ids, after)
            for row in group:
                for name, value in after.items():
                    setattr(row, name, value)
        return sum(len(group) for _, group in groups.values())

    def create(self, row: Model) -> None:
        row.save(force_insert=True)
        self.created.append(RowCreated(table_of(row), row.pk, columns_of(row)))

    def derive_event(self, event: Event, columns: Iterable[str]) -> None:
        """Derive anew what a locked event says, as part of the decision, so that undoing brings the words back."""
        before = {name: getattr(event, name) for name in columns}
        recompute_events([event.pk])
        event.refresh_from_db(fields=list(before))
        changed = {name for name in before if getattr(event, name) != before[name]}
        if changed:
            after = {name: getattr(event, name) for name in changed}
            words = {name: before[name] for name in changed}
            self.changed.append(RowsChanged("event", (event.pk,), words, after, derived=True))

    def inverse(self) -> dict[str, Any]:
        return {"changed": [asdict(c) for c in self.changed], "created": [asdict(c) for c in self.created]}


def read_inverse(decision: Decision) -> tuple[list[RowsChanged], list[RowCreated]]:
    """Return what a decision did, from its row."""
    changed = [RowsChanged(**{**row, "ids": tuple(row["ids"])}) for row in decision.inverse["changed"]]
    return changed, [RowCreated(**row) for row in decision.inverse["created"]]


def write_columns(model: Any, ids: Iterable[int], values: dict[str, Any]) -> None:
    """Write the same values into rows of a table, and when."""
    stamp = {"modified_at": timezone.now()} if has_column(model, "modified_at") else {}
    model.objects.filter(pk__in=ids).update(**values, **stamp)


@contextmanager
def telling_history(**who: Any) -> Iterator[None]:
    """Name the account and decision to the triggers that keep row history, for what is written inside and no longer."""
    with pghistory.context(**who):
        yield
    with connection.cursor() as cursor:  # the library leaves it set to the end of the transaction
        cursor.execute("SELECT set_config('pghistory.context_metadata', '', true)")


def refuse_nul(*given: Any) -> None:
    """PostgreSQL stores no NUL, neither in texts nor in JSON."""
    if "\\u0000" in json.dumps(given):
        raise CurationRefused("A text, name or note cannot hold the character NUL; leave it out.")


@contextmanager
def deciding(verb: Verb, user: User, payload: dict[str, Any], note: str = "", *, turn: bool = False) -> Iterator[Draft]:
    """One decision in one transaction: all of it, the derived counts and its record, or nothing.

    `turn`: wait for the batch that is being concluded, because what the machine derives changes too.
    """
    with transaction.atomic():
        if turn:
            hold_conclude_lock()
        refuse_nul(payload, note)
        account = user.get_username()
        if not account:
            raise CurationRefused("A decision needs a user with a name.")
        made = Decision.objects.create(
            verb=verb, user=user, account=account, payload=payload, inverse={}, touched=[], note=note[:500]
        )
        draft = Draft(made)
        with telling_history(account=account, decision=made.pk):
            yield draft
            refresh_derived(draft.changed)
        made.inverse, made.touched = draft.inverse(), sorted(draft.touched)
        made.save(update_fields=["inverse", "touched"])


@contextmanager
def continuing(made: Decision, *, turn: bool = False) -> Iterator[Draft]:
    """Add to a decision that is still being carried out, in one transaction; only what is new is derived."""
    with transaction.atomic():
        if turn:
            hold_conclude_lock()
        made = Decision.objects.select_for_update().get(pk=made.pk)
        if made.undone_at:
            raise CurationRefused(f"Decision {made.pk} was undone by {made.undone_account}.")
        changed, created = read_inverse(made)
        draft = Draft(made, list(changed), list(created), set(made.touched))
        with telling_history(account=made.account, decision=made.pk):
            yield draft
            refresh_derived(draft.changed[len(changed) :])
        made.inverse, made.touched = draft.inverse(), sorted(draft.touched)
        made.save(update_fields=["inverse", "touched"])
