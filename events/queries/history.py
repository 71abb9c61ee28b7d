"""What people decided about a record, and how its row changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from events.models import (
    Actor,
    ActorHistory,
    ActorNameHistory,
    Decision,
    Event,
    EventHistory,
    Location,
    LocationHistory,
)

HISTORIES: dict[str, Any] = {"actor": ActorHistory, "location": LocationHistory, "event": EventHistory}
MOST_DECISIONS = 100
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """Newest first; the totals are exact. `names`: (table, id) -> what to call the records that the rows speak of."""

    decisions: Sequence[Decision]
    decisions_total: int
    rows: Sequence[Any]
    rows_total: int
    name_rows: Sequence[Any]
    names: dict[tuple[str, int], str]


def get_history(table: str, family: Iterable[int]) -> RecordHistory:
    """Return what happened to a record and to those merged into it. A constant number of queries, about nine."""
    ids = sorted(family)
    about: QuerySet[Decision] = Decision.objects.filter(touched__overlap=[f"{table}:{pk}" for pk in ids])
    decisions = list(about.select_related("job").order_by("-pk")[:MOST_DECISIONS])
    rows = HISTORIES[table].objects.filter(pgh_obj__in=ids)
    named = ActorNameHistory.objects.filter(actor__in=ids) if table == "actor" else ActorNameHistory.objects.none()
    return RecordHistory(
        decisions=decisions,
        decisions_total=about.count(),
        rows=list(rows.order_by("-pgh_id")[:MOST_ROWS]),
        rows_total=rows.count(),
        name_rows=list(named.order_by("-pgh_id")[:MOST_ROWS]),
        names=_find_names(decisions, table, ids),
    )


def _find_names(decisions: Sequence[Decision], table: str, ids: Sequence[int]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {"actor": set(), "location": set(), "event": set()}
    wanted[table] |= set(ids)
    for decision in decisions:
        for key in decision.touched:
            touched, _, pk = key.partition(":")
            if touched in wanted:
                wanted[touched].add(int(pk))
        for change in decision.inverse["changed"]:
            for column in ("before", "after"):
                for name, value in change[column].items():
                    named = table_of_column(change["table"], name)
                    if named and isinstance(value, int):
                        wanted[named].add(value)
    models: dict[str, Any] = {"actor": Actor, "location": Location, "event": Event}
    found: dict[tuple[str, int], str] = {}
    for held, pks in wanted.items():
        rows = models[held].objects.filter(pk__in=pks).values_list("pk", "title" if held == "event" else "name")
        found |= {(held, pk): name for pk, name in rows}
    return found


def table_of_column(table: str, column: str) -> str:
    """Which table an id in this column is of, "" where it holds none."""
    if column == "canonical_id":
        return table
    return {"actor_id": "actor", "speaker_id": "actor", "location_id": "location"}.get(column, "")
