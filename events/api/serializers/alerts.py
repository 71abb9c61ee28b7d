"""Saved searches, webhooks and exports as the API shows them to their owner."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events.alerts.searches import feed_key
from events.models import Delivery, Export, SavedSearch, Webhook
from events.models.alert_choices import ExportState


class SavedSearchSerializer(serializers.ModelSerializer[SavedSearch]):
    unseen = serializers.IntegerField(read_only=True, help_text="New records that were not marked as seen.")
    feed = serializers.SerializerMethodField(help_text="Its Atom feed: whoever has the address can read it.")

    class Meta:
        model = SavedSearch
        fields = (
            "id", "name", "kind", "query", "digest", "unseen", "seen_hit", "feed", "next_mail_at", "mail_problem",
            "created_at", "modified_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_feed(self, search: SavedSearch) -> str:
        path = reverse("search_feed", args=[search.pk, feed_key(search)])
        request: Any = self.context.get("request")
        return str(request.build_absolute_uri(path)) if request is not None else path


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    waiting = serializers.IntegerField(read_only=True, help_text="Messages that are still to be delivered.")

    class Meta:
        model = Webhook
        fields = (
            "id", "name", "url", "types", "search", "enabled", "disabled_reason", "waiting", "failing_since",
            "last_success_at", "created_at",
        )  # fmt: skip
        read_only_fields = fields


_TRY = {
    "type": "object",
    "properties": {
        "at": {"type": "string", "format": "date-time"},
        "status": {"type": ["integer", "null"]},
        "milliseconds": {"type": "integer"},
        "error": {"type": "string"},
    },
}


@extend_schema_field({"type": "array", "items": _TRY})
class TriesField(serializers.JSONField):
    """What was tried, oldest first."""


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    log = TriesField(read_only=True)

    class Meta:
        model = Delivery
        fields = ("id", "key", "type", "state", "attempts", "next_at", "log", "body", "made_at", "finished_at")
        read_only_fields = fields


class ExportSerializer(serializers.ModelSerializer[Export]):
    size = serializers.IntegerField(source="written", read_only=True, help_text="Bytes written so far.")
    file = serializers.SerializerMethodField(help_text="Where to fetch it; null until it is done.")

    class Meta:
        model = Export
        fields = (
            "id", "kind", "query", "format", "state", "rows", "size", "sha256", "file", "message", "made_at",
            "finished_at", "expires_at",
        )  # fmt: skip
        read_only_fields = fields

    def get_file(self, export: Export) -> str | None:
        if export.state != ExportState.DONE:
            return None
        path = reverse("export-file", args=[export.pk])
        request: Any = self.context.get("request")
        return str(request.build_absolute_uri(path)) if request is not None else path
