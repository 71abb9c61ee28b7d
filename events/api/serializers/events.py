"""Events as the API shows them."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events.api.plan_rows import RowSerializer
from events.api.references import (
    ActorReference,
    ArticleReference,
    EventReference,
    LocationReference,
    SourceReference,
)
from events.models import Event, EventActor, EventArticle, EventLink, EventSentence
from events.models.choices import PloverType, TimeBasis


class EventActorSerializer(RowSerializer[EventActor]):
    """An actor of an event, with the number of its articles that name them, and what they do in it."""

    actor = ActorReference(read_only=True)

    class Meta:
        model = EventActor
        fields = ("actor", "articles", "roles")
        read_only_fields = fields


class EventArticleSerializer(RowSerializer[EventArticle]):
    """An article of an event, and why it is one."""

    article = ArticleReference(read_only=True)

    class Meta:
        model = EventArticle
        fields = ("article", "primary", "score", "reason", "decided_by")
        read_only_fields = fields


class EventSentenceSerializer(RowSerializer[EventSentence]):
    """A sentence of a summary: what stands at [start, end) of the article's text."""

    class Meta:
        model = EventSentence
        fields = ("article", "start", "end", "text")
        read_only_fields = fields


class EventSerializer(RowSerializer[Event]):
    plover_type = serializers.ChoiceField(PloverType.choices, allow_blank=True, read_only=True)
    time_basis = serializers.ChoiceField(TimeBasis.choices, allow_blank=True, read_only=True)
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
            "time_precision", "time_basis", "location", "country_code", "size", "origins", "latest_at", "actors",
            "latest_articles", "is_sample", "created_at", "modified_at",
        )  # fmt: skip
        read_only_fields = fields


_DAY = {
    "type": "object",
    "properties": {"day": {"type": "string", "format": "date"}, "articles": {"type": "integer"}},
}
_OUTLET = {
    "type": "object",
    "properties": {"source": {"type": "object", "description": "id, name, domain"}, "articles": {"type": "integer"}},
}


class EventDetailSerializer(EventSerializer):
    """One event: beside what the list shows, how the telling of it grew and who tells it."""

    growth = serializers.SerializerMethodField(help_text="Dated articles a day (UTC).")
    outlets = serializers.SerializerMethodField(help_text="With their number of articles, most first, at most 40.")

    class Meta(EventSerializer.Meta):
        fields = (*EventSerializer.Meta.fields, "growth", "outlets")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field({"type": "array", "items": _DAY})
    def get_growth(self, event: Event) -> list[dict[str, object]]:
        return [{"day": day.isoformat(), "articles": count} for day, count in event.growth]  # type: ignore[attr-defined]

    @extend_schema_field({"type": "array", "items": _OUTLET})
    def get_outlets(self, event: Event) -> list[dict[str, object]]:
        return [
            {"source": SourceReference(source).data, "articles": count}
            for source, count in event.outlets  # type: ignore[attr-defined]
        ]


class EventLinkSerializer(RowSerializer[EventLink]):
    """Two events of one story: `later` follows up `earlier`."""

    earlier = EventReference(read_only=True)
    later = EventReference(read_only=True)

    class Meta:
        model = EventLink
        fields = ("id", "earlier", "later", "score", "reason")
        read_only_fields = fields
