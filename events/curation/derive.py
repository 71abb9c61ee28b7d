"""What follows from a decision's rows: counts of actors, and what events say. The same for a decision and its undoing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from events.curation.derive_claims import refresh_about, refresh_claims
from events.models import Event, EventArticle, Mention
from events.pipeline.recount import recount_actors
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

    A constant number of statements, whatever their number.
    """
    linked, placed = _ids(changes, "mention", "actor_id"), _ids(changes, "mention", "location_id")
    merged = _ids(changes, "event", "canonical_id") | _ids(changes, "event", "locked_fields")
    actors = _values(changes, "mention", "actor_id")
    actors |= (
        _ids(changes, "actor", "locked_fields")
        | _ids(changes, "actor", "canonical_id")
        | _values(changes, "actor", "canonical_id")
    )
    recount_actors(actors)
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


def _ids(changes: Iterable[Changed], table: str, column: str) -> set[int]:
    return {pk for c in changes if c.table == table and column in c.after for pk in c.ids}


def _values(changes: Iterable[Changed], table: str, column: str) -> set[int]:
    held = [c for c in changes if c.table == table and column in c.after]
    return {int(str(v)) for c in held for v in (c.before[column], c.after[column]) if v is not None}


def _events_of(mentions: set[int]) -> set[int]:
    articles = Mention.objects.filter(pk__in=mentions).values("article")
    return set(EventArticle.objects.filter(article__in=articles).values_list("event_id", flat=True))
