"""Figures: numbers somebody reported, never without their bound."""

from __future__ import annotations

from django.db import models

from events.models.actor import Actor
from events.models.article import Article, ArticleRevision, is_current_revision
from events.models.choices import Bound, DecidedBy, FigureLinkType, Measure, TimePrecision
from events.models.claim import Claim
from events.models.event import Event
from events.models.location import Location


class FigureQuerySet(models.QuerySet["Figure"]):
    def current(self) -> FigureQuerySet:
        """Of the articles' current revisions, tombstones left out."""
        return self.filter(is_current_revision(), removed_at__isnull=True)


class Figure(models.Model):
    """A number with what it counts. `claim` is the claim it stands in, null in the narrator's own voice."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="figures")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="figures", db_index=False)
    claim = models.ForeignKey(Claim, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.CharField(max_length=200)
    measure = models.CharField(max_length=10, choices=Measure.choices)
    value = models.FloatField(null=True, blank=True)
    low = models.FloatField(null=True, blank=True)
    high = models.FloatField(null=True, blank=True)
    bound = models.CharField(max_length=8, choices=Bound.choices)
    unit = models.CharField(max_length=20, blank=True, default="")
    who = models.CharField(max_length=200, blank=True, default="")
    speaker = models.ForeignKey(Actor, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures")
    as_of = models.DateTimeField(null=True, blank=True, help_text="The time it was counted, where the text says.")
    as_of_precision = models.CharField(
        max_length=8, choices=TimePrecision.choices, default=TimePrecision.UNKNOWN, help_text="Of the time of counting."
    )
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures")
    event = models.ForeignKey(
        Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures", db_index=False
    )
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["article", "start"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "start", "end", "measure"], name="figure_span_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="figure_span_not_empty"),
        ]
        indexes = [models.Index(fields=["event", "measure"], name="figure_by_event")]

    def __str__(self) -> str:
        return self.text


class FigureLinkQuerySet(models.QuerySet["FigureLink"]):
    def standing(self) -> FigureLinkQuerySet:
        """Those that hold: no curator rejected them."""
        return self.filter(rejected=False)


class FigureLink(models.Model):
    """`figure` supersedes, contradicts or refines `other`, both of one event and measure."""

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="links")
    other = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="linked_from")
    type = models.CharField(max_length=12, choices=FigureLinkType.choices)
    score = models.FloatField()
    reason = models.CharField(max_length=300)
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)
    rejected = models.BooleanField(default=False)

    objects = FigureLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["figure", "other", "type"], name="figure_link_once"),
            models.CheckConstraint(condition=~models.Q(figure=models.F("other")), name="figure_not_linked_to_itself"),
            models.CheckConstraint(
                condition=models.Q(rejected=False) | models.Q(decided_by=DecidedBy.CURATOR),
                name="figure_link_rejected_by_curator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.type} {self.other_id}"
