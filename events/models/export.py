"""Exports: a selection written into a file in the background."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from events.models.alert_choices import ExportFormat, ExportState
from events.models.choices import RecordKind


class Export(models.Model):
    """What is to be written, and how far it is: `rows` and `written` bytes up to the list's place `position`.

    A worker that dies leaves that to the next one, which cuts the file there and goes on.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    kind = models.CharField(max_length=8, choices=RecordKind.choices)
    query = models.CharField(max_length=2000, blank=True, default="")
    format = models.CharField(max_length=7, choices=ExportFormat.choices)
    state = models.CharField(max_length=7, choices=ExportState.choices, default=ExportState.PENDING)
    rows = models.BigIntegerField(default=0)
    written = models.BigIntegerField(default=0, help_text="Bytes.")
    position = models.CharField(max_length=4000, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    file = models.CharField(max_length=100, unique=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True, default="")
    claimed_by = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="export_of_user"),
            models.Index(fields=["id"], name="export_to_make", condition=models.Q(state__in=["pending", "running"])),
            models.Index(fields=["expires_at"], name="export_to_expire", condition=models.Q(state="done")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | ~models.Q(sha256="") & models.Q(expires_at__isnull=False),
                name="export_done_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}s as {self.format}"
