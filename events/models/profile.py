"""What is compared of articles and events when it is decided which belong together (events/cluster)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from events.models.article import Article
from events.models.event import Event


class ArticleProfile(models.Model):
    """The weighted terms of an article, packed."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    data = models.BinaryField()

    def __str__(self) -> str:
        return f"profile of {self.article_id}"


class EventProfile(models.Model):
    """The sum of an event's articles, and the keys under which it is found. `is_stale`: to be looked at by healing."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="profile")
    data = models.BinaryField()
    keys = ArrayField(models.BigIntegerField(), default=list)
    is_stale = models.BooleanField(default=True)

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="event_profile_keys", fastupdate=False),
            models.Index(fields=["event"], name="event_profile_stale", condition=models.Q(is_stale=True)),
        ]

    def __str__(self) -> str:
        return f"profile of {self.event_id}"
