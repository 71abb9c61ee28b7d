"""The one lock of concluding: founding actors, copies, links and events cannot race."""

from __future__ import annotations

from django.db import connection

CONCLUDE_LOCK = 0x6E657773


def hold_conclude_lock() -> None:
    """Wait for the lock and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CONCLUDE_LOCK])
