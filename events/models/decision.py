"""Decisions: everything a curator did, with what takes it back."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from events.models.choices import Verb


class DecisionQuerySet(models.QuerySet["Decision"]):
    def about(self, table: str, pk: int) -> DecisionQuerySet:
        """The history of one record ("actor", 5), newest first."""
        return self.filter(touched__contains=[f"{table}:{pk}"]).order_by("-pk")


class Decision(models.Model):  # type: ignore[django-manager-missing]
    """One action of a person. Never deleted, and changed only by being undone.

    `payload` is what was asked for. `inverse` is what it did to rows: {"changed": [{table, ids, before, after}],
    "created": [{table, id, values}]}, columns by name. `touched` names the records in whose history it stands
    ("actor:5"); these may be gone one day, so they are no foreign keys.
    """

    verb = models.CharField(max_length=8, choices=Verb.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="decisions")
    account = models.CharField(max_length=150, help_text="The user's name, kept when the account is gone.")
    made_at = models.DateTimeField(auto_now_add=True)
    payload = models.JSONField()
    inverse = models.JSONField()
    touched = ArrayField(models.CharField(max_length=40))
    note = models.CharField(max_length=500, blank=True, default="")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_account = models.CharField(max_length=150, blank=True, default="")

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True, undone_account="")
                | models.Q(undone_at__isnull=False) & ~models.Q(undone_account=""),
                name="decision_undone_by_somebody",
            ),
            models.CheckConstraint(condition=~models.Q(account=""), name="decision_made_by_somebody"),
        ]
        indexes = [GinIndex(fields=["touched"], name="decision_touched")]

    def __str__(self) -> str:
        return f"{self.verb} by {self.account}" + (" (undone)" if self.undone_at else "")
