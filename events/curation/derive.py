"""What follows from a decision's rows: counts of actors, and what events say. The same for a decision and its undoing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from events.curation.derive_claims import refresh_about, refresh_claims
from events.models import Event, EventArticle, Mention
from events.pipeline.count_moves import Move, count_moved_mentions, count_moved_records
from events.pipeline.day_counts import ACTORS, PLACES
from events.pipeline.recount import mark_private
from events.pipeline.store_events import recompute_events, recount_event_actors


class Changed(Protocol):
    @property
    def table(self) -> str: ...
    @property
    def ids(self) -> tuple[int, ...]: ...
    @property
    def before(self) -> dict[str, object]: ...
    @property
    def after(self) -> dict[str, object]: ...


class Created(Protocol):
    @property
    def table(self) -> str: ...
    @property
    def values(self) -> dict[str, object]: ...


def refresh_derived(changes: Sequence[Changed], removed: Sequence[Created] = ()) -> None:
    """Bring up to date what is counted over the changed rows, and over made rows that an undo removed.

    `changes` go from what was to what is: an undo gives them turned round, last first. A constant number of statements,
    whatever their number, but for records that were merged or parted.
    """
    linked, placed = _ids(changes, "mention", "actor_id"), _ids(changes, "mention", "location_id")
    merged = _ids(changes, "event", "canonical_id") | _ids(changes, "event", "locked_fields")
    for table, column, counted in (("actor", "actor_id", ACTORS), ("location", "location_id", PLACES)):
        count_moved_mentions(counted, _moves(changes, "mention", column))
        count_moved_records(counted, _moves(changes, table, "canonical_id"))
    actors = _values(changes, "mention", "actor_id") | _values(changes, "actor", "canonical_id")
    mark_private(actors | _ids(changes, "actor", "locked_fields") | _ids(changes, "actor", "canonical_id"))
    refresh_about(linked)
    recount_event_actors(_events_of(linked))
    recompute_events(_events_of(placed) | merged | _values(changes, "event", "canonical_id"))
    places = _ids(changes, "location", "canonical_id")
    if places:
        mains = places | _values(changes, "location", "canonical_id")
        told = Event.objects.filter(location__in=mains, event_locations__location__in=places)
        recompute_events(told.values_list("pk", flat=True))
    refresh_claims(
        spoken=_ids(changes, "claim", "speaker_id"),
        links=_ids(changes, "claim_link", "rejected") | _ids(changes, "claim_link", "decided_by"),
        ends={
            int(str(row.values[end]))
            for row in removed
            if row.table == "claim_link"
            for end in ("claim_id", "other_id")
        },
        events=_ids(changes, "event", "canonical_id") | _values(changes, "event", "canonical_id"),
    )


def _moves(changes: Iterable[Changed], table: str, column: str) -> list[Move]:
    """What each row named first, and names last; a decision may have changed a row more than once."""
    moves: dict[int, Move] = {}
    for change in changes:
        if change.table == table and column in change.after:
            old, new = _pk(change.before[column]), _pk(change.after[column])
            for pk in change.ids:
                moves[pk] = Move(pk, moves[pk].old if pk in moves else old, new)
    return list(moves.values())


def _pk(value: object) -> int | None:
    return None if value is None else int(str(value))


def _ids(changes: Iterable[Changed], table: str, column: str) -> set[int]:
    return {pk for c in changes if c.table == table and column in c.after for pk in c.ids}


def _values(changes: Iterable[Changed], table: str, column: str) -> set[int]:
    held = [c for c in changes if c.table == table and column in c.after]
    return {int(str(v)) for c in held for v in (c.before[column], c.after[column]) if v is not None}


def _events_of(mentions: set[int]) -> set[int]:
    articles = Mention.objects.filter(pk__in=mentions).values("article")
    return set(EventArticle.objects.filter(article__in=articles).values_list("event_id", flat=True))
