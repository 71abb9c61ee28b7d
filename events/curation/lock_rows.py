"""Taking records for oneself until the decision is made: in the order of their ids, so that nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from events.curation.errors import CurationConflict, CurationRefused
from events.curation.tables import TABLES
from events.models import Decision
from events.models.choices import Verb

BIGGEST_ID = 2**63 - 1


def lock_rows(table: str, ids: Iterable[int]) -> dict[int, Any]:
    """Return the rows by id; waits for whoever is changing one of them. Refuses when one does not exist."""
    wanted = sorted(set(ids))
    known = [pk for pk in wanted if 0 < pk <= BIGGEST_ID]
    rows = {row.pk: row for row in TABLES[table].objects.filter(pk__in=known).order_by("pk").select_for_update()}
    missing = [str(pk) for pk in wanted if pk not in rows]
    if missing:
        raise CurationRefused(f"There is no {table} {', '.join(missing)}; look the record up again.")
    return rows


def lock_survivors(table: str, ids: Iterable[int]) -> dict[int, Any]:
    """Like `lock_rows`, for records that nobody merged away; says who did."""
    rows = lock_rows(table, ids)
    for row in rows.values():
        if row.canonical_id is not None:
            raise CurationConflict(
                f"{name_row(row)} was merged into {table} {row.canonical_id}{who_merged(table, row)}."
            )
    return rows


def who_merged(table: str, row: Any) -> str:
    made = Decision.objects.about(table, row.pk).filter(verb=Verb.MERGE, undone_at__isnull=True).first()
    return f" by {made.account} at {made.made_at:%Y-%m-%d %H:%M} UTC (decision {made.pk})" if made else ""


def name_row(row: Any) -> str:
    return f"{row._meta.verbose_name} {row.pk} “{str(row)[:80]}”"
