"""Times that processes of several machines compare are the database's: the machines' own clocks may differ by hours."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import DateTimeField, ExpressionWrapper
from django.db.models.functions import Now


def from_now(after: timedelta) -> ExpressionWrapper:
    """Return what an update writes for a time so long after this statement, by the database's clock."""
    return ExpressionWrapper(Now() + after, output_field=DateTimeField())
