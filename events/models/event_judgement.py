"""Verdicts on two events."""

from __future__ import annotations

from django.db import models

from events.models.event import Event
from events.models.judgement import Judgement


class EventJudgement(Judgement):
    """Are these two events one? `left` has the smaller id."""

    left = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="judged_right")
    right = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="judged_left")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="event_pair_judged_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="event_pair_in_order"),
        ]
