"""Notices: what an account should know of its webhooks and exports."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """A sentence with the page it is about; shown until dismissed, and mailed once where there is mail."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=500)
    path = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField(auto_now_add=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    mail_at = models.DateTimeField(null=True, blank=True, help_text="When a mail of it is due; null: none, or sent.")

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_shown", condition=models.Q(dismissed_at__isnull=True)),
            models.Index(fields=["mail_at"], name="notice_to_mail", condition=models.Q(mail_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.text[:80]
