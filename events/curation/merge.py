"""Saying that records are one. Nothing moves: the others point to the survivor, and every read follows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User

from events.curation.decide import deciding
from events.curation.errors import CurationRefused
from events.curation.judge import put_verdict
from events.curation.lock_rows import lock_survivors, name_row
from events.curation.seen import check_seen
from events.curation.tables import JUDGEMENTS, TABLES
from events.models import Decision
from events.models.choices import ActorKind, PlacePrecision, Verb, Verdict

# Read by the machine from the same words, now as one and now as another; a person or a state never is either.
ALIKE = {ActorKind.ORGANIZATION, ActorKind.GROUP, ActorKind.MEDIA}


def merge_actors(survivor: int, others: Iterable[int], user: User, note: str = "") -> Decision:
    """Let `survivor` answer for the others. Refuses a person with an organization and the like."""
    return merge("actor", survivor, others, user, note)


def merge_locations(survivor: int, others: Iterable[int], user: User, note: str = "") -> Decision:
    """Let one place answer for others. Refuses a country with anything smaller."""
    return merge("location", survivor, others, user, note)


def merge_events(survivor: int, others: Iterable[int], user: User, note: str = "") -> Decision:
    """Let one event answer for others; it then says what the articles of all of them tell."""
    return merge("event", survivor, others, user, note)


def merge(
    table: str,
    survivor: int,
    others: Iterable[int],
    user: User,
    note: str = "",
    *,
    seen: Mapping[int, str] | None = None,
) -> Decision:
    """Point the others, and what had been merged into them, to the survivor: one row each, however many mentions.

    `seen`: the records' marks from `find_versions`, as the person saw them; CurationConflict tells what changed since.
    Raises CurationRefused for a record with itself, an empty list, or kinds that cannot be one; CurationConflict
    where one of them was merged meanwhile (so no circle can come about).
    """
    if table not in JUDGEMENTS:
        raise CurationRefused(f"table: {table[:40]!r} cannot be merged; use {', '.join(JUDGEMENTS)}.")
    rest = sorted(set(others))
    if survivor in rest:
        raise CurationRefused(f"{table} {survivor} cannot be merged with itself; choose two records.")
    if not rest:
        raise CurationRefused(f"Nothing to merge into {table} {survivor}; choose at least two records.")
    with deciding(Verb.MERGE, user, {"table": table, "survivor": survivor, "others": rest}, note, turn=True) as draft:
        rows = lock_survivors(table, [survivor, *rest])
        if seen is not None:
            check_seen(table, rows, {pk: seen.get(pk, "") for pk in rows})
        for pk in rest:
            _check_kinds(rows[survivor], rows[pk])
            put_verdict(draft, table, survivor, pk, Verdict.SAME)
        followers = TABLES[table].objects.filter(canonical__in=rest).order_by("pk").select_for_update()
        draft.change([*(rows[pk] for pk in rest), *followers], canonical_id=survivor)
        draft.touch(table, survivor, *rest)
    return draft.decision


def _check_kinds(one: Any, other: Any) -> None:
    kinds = {_kind(one), _kind(other)}
    if len(kinds) > 1 and not kinds <= ALIKE:
        raise CurationRefused(
            f"{name_row(one)} is a {_kind(one)} and {name_row(other)} a {_kind(other)}: these cannot be one. "
            "Correct the kind first, where it is wrong."
        )


def _kind(row: Any) -> str:
    precision = getattr(row, "precision", "")
    if precision:
        return "country" if precision == PlacePrecision.COUNTRY else "place"
    return str(getattr(row, "kind", ""))
