"""Claims: who said what, in which words, and how one claim bears on another."""

from __future__ import annotations

from django.db import models

from events.models.actor import Actor
from events.models.article import Article, ArticleRevision, is_current_revision
from events.models.choices import ClaimKind, ClaimLinkType, DecidedBy, Modality, Standing
from events.models.event import Event
from events.models.mention import Mention


class ClaimQuerySet(models.QuerySet["Claim"]):
    def current(self) -> ClaimQuerySet:
        """Of the articles' current revisions, tombstones left out."""
        return self.filter(is_current_revision(), removed_at__isnull=True)


class Claim(models.Model):
    """One statement. `content` is [[start, end], ...] in the revision's text; `text` is those words joined."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="claims")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="claims")
    speaker = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    speaker_mention = models.ForeignKey(
        Mention, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims"
    )
    speaker_start = models.PositiveIntegerField(null=True, blank=True)
    speaker_end = models.PositiveIntegerField(null=True, blank=True)
    speaker_text = models.CharField(max_length=1000, blank=True, default="")
    cue_start = models.PositiveIntegerField(null=True, blank=True)
    cue_end = models.PositiveIntegerField(null=True, blank=True)
    cue_text = models.CharField(max_length=200, blank=True, default="")
    content = models.JSONField()
    text = models.TextField()
    kind = models.CharField(max_length=8, choices=ClaimKind.choices)
    modality = models.CharField(max_length=10, choices=Modality.choices, default=Modality.ASSERTED)
    negated = models.BooleanField(default=False)
    standing = models.CharField(max_length=14, choices=Standing.choices, default=Standing.SINGLE_SOURCE)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    published_at = models.DateTimeField(null=True, blank=True, help_text="Of the article; here for the list's order.")
    confidence = models.FloatField()
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)
    removed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = [models.F("published_at").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(models.F("published_at").desc(nulls_last=True), models.F("id").desc(), name="claim_by_date"),
            models.Index(
                "speaker",
                models.F("published_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="claim_by_speaker",
            ),
            models.Index(fields=["event", "id"], name="claim_by_event"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class ClaimLink(models.Model):
    """`claim` repeats, corroborates, contradicts or supersedes `other`, with a score and the reason in words."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="linked_from")
    type = models.CharField(max_length=12, choices=ClaimLinkType.choices)
    score = models.FloatField()
    reason = models.CharField(max_length=300)
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["claim", "other", "type"], name="claim_link_once"),
            models.CheckConstraint(condition=~models.Q(claim=models.F("other")), name="claim_not_linked_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id} {self.type} {self.other_id}"
