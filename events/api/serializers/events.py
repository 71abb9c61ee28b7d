"""Events as the API shows them."""

from __future__ import annotations

from rest_framework import serializers

from events.api.references import ActorReference, ArticleReference, LocationReference
from events.models import Event, EventActor, EventArticle, EventSentence


class EventActorSerializer(serializers.ModelSerializer[EventActor]):
    """An actor of an event, with the number of its articles that name them, and what they do in it."""

    actor = ActorReference(read_only=True)

    class Meta:
        model = EventActor
        fields = ("actor", "articles", "roles")
        read_only_fields = fields


class EventArticleSerializer(serializers.ModelSerializer[EventArticle]):
    """An article of an event, and why it is one."""

    article = ArticleReference(read_only=True)

    class Meta:
        model = EventArticle
        fields = ("article", "primary", "score", "reason", "decided_by")
        read_only_fields = fields


class EventSentenceSerializer(serializers.ModelSerializer[EventSentence]):
    """A sentence of a summary: what stands at [start, end) of the article's text."""

    class Meta:
        model = EventSentence
        fields = ("article", "start", "end", "text")
        read_only_fields = fields


class EventSerializer(serializers.ModelSerializer[Event]):
    location = LocationReference(read_only=True, allow_null=True)
    summary = EventSentenceSerializer(many=True, read_only=True)
    actors = EventActorSerializer(
        many=True, read_only=True, source="top_actors", help_text="The most named; all: events/{id}/actors/."
    )
    latest_articles = EventArticleSerializer(
        many=True, read_only=True, source="top_articles", help_text="The newest; all: events/{id}/articles/."
    )

    class Meta:
        model = Event
        fields = (
            "id", "title", "summary", "topic", "topic_score", "plover_type", "plover_score", "start_at", "end_at",
            "time_precision", "time_basis", "location", "country_code", "size", "origins", "latest_at", "actors", "latest_articles", "is_sample", "created_at",
            "modified_at",
        )  # fmt: skip
        read_only_fields = fields
