"""Actors and places as the API shows them."""

from __future__ import annotations

from rest_framework import serializers

from events.api.plan_rows import RowSerializer
from events.api.references import LocationReference
from events.api.serializers.fields import RolesField
from events.models import Actor, ActorName, Location


class ActorNameSerializer(RowSerializer[ActorName]):
    class Meta:
        model = ActorName
        fields = ("name", "strong", "origin")
        read_only_fields = fields


class ActorSerializer(RowSerializer[Actor]):
    location = LocationReference(read_only=True, allow_null=True)
    roles = RolesField(read_only=True)
    names = ActorNameSerializer(many=True, read_only=True)

    class Meta:
        model = Actor
        fields = (
            "id", "kind", "name", "names", "description", "country_code", "wikidata_id", "roles", "location", "origin",
            "mention_count", "locked_fields", "is_sample", "created_at", "modified_at",
        )  # fmt: skip
        read_only_fields = fields


class LocationSerializer(RowSerializer[Location]):
    event_count = serializers.IntegerField(read_only=True, help_text="Events whose articles name it.")

    class Meta:
        model = Location
        fields = (
            "id", "geonames_id", "name", "lat", "lon", "precision", "point_source", "feature_class", "feature_code",
            "country_code", "admin1_code", "population", "origin", "event_count", "locked_fields", "modified_at",
        )  # fmt: skip
        read_only_fields = fields
