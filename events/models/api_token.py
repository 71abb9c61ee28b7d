"""Tokens of the API: what a program shows to act for an account. The key itself is never stored."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from events.models.choices import TokenScope


class ApiToken(models.Model):
    """A key by its digest, with a name to tell it by, what it may be used for, and until when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100, help_text="What it is for, such as the program that uses it.")
    start = models.CharField(max_length=12, help_text="How the key begins, to tell keys apart.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the key.")
    scopes = ArrayField(models.CharField(max_length=8, choices=TokenScope))
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="To within a minute.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "API token"
        indexes = [models.Index(fields=["user", "id"], name="api_token_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="api_token_named_once"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="api_token_for_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"
