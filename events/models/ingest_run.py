"""Runs of intake: what came in, by whom, and what became of each document."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.models.choices import ItemOutcome, RunKind


class IngestRun(models.Model):
    """One intake of one or many documents. `finished_at` is set when the last document has been handed in."""

    kind = models.CharField(max_length=8, choices=RunKind.choices)
    label = models.CharField(max_length=300, blank=True, default="", help_text="File, URL or feed it read.")
    account = models.CharField(max_length=150, help_text="Who handed it in: a user name or 'command line'.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    feed = models.ForeignKey("events.Feed", null=True, blank=True, on_delete=models.SET_NULL, related_name="runs")
    vouched = models.BooleanField(default=False)
    idempotency_key = models.CharField(max_length=200, null=True, blank=True)  # noqa: DJ001 - null: none given
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    error_message = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["account", "idempotency_key"], name="run_idempotency"),
        ]
        indexes = [models.Index(fields=["-started_at", "-id"], name="run_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} run {self.pk}"


class RunItem(models.Model):
    """One document of a run; `reference` is how its giver would name it (line number, file, URL, id)."""

    run = models.ForeignKey(IngestRun, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    reference = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=10, choices=ItemOutcome.choices)
    reason = models.CharField(max_length=500, blank=True, default="")
    article = models.ForeignKey("events.Article", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="run_item_once")]
        indexes = [models.Index(fields=["run", "outcome"], name="run_item_outcome")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.outcome}"
