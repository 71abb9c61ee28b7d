"""How much of its allowance each client has left, for all web processes together."""

from __future__ import annotations

from django.db import models


class RateBucket(models.Model):
    """One client under one limit: `full_at` is when its allowance is whole again. The table is UNLOGGED: a crash of the
    database empties it, and nobody waits for the disk because of it."""

    key = models.CharField(max_length=200, primary_key=True)
    full_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
