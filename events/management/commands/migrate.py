"""Django's `migrate`, which lets readers through: it waits for a table only briefly, steps back, and comes again.

A change of a table waits for all who use it, and everybody who comes later waits behind it. Without a limit one long
report would so stop the pages of a running site for as long as it takes.
"""

from __future__ import annotations

import time
from typing import Any

import psycopg
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections

# Pages and requests wait at most so long behind us; the pause lets through whoever queued up.
LOCK_SECONDS = 3.0
PAUSE_SECONDS = 5.0
MOST_TRIES = 40  # more than five minutes in all
HOLDERS = r"""
SELECT pid, application_name, extract(epoch FROM now() - xact_start)::int, left(regexp_replace(query, '\s+', ' ', 'g'), 100)
  FROM pg_stat_activity
 WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
 ORDER BY xact_start LIMIT 3
"""
# What CREATE INDEX CONCURRENTLY leaves when it is interrupted, and what would be in its way the next time.
UNFINISHED = """
SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid AND indrelid::regclass::text LIKE 'events_%'
"""


class Command(migrate.Command):
    """Migrates, a few seconds of waiting for a table at a time."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's command until it was let in; CommandError names who was in the way all the time."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('lock_timeout')")
            [before] = cursor.fetchone()
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{LOCK_SECONDS * 1000:.0f}ms"])
        try:
            for attempt in range(1, MOST_TRIES + 1):
                try:
                    super().handle(*args, **options)
                    return
                except OperationalError as error:
                    if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                        raise
                    holders = self.name_holders(connection)
                    if attempt == MOST_TRIES:
                        raise CommandError(
                            f"A table stayed in use through {MOST_TRIES} tries; nothing of this migration is done. In the "
                            f"way may be: {holders}. Wait for it or end it (pg_terminate_backend), then migrate again."
                        ) from error
                    self.stderr.write(f"A table is in use ({holders}); readers go first, trying again …")
                    self.drop_unfinished(connection)
                    time.sleep(PAUSE_SECONDS)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [before])

    def drop_unfinished(self, connection: Any) -> None:
        """Drop indices whose building was given up."""
        with connection.cursor() as cursor:
            cursor.execute(UNFINISHED)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP INDEX IF EXISTS {name}")

    def name_holders(self, connection: Any) -> str:
        """Tell the longest transactions beside ours."""
        with connection.cursor() as cursor:
            cursor.execute(HOLDERS)
            rows = cursor.fetchall()
        return (
            "; ".join(f"process {pid} {name} since {age} s: {query}" for pid, name, age, query in rows) or "nobody now"
        )
