"""The review queue: what the machine is unsure of, one row a question, and who holds it at the moment."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.models.actor import Actor
from events.models.choices import ReviewAnswer, ReviewKind, ReviewState
from events.models.decision import Decision
from events.models.event import Event
from events.models.location import Location
from events.models.mention import Mention


class ReviewItem(models.Model):
    """One question for a person. `key` names it, so that finding it again asks nobody twice.

    `link` and `place` ask whom or which place `mention` names; `duplicate` whether `actor` and `other` are one (or two
    places, or two events); `name` whether `actor`, founded by the machine, is an actor at all. Held by one curator at a
    time, until `lease_until`.
    """

    kind = models.CharField(max_length=9, choices=ReviewKind.choices)
    key = models.CharField(max_length=300, unique=True)
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items")
    other = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items_other")
    place = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items")
    other_place = models.ForeignKey(Location, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items")
    other_event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    mention = models.ForeignKey(Mention, null=True, blank=True, on_delete=models.CASCADE, related_name="review_items")
    score = models.FloatField(null=True, blank=True, help_text="How likely the proposed answer is, 0..1.")
    reason = models.CharField(max_length=300, blank=True, default="")
    weight = models.PositiveIntegerField(default=0, help_text="Articles that the answer bears on; more come first.")
    state = models.CharField(max_length=7, choices=ReviewState.choices, default=ReviewState.OPEN)
    skips = models.PositiveSmallIntegerField(default=0, help_text="What was skipped comes after what was not.")
    leased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lease_until = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=9, choices=ReviewAnswer.choices, blank=True, default="")
    account = models.CharField(max_length=150, blank=True, default="", help_text="Who answered.")
    answered_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="review_items"
    )
    found_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["skips", "-weight", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ReviewState.DECIDED, answered_at__isnull=False) & ~models.Q(answer="")
                | ~models.Q(state=ReviewState.DECIDED) & models.Q(answered_at__isnull=True, answer=""),
                name="review_item_answered_when_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["skips", "-weight", "id"], name="review_open", condition=models.Q(state=ReviewState.OPEN)
            ),
            models.Index(
                fields=["answered_at", "account"],
                name="review_answered",
                condition=models.Q(state=ReviewState.DECIDED),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ReviewMark(models.Model):
    """How far a search for review items has come through a table whose rows only grow: everything up to `last_id`."""

    name = models.CharField(max_length=40, primary_key=True)
    last_id = models.BigIntegerField(default=0)
    run_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.last_id}"
