"""How politely each host is asked: one row a host, shared by all workers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class HostPace(models.Model):
    """When a host may be asked next, and the requests under way there (when each counts as lost)."""

    host = models.CharField(max_length=260, primary_key=True)
    next_free_at = models.DateTimeField(db_index=True)
    busy_until = ArrayField(models.DateTimeField(), default=list)

    class Meta:
        verbose_name = "host's pace"

    def __str__(self) -> str:
        return self.host
