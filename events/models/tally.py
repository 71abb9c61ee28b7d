"""Sums that workers add to: what was done how often and how long it took, for whoever watches the installation."""

from __future__ import annotations

from django.db import models


class Tally(models.Model):
    """One sum: `name` says of what (a step, a fetch error), `label` of which; `total` is seconds where time was taken."""

    name = models.CharField(max_length=40)
    label = models.CharField(max_length=300, blank=True, default="")
    count = models.BigIntegerField(default=0)
    total = models.FloatField(default=0.0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["name", "label"], name="tally_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.label}: {self.count}"
