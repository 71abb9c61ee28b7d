"""Whose clock a time is by: what processes of several machines compare is the database's, for their own may differ by hours;
what an outlet writes is its own."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now


def from_now(after: timedelta) -> ExpressionWrapper:
    """Return what an update writes for a time so long after this statement, by the database's clock."""
    return ExpressionWrapper(Now() + after, output_field=DateTimeField())


def minutes_east(moment: datetime | None) -> int | None:
    """Minutes east of UTC of the clock that a time was written by; None for UTC, which says nothing of an outlet's clock."""
    offset = moment.utcoffset() if moment else None
    return round(offset.total_seconds() / 60) if offset else None
