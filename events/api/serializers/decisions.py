"""Decisions of curators as the API shows them; who made them is told to those who may curate."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events.api.permissions import may_curate
from events.models import Decision

_ROWS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["table", "ids", "before", "after"],
        "properties": {
            "table": {"type": "string"},
            "ids": {"type": "array", "items": {"type": "integer"}},
            "before": {"type": "object", "additionalProperties": True},
            "after": {"type": "object", "additionalProperties": True},
        },
    },
}


class CuratorField(serializers.CharField):
    """Text for curators, null for others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) if may_curate(self.context.get("request")) else None


class DecisionSerializer(serializers.ModelSerializer[Decision]):
    account = CuratorField()
    note = CuratorField()
    undone_account = CuratorField()
    touched = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="The records it is about, such as actor:5."
    )

    class Meta:
        model = Decision
        fields = ("id", "verb", "account", "made_at", "touched", "note", "undone_at", "undone_account")
        read_only_fields = fields


class DecisionDetailSerializer(DecisionSerializer):
    changed = serializers.SerializerMethodField(help_text="What it did to rows, by columns.")
    created = serializers.SerializerMethodField(help_text="The rows it made.")

    class Meta(DecisionSerializer.Meta):
        fields = (*DecisionSerializer.Meta.fields, "changed", "created")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]

    @extend_schema_field(_ROWS)
    def get_changed(self, decision: Decision) -> list[dict[str, Any]]:
        rows = decision.inverse.get("changed", []) if may_curate(self.context.get("request")) else []
        return [{name: row[name] for name in ("table", "ids", "before", "after")} for row in rows]

    @extend_schema_field({"type": "array", "items": {"type": "object", "additionalProperties": True}})
    def get_created(self, decision: Decision) -> list[dict[str, Any]]:
        made = decision.inverse.get("created", []) if may_curate(self.context.get("request")) else []
        return list(made)
