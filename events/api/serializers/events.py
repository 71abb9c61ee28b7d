"""Events as the API shows them."""

from __future__ import annotations

from rest_framework import serializers

from events.api.references import ActorReference, ArticleReference, LocationReference
from events.api.serializers.fields import SummaryField
from events.models import Event, EventActor, EventArticle


class EventActorSerializer(serializers.ModelSerializer[EventActor]):
    """An actor of an event, with the number of its articles that name them."""

    actor = ActorReference(read_only=True)

    class Meta:
        model = EventActor
        fields = ("actor", "articles")
        read_only_fields = fields


class EventArticleSerializer(serializers.ModelSerializer[EventArticle]):
    """An article of an event, and why it is one."""

    article = ArticleReference(read_only=True)

    class Meta:
        model = EventArticle
        fields = ("article", "primary", "score", "reason", "decided_by")
        read_only_fields = fields


class EventSerializer(serializers.ModelSerializer[Event]):
    location = LocationReference(read_only=True, allow_null=True)
    summary = SummaryField(read_only=True)
    actors = EventActorSerializer(
        many=True, read_only=True, source="top_actors", help_text="The most named; all: events/{id}/actors/."
    )
    latest_articles = EventArticleSerializer(
        many=True, read_only=True, source="top_articles", help_text="The newest; all: events/{id}/articles/."
    )

    class Meta:
        model = Event
        fields = (
            "id", "title", "summary", "topic", "topic_score", "start_at", "end_at", "time_precision", "location",
            "country_code", "size", "origins", "latest_at", "actors", "latest_articles", "is_sample", "created_at",
            "modified_at",
        )  # fmt: skip
        read_only_fields = fields
