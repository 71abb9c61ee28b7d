"""Mentions: the words that name somebody or some place, and whom or what they were decided to mean."""

from __future__ import annotations

from django.db import models

from events.models.actor import Actor
from events.models.article import Article, ArticleRevision, is_current_revision
from events.models.choices import DecidedBy, MentionType, TextField
from events.models.location import Location


class MentionQuerySet(models.QuerySet["Mention"]):
    def current(self) -> MentionQuerySet:
        """Of the articles' current revisions, tombstones left out."""
        return self.filter(is_current_revision(), removed_at__isnull=True)


class Mention(models.Model):
    """A span of a revision. Actor and location are decided independently; both null means NIL (unknown, and said so)."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    field = models.CharField(max_length=5, choices=TextField.choices, default=TextField.BODY)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=500)
    type = models.CharField(max_length=12, choices=MentionType.choices)
    confidence = models.FloatField()
    actor = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentions")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL, related_name="mentions")
    precision = models.CharField(max_length=8, blank=True, default="", help_text="Of this use of the place.")
    is_dateline = models.BooleanField(default=False, help_text="Names where the text was filed, not where it happened.")
    link_score = models.FloatField(null=True, blank=True)
    link_reason = models.CharField(max_length=200, blank=True, default="")
    candidates = models.JSONField(null=True, blank=True, help_text="For doubtful ones: [{actor|location, score}].")
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["article", "field", "start"]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="mention_span_not_empty"),
            models.UniqueConstraint(
                fields=["revision", "field", "start", "end", "type"],
                name="mention_span_once",
            ),
        ]
        indexes = [
            # Of standing mentions alone: so that the articles of a record are read from the index.
            models.Index(
                fields=["actor", "article"],
                name="mention_by_actor",
                condition=models.Q(actor__isnull=False, removed_at__isnull=True),
            ),
            models.Index(
                fields=["location", "article"],
                name="mention_by_location",
                condition=models.Q(location__isnull=False, removed_at__isnull=True),
            ),
            models.Index(
                fields=["article", "id"],
                name="mention_in_doubt",
                condition=models.Q(candidates__isnull=False, removed_at__isnull=True, decided_by=DecidedBy.MACHINE),
            ),
        ]

    def __str__(self) -> str:
        return self.text
