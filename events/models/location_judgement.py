"""Verdicts on two places."""

from __future__ import annotations

from django.db import models

from events.models.judgement import Judgement
from events.models.location import Location


class LocationJudgement(Judgement):
    """Are these two places one? `left` has the smaller id."""

    left = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="judged_right")
    right = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="judged_left")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="location_pair_judged_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="location_pair_in_order"),
        ]
