"""Telling an outage of the database from an error that an article causes: the one passes, the other comes back."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError

# Classes of SQLSTATE that say nothing about what was asked: connection (08), transaction rolled back by a deadlock (40),
# no room, memory or connections (53), lock not to be had (55), the server stops or starts (57), its files fail (58).
PASSING = ("08", "40", "53", "55", "57", "58")


def is_outage(error: BaseException) -> bool:
    """Did the database fail for reasons that the statement has no part in?"""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or str(state).startswith(PASSING)
