"""Feeds: where new articles are announced."""

from __future__ import annotations

from django.db import models

from events.models.source import Source


class Feed(models.Model):
    """A feed we poll; the validators are kept verbatim as the server sent them."""

    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True, default="")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.SET_NULL, related_name="feeds")
    enabled = models.BooleanField(default=True)
    etag = models.CharField(max_length=1000, blank=True, default="")
    last_modified = models.CharField(max_length=200, blank=True, default="")
    checked_at = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error_count = models.PositiveIntegerField(default=0)
    error_message = models.TextField(blank=True, default="")
    entries_seen = models.PositiveIntegerField(default=0)
    articles_added = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["title", "pk"]
        indexes = [
            models.Index(fields=["next_check_at"], name="feed_due", condition=models.Q(enabled=True)),
        ]

    def __str__(self) -> str:
        return self.title or self.url
