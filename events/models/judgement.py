"""What people say of pairs of records; one table a kind, each with real foreign keys."""

from __future__ import annotations

from django.db import models

from events.models.choices import Verdict
from events.models.decision import Decision


class Judgement(models.Model):
    """A verdict on two records, the one with the smaller id on the left. The machine never joins two called different."""

    verdict = models.CharField(max_length=9, choices=Verdict.choices)
    score = models.FloatField(null=True, blank=True, help_text="What the machine had thought, 0..1, where it had.")
    account = models.CharField(max_length=150)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.verdict}, says {self.account}"
