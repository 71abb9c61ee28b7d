"""Webhooks: addresses of other programs that are told what changes."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from events.models.saved_search import SavedSearch, make_nonce


class Webhook(models.Model):
    """Where messages go, and about what: changes of the given `types`, or what is new to a saved search.

    Its signing secret is derived from `nonce` and the installation's key; `secret_hash` tells whether it still is the
    one that its owner was shown. (`transaction`, `change`) or `hit` is the last thing that became messages.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="webhooks")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=2000)
    types = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    search = models.ForeignKey(SavedSearch, null=True, blank=True, on_delete=models.CASCADE, related_name="webhooks")
    nonce = models.CharField(max_length=32, default=make_nonce)
    secret_hash = models.CharField(max_length=64, blank=True, default="")
    enabled = models.BooleanField(default=True)
    disabled_reason = models.CharField(max_length=300, blank=True, default="")
    quiet_until = models.DateTimeField(null=True, blank=True, help_text="It failed: nothing is tried before.")
    failing_since = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    transaction = models.BigIntegerField(default=0)
    change = models.BigIntegerField(default=0)
    hit = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["user", "id"], name="webhook_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="webhook_named_once"),
            models.CheckConstraint(
                condition=models.Q(search__isnull=False, types=[])
                | models.Q(search__isnull=True) & ~models.Q(types=[]),
                name="webhook_about_something",
            ),
        ]

    def __str__(self) -> str:
        return self.name
