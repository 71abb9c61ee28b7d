"""Acts: who did what to whom, as an article's headline or opening tells it."""

from __future__ import annotations

from django.db import models

from events.models.article import Article, ArticleRevision, is_current_revision
from events.models.choices import ActorRole, PloverType, TextField
from events.models.mention import Mention


class ActQuerySet(models.QuerySet["Act"]):
    def current(self) -> ActQuerySet:
        """Of the articles' current revisions."""
        return self.filter(is_current_revision())


class Act(models.Model):
    """A deed in the terms of PLOVER; [start, end) are its words in `field` of the revision."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="acts")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="acts")
    field = models.CharField(max_length=5, choices=TextField.choices)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    type = models.CharField(max_length=9, choices=PloverType.choices)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["article", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "field", "start"], name="act_span_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="act_span_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class ActParty(models.Model):
    """Who takes part in an act: a mention, so that whom the name means can be decided anew."""

    act = models.ForeignKey(Act, on_delete=models.CASCADE, related_name="parties")
    mention = models.ForeignKey(Mention, on_delete=models.CASCADE, related_name="acts")
    role = models.CharField(max_length=6, choices=[(r.value, r.label) for r in (ActorRole.AGENT, ActorRole.TARGET)])

    class Meta:
        verbose_name_plural = "act parties"
        constraints = [models.UniqueConstraint(fields=["act", "mention"], name="act_party_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.mention_id} of {self.act_id}"
