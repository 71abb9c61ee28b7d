"""Taking a decision back: exactly, or not at all, with a list of what has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from events.curation.decide import RowCreated, RowsChanged, read_inverse, telling_history, write_columns
from events.curation.derive import refresh_derived
from events.curation.errors import CurationConflict, CurationRefused, UndoRefused
from events.curation.lock_rows import name_row
from events.curation.tables import TABLES
from events.models import CurationJob, Decision, ReviewItem
from events.models.choices import ReviewState, Verb
from events.pipeline.locks import hold_conclude_lock

# Locks are a set of names: two decisions that lock two fields can be undone in any order.
SETS = {"locked_fields"}
# Derived or kept for people's eyes: gone with the record, and no reason to keep it.
FOLLOWING = ("EventActor", "ActorDay", "ReviewItem", "ActorHistory", "ActorNameHistory")
MOST_LISTED = 20


def undo(decision_id: int, user: User) -> Decision:
    """Set every row that the decision changed back to what it was, and remove those it made.

    Raises UndoRefused where one of them was changed since, CurationConflict where it was undone already.
    """
    with transaction.atomic():
        hold_conclude_lock()
        decision = Decision.objects.select_for_update().filter(pk=decision_id).first()
        if decision is None:
            raise CurationRefused(f"There is no decision {decision_id}; look at the record's history again.")
        if decision.undone_at:
            when = f"{decision.undone_at:%Y-%m-%d %H:%M} UTC"
            raise CurationConflict(f"Decision {decision_id} was undone by {decision.undone_account} at {when}.")
        if decision.verb == Verb.TAKEDOWN:
            raise UndoRefused(["the article's words were erased, and nobody has them any more"])
        _refuse_under_way(decision)
        changed, created = read_inverse(decision)
        rows = _lock(changed, created)
        _refuse_if(_find_differences(changed, created, rows))
        again = _find_changed_again(decision, changed, rows)
        _refuse_if(_find_later(decision, created) + again + _find_under_lock(decision, changed) + _find_lost(changed))
        with telling_history(account=user.get_username(), decision=decision.pk, undone=True):
            for change in reversed(changed):
                _restore(change, rows)
            _remove(created, rows)
            refresh_derived([replace(c, before=c.after, after=c.before) for c in reversed(changed)], created)
            decision.undone_at, decision.undone_by, decision.undone_account = timezone.now(), user, user.get_username()
            decision.save(update_fields=["undone_at", "undone_by", "undone_account"])
            _ask_again(decision)
    return decision


def _refuse_under_way(decision: Decision) -> None:
    job = CurationJob.objects.filter(decision=decision, finished_at=None).first()
    if job:
        raise CurationRefused(
            f"Decision {decision.pk} is still being carried out ({job.done} of {job.total}); undo it when it is done."
        )


def _ask_again(decision: Decision) -> None:
    """Put the question that the decision answered back into the review queue."""
    ReviewItem.objects.filter(decision=decision, state=ReviewState.DECIDED).update(
        state=ReviewState.OPEN, answer="", account="", answered_at=None, decision=None
    )


def _lock(changed: Iterable[RowsChanged], created: Iterable[RowCreated]) -> dict[tuple[str, int], Any]:
    ids: dict[str, set[int]] = {}
    for change in changed:
        ids.setdefault(change.table, set()).update(change.ids)
    for made in created:
        ids.setdefault(made.table, set()).add(made.id)
    return {
        (table, row.pk): row
        for table in TABLES
        for row in TABLES[table].objects.filter(pk__in=ids.get(table, ())).order_by("pk").select_for_update()
    }


def _find_differences(
    changed: Sequence[RowsChanged], created: Sequence[RowCreated], rows: dict[tuple[str, int], Any]
) -> list[str]:
    expected = [(c.table, pk, c.before, c.after) for c in changed if not c.derived for pk in c.ids]
    expected += [(made.table, made.id, {}, made.values) for made in created]
    found = []
    for table, pk, before, after in expected:
        row = rows.get((table, pk))
        if row is None:
            found.append(f"{table} {pk} is gone")
            continue
        for column, value in after.items():
            held = getattr(row, column)
            if column in SETS and before:
                added, taken = set(value) - set(before[column]), set(before[column]) - set(value)
                same = added <= set(held) and not taken & set(held)
            else:
                same = held == value
            if not same:
                found.append(f"{column} of {name_row(row)} became {str(held)[:80]!r} (was left as {str(value)[:80]!r})")
    return found


def _find_later(decision: Decision, created: Iterable[RowCreated]) -> list[str]:
    """Decisions about a record that would be deleted: undoing them later would need it."""
    return [
        f"{later.account} decided about the new {made.table} {made.id} ({later.verb}, decision {later.pk})"
        for made in created
        for later in Decision.objects.about(made.table, made.id).filter(pk__gt=decision.pk, undone_at__isnull=True)
    ]


def _find_changed_again(
    decision: Decision, changed: Sequence[RowsChanged], rows: dict[tuple[str, int], Any]
) -> list[str]:
    """Later decisions that wrote the same column of a row, by chance to what this one left there: they stand on it."""
    found = []
    later_ones = Decision.objects.filter(pk__gt=decision.pk, undone_at=None, touched__overlap=decision.touched)
    for later in later_ones.order_by("pk"):
        for theirs in read_inverse(later)[0]:
            for ours in changed:
                columns = ours.after.keys() & theirs.after.keys() - SETS
                if columns and ours.table == theirs.table and not ours.derived and not theirs.derived:
                    found += [
                        f"{later.account} changed {', '.join(sorted(columns))} of {name_row(rows[ours.table, pk])} again "
                        f"(decision {later.pk})"
                        for pk in sorted(set(ours.ids) & set(theirs.ids))
                    ]
    return found


def _find_under_lock(decision: Decision, changed: Iterable[RowsChanged]) -> list[str]:
    """Later edits of an event's field that stand only because this decision locked it: the machine would take it back."""
    found = []
    for change in changed:
        freed = set(change.after.get("locked_fields", ())) - set(change.before.get("locked_fields", ()))
        for pk in change.ids if change.table == "event" and freed else ():
            later = Decision.objects.about("event", pk).filter(verb=Verb.EDIT, undone_at=None, pk__gt=decision.pk)
            found += [
                f"{edit.account} edited {', '.join(sorted(freed & edit.payload['values'].keys()))} of event {pk} "
                f"(decision {edit.pk})"
                for edit in later
                if freed & edit.payload.get("values", {}).keys()
            ]
    return found


