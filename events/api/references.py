"""Short forms of related records, as they stand inside others; merged ones appear as their survivor."""

from __future__ import annotations

from typing import Any

from events.api.plan_rows import RowSerializer
from events.models import Actor, Article, Event, Location, Source
from events.queries import survivor_of


class SurvivorSerializer(RowSerializer[Any]):
    """Shows the record that answers for this one; `merged_from` where it was decided for another, merged since."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        survivor = survivor_of(instance)
        shown = super().to_representation(survivor)
        return shown if survivor.pk == instance.pk else shown | {"merged_from": instance.pk}


class ActorReference(SurvivorSerializer):
    class Meta:
        model = Actor
        fields = ("id", "name", "kind", "country_code")


class LocationReference(SurvivorSerializer):
    class Meta:
        model = Location
        fields = ("id", "geonames_id", "name", "lat", "lon", "precision", "country_code")


class EventReference(SurvivorSerializer):
    class Meta:
        model = Event
        fields = ("id", "title")


class SourceReference(RowSerializer[Source]):
    class Meta:
        model = Source
        fields = ("id", "name", "domain")


class ArticleReference(RowSerializer[Article]):
    source = SourceReference(read_only=True, allow_null=True)  # type: ignore[assignment]

    class Meta:
        model = Article
        fields = ("id", "external_id", "title", "url", "published_at", "published_precision", "source")
