"""Changes: one row for each change or deletion of a public record, so that others can follow what is here."""

from __future__ import annotations

from django.db import models

from events.models.choices import ChangeVerb, RecordKind


class Change(models.Model):
    """What a transaction did to one public record, written in that transaction by triggers (migration 0016).

    `transaction` is PostgreSQL's 64-bit number of it (`pg_current_xact_id()`). Ids are given out before commit, so the
    feed is read in the order (transaction, id) and only below the oldest transaction that still runs: nothing can come
    in behind a reader. A row `horizon` stands for all older ones, which were removed (events/changes.py).
    """

    transaction = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=RecordKind.choices, blank=True)
    record = models.BigIntegerField()
    verb = models.CharField(max_length=7, choices=ChangeVerb.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["transaction", "pk"]
        indexes = [models.Index(fields=["transaction", "id"], name="change_in_order")]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.verb}"
