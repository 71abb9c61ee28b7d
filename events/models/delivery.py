"""Deliveries: one message to one webhook, until it arrived or was given up; the log of what was tried."""

from __future__ import annotations

import uuid

from django.db import models

from events.models.alert_choices import DeliveryState
from events.models.webhook import Webhook


class Delivery(models.Model):
    """A message as it is sent, byte for byte. `key` names it for the receiver, also when it is sent again.

    `log`: [{"at", "status", "milliseconds", "error"}], one a try, oldest first.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    type = models.CharField(max_length=20)
    body = models.TextField()
    state = models.CharField(max_length=7, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    log = models.JSONField(default=list, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["webhook", "-id"], name="delivery_of_webhook"),
            models.Index(fields=["next_at"], name="delivery_waiting", condition=models.Q(state="pending")),
            models.Index(fields=["finished_at"], name="delivery_finished", condition=~models.Q(state="pending")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="pending", finished_at__isnull=True)
                | ~models.Q(state="pending") & models.Q(finished_at__isnull=False),
                name="delivery_finished_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key}"
