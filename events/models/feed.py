"""Feeds: where new articles are announced."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
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
    succeeded_at = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(
        null=True, blank=True, help_text="When its server said that it is gone for good (410)."
    )
    # What the feed says about being asked, kept for the answers that say nothing (304).
    least_seconds = models.PositiveIntegerField(default=0, db_default=0, help_text="Its ttl, or its server's max-age.")
    quiet_hours = ArrayField(
        models.PositiveSmallIntegerField(),
        default=list,
        blank=True,
        db_default=[],
        help_text="Hours of a week (0: Monday, midnight, UTC) in which it asks to be left alone.",
    )
    # Its own rhythm, against which it can be said to have gone quiet.
    usual_seconds = models.PositiveIntegerField(null=True, blank=True, help_text="Usual distance of two entries.")
    newest_at = models.DateTimeField(null=True, blank=True, help_text="When it last had an entry that was new to us.")
    requests = models.PositiveIntegerField(default=0, db_default=0)
    not_modified = models.PositiveIntegerField(default=0, db_default=0)
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