def _find_lost(changed: Iterable[RowsChanged]) -> list[str]:
    """Records that rows would point to again, and that are there no longer."""
    lost = []
    for change in changed:
        for column, value in change.before.items():
            field = TABLES[change.table]._meta.get_field(column)
            if field.is_relation and value is not None:
                model = field.related_model
                if not model.objects.filter(pk=value).exists():
                    lost.append(f"{model._meta.verbose_name} {value} is gone")
    return lost


def _restore(change: RowsChanged, rows: dict[tuple[str, int], Any]) -> None:
    model = TABLES[change.table]
    plain = {name: value for name, value in change.before.items() if name not in SETS}
    write_columns(model, change.ids, plain)
    for column in SETS & change.before.keys():
        before, after = set(change.before[column]), set(change.after[column])
        for pk in change.ids:
            held = set(getattr(rows[change.table, pk], column))
            write_columns(model, [pk], {column: sorted(held - (after - before) | (before - after))})


def _remove(created: Sequence[RowCreated], rows: dict[tuple[str, int], Any]) -> None:
    """Delete what the decision made, last first; refuses where something else refers to it by now."""
    for made in reversed(created):
        row = rows[made.table, made.id]
        used = []
        for relation in row._meta.related_objects:
            if relation.related_model.__name__ not in FOLLOWING:
                count = relation.related_model.objects.filter(**{relation.field.name: row}).count()
                name = relation.related_model._meta.verbose_name_plural
                used += [f"{count} {name} came to refer to {name_row(row)}"] if count else []
        _refuse_if(used)
        row.delete()


def _refuse_if(changes: Sequence[str]) -> None:
    if changes:
        more = [f"and {len(changes) - MOST_LISTED} more"] if len(changes) > MOST_LISTED else []
        raise UndoRefused([*changes[:MOST_LISTED], *more])
