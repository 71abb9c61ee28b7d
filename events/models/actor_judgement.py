"""Verdicts on two actors."""

from __future__ import annotations

from django.db import models

from events.models.actor import Actor
from events.models.judgement import Judgement


class ActorJudgement(Judgement):
    """Are these two actors one? `left` has the smaller id."""

    left = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="judged_right")
    right = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="judged_left")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="actor_pair_judged_once"),
            models.CheckConstraint(condition=models.Q(left__lt=models.F("right")), name="actor_pair_in_order"),
        ]
