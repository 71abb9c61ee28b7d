"""Events: what happened, as the articles that tell it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from pgvector.django import HalfVectorField

from events.models.actor import Actor
from events.models.article import VECTOR_SIZE, Article, ArticleRevision
from events.models.choices import ActorRole, DecidedBy, PloverType, TimeBasis, TimePrecision
from events.models.location import Location


class EventQuerySet(models.QuerySet["Event"]):
    def canonical_only(self) -> EventQuerySet:
        return self.filter(canonical__isnull=True)


class Event(models.Model):  # type: ignore[django-manager-missing]
    """A happening. Counts are of current articles; `origins` counts independent ones (copies and one owner are one)."""

    title = models.CharField(max_length=500)
    topic = models.CharField(max_length=60, blank=True, default="")
    topic_score = models.FloatField(null=True, blank=True)
    plover_type = models.CharField(
        max_length=9, choices=PloverType.choices, blank=True, default="", help_text="Of political events."
    )
    plover_score = models.FloatField(null=True, blank=True, help_text="The type's share of what the articles tell.")
    start_at = models.DateTimeField(null=True, blank=True, help_text="When it happened, not when it was published.")
    end_at = models.DateTimeField(null=True, blank=True)
    time_precision = models.CharField(max_length=8, choices=TimePrecision.choices, default=TimePrecision.UNKNOWN)
    time_basis = models.CharField(max_length=9, choices=TimeBasis.choices, blank=True, default="")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    country_code = models.CharField(max_length=2, blank=True, default="", help_text="Of the main location.")
    size = models.PositiveIntegerField(default=0)
    origins = models.PositiveIntegerField(default=0)
    latest_at = models.DateTimeField(null=True, blank=True, help_text="When its newest dated article was published.")
    is_sample = models.BooleanField(default=False)
    locked_fields = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Kept as a curator left them."
    )
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from")
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = [models.F("latest_at").desc(nulls_last=True), "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(canonical__isnull=True) | ~models.Q(canonical=models.F("id")),
                name="event_not_merged_with_itself",
            ),
        ]
        indexes = [
            models.Index(models.F("latest_at").desc(nulls_last=True), models.F("id").desc(), name="event_by_date"),
            models.Index(
                "topic", models.F("latest_at").desc(nulls_last=True), models.F("id").desc(), name="event_by_topic"
            ),
            models.Index(
                "country_code",
                models.F("latest_at").desc(nulls_last=True),
                models.F("id").desc(),
                name="event_by_country",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventArticle(models.Model):
    """An article's membership: how sure, and why in words. One primary event an article."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="memberships", db_index=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="memberships")
    primary = models.BooleanField(default=True)
    score = models.FloatField()
    reason = models.CharField(max_length=300)
    decided_by = models.CharField(max_length=8, choices=DecidedBy.choices, default=DecidedBy.MACHINE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "article"], name="event_article_once"),
            models.UniqueConstraint(fields=["article"], name="event_primary_once", condition=models.Q(primary=True)),
        ]

    def __str__(self) -> str:
        return self.reason


class EventActor(models.Model):
    """An actor of an event, with the number of its articles that name them, and what they do in it, the weightiest first."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="event_actors", db_index=False)
    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="event_actors", db_index=False)
    articles = models.PositiveIntegerField()
    roles = ArrayField(models.CharField(max_length=8, choices=ActorRole.choices), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "actor"], name="event_actor_once")]
        indexes = [models.Index(fields=["actor", "event"], name="event_actor_by_actor")]

    def __str__(self) -> str:
        return f"{self.actor_id} in {self.event_id}"


class EventLocation(models.Model):
    """A place named in an event's articles, with the number of them."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="event_locations", db_index=False)
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="event_locations", db_index=False)
    articles = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "location"], name="event_location_once")]
        indexes = [models.Index(fields=["location", "event"], name="event_location_by_location")]

    def __str__(self) -> str:
        return f"{self.location_id} in {self.event_id}"


class EventSentence(models.Model):
    """A sentence of an event's summary, word for word from an article: revision.text[start:end]."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sentences", db_index=False)
    position = models.PositiveSmallIntegerField()
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="event_sentences")
    revision = models.ForeignKey(ArticleRevision, on_delete=models.CASCADE, related_name="+")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["event", "position"]
        constraints = [
            models.UniqueConstraint(fields=["event", "position"], name="event_sentence_once"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="event_sentence_not_empty"),
        ]

    def __str__(self) -> str:
        return self.text


class EventLinkQuerySet(models.QuerySet["EventLink"]):
    def standing(self) -> EventLinkQuerySet:
        """Those between events that answer for themselves."""
        return self.filter(earlier__canonical__isnull=True, later__canonical__isnull=True)


class EventLink(models.Model):
    """Two events of one story: the later one follows up the earlier one; how sure, and why in words."""

    earlier = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="followed_by")
    later = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="follows")
    score = models.FloatField()
    reason = models.CharField(max_length=300)

    objects = EventLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="event_link_once"),
            models.CheckConstraint(condition=~models.Q(earlier=models.F("later")), name="event_link_not_with_itself"),
        ]

    def __str__(self) -> str:
        return self.reason


class EventVector(models.Model):
    """The centroid of an event's articles and the span of days in which articles may still join it."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="vector")
    vector = HalfVectorField(dimensions=VECTOR_SIZE)
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["last_at", "first_at"], name="event_vector_window")]

    def __str__(self) -> str:
        return f"vector of {self.event_id}"
