"""What a person saw of a record when the page was opened: carried in the form, compared when it is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from events.curation.errors import CurationConflict
from events.curation.lock_rows import name_row
from events.curation.tables import TABLES
from events.models import Decision

# Counts and what events say are written without touching modified_at, so the machine's daily work changes no version.
VERSIONS = """
SELECT held.id, held.modified_at, last.decision, last.undone
  FROM {table} AS held
  LEFT JOIN LATERAL (
       SELECT max(made.id) AS decision, max(made.undone_at) AS undone
         FROM events_decision AS made WHERE made.touched @> ARRAY[%s || held.id]::varchar[]) AS last ON true
 WHERE held.id = ANY(%s)
"""


def find_versions(table: str, ids: Iterable[int]) -> dict[int, str]:
    """Return a mark for each record that differs after any decision about it, undone ones included. One query."""
    with connection.cursor() as cursor:
        cursor.execute(VERSIONS.format(table=TABLES[table]._meta.db_table), [f"{table}:", sorted(set(ids))])
        return {
            pk: f"{decision or 0}.{_micro(undone)}.{_micro(modified)}"
            for pk, modified, decision, undone in cursor.fetchall()
        }


def check_seen(table: str, rows: Mapping[int, Any], seen: Mapping[int, str]) -> None:
    """Raise CurationConflict where a locked record is no longer as it was seen, telling who did what since."""
    now = find_versions(table, seen)
    changed = [pk for pk, version in seen.items() if now.get(pk) != version]
    if changed:
        told = [f"{name_row(rows[pk])}: {_tell_since(table, pk, seen[pk])}" for pk in sorted(changed)]
        raise CurationConflict(f"Changed since you opened the page: {'; '.join(told)}. Look again before you decide.")


def _tell_since(table: str, pk: int, version: str) -> str:
    parts = version.split(".")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return f"the form's mark {version[:40]!r} is not one of ours"
    last, undone = int(parts[0]), datetime.fromtimestamp(int(parts[1]) / 1e6, tz=UTC)
    about = Decision.objects.about(table, pk)
    told = [f"{d.verb} by {d.account} at {_clock(d.made_at)} (decision {d.pk})" for d in about.filter(pk__gt=last)[:5]]
    told += [
        f"decision {d.pk} undone by {d.undone_account} at {_clock(d.undone_at)}"
        for d in about.filter(undone_at__gt=undone, pk__lte=last)[:5]
    ]
    return ", ".join(told) or "another way than by a decision"


def _clock(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else ""


def _micro(moment: datetime | None) -> int:
    if moment is None:
        return 0
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
