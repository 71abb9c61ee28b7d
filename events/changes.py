"""How long changes are kept: all for SETTLED_DAYS, then the last one of each record for CHANGES_KEEP_DAYS."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction

# Whoever follows within this time sees every single change; later, the last one of each record.
SETTLED_DAYS = 1
# A later row of the same record says all that a reader needs to do: fetch it, or let it go.
COMPACT = """
DELETE FROM events_change AS former USING (
       SELECT id, row_number() OVER (PARTITION BY kind, record ORDER BY transaction DESC, id DESC) AS place
         FROM events_change WHERE at < now() - make_interval(days => %s) AND verb <> 'horizon') AS held
 WHERE former.id = held.id AND held.place > 1
"""
# The newest row that is too old stays, as the mark below which nothing can be followed any more.
FORGET = """
WITH mark AS (
     SELECT transaction, id FROM events_change
      WHERE at < now() - make_interval(days => %s) ORDER BY transaction DESC, id DESC LIMIT 1),
gone AS (
     DELETE FROM events_change AS old USING mark
      WHERE (old.transaction, old.id) < (mark.transaction, mark.id) RETURNING 1),
marked AS (
     UPDATE events_change AS kept SET verb = 'horizon' FROM mark WHERE kept.id = mark.id AND kept.verb <> 'horizon')
SELECT count(*) FROM gone
"""


def prune_changes() -> int:
    """Remove changes that a later one makes needless, and those older than CHANGES_KEEP_DAYS; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FORGET, [settings.CHANGES_KEEP_DAYS])
        removed = int(cursor.fetchone()[0])
        cursor.execute(COMPACT, [SETTLED_DAYS])
        return removed + cursor.rowcount
