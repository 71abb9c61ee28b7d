"""Outlets, feeds and runs of intake as the API shows them.

Account names, labels and references may tell of people and of paths on the server, so only those who may hand in
documents see them; others get null.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from events.api.permissions import may_ingest
from events.api.plan_rows import RowSerializer
from events.api.references import SourceReference
from events.models import Feed, IngestRun, RunItem, Source


class PrivateField(serializers.CharField):
    """Text for those who may hand in documents, null for others."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **options)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) if may_ingest(self.context.get("request")) else None


class SourceSerializer(RowSerializer[Source]):
    article_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Source
        fields = (
            "id", "name", "domain", "country_code", "language", "kind", "owner", "affiliation", "description",
            "article_count", "is_sample", "created_at", "modified_at",
        )  # fmt: skip
        read_only_fields = fields


class FeedSerializer(RowSerializer[Feed]):
    source = SourceReference(read_only=True, allow_null=True)  # type: ignore[assignment]

    class Meta:
        model = Feed
        fields = (
            "id", "url", "title", "source", "enabled", "checked_at", "next_check_at", "error_count", "error_message",
            "entries_seen", "articles_added", "created_at", "modified_at",
        )  # fmt: skip
        read_only_fields = fields


class RunSerializer(RowSerializer[IngestRun]):
    label = PrivateField()  # type: ignore[assignment]
    account = PrivateField()
    error_message = PrivateField()

    class Meta:
        model = IngestRun
        fields = (
            "id", "kind", "label", "account", "feed", "vouched", "started_at", "finished_at", "created", "revised",
            "unchanged", "rejected", "error_message",
        )  # fmt: skip
        read_only_fields = fields


class ReasonSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField()
    count = serializers.IntegerField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return {"reason": instance[0], "count": instance[1]}


class ProgressSerializer(serializers.Serializer[Any]):
    """Where the run's articles stand; `is_settled` when nothing is on its way any more."""

    pending = serializers.IntegerField(help_text="Waiting to be read, or being read.")
    read = serializers.IntegerField(help_text="Read, waiting to be concluded.")
    done = serializers.IntegerField()
    rejected = serializers.IntegerField(source="rejected_articles", help_text="Read and found to be no article.")
    failed = serializers.IntegerField()
    postponed = serializers.IntegerField(help_text="Of those pending: to be tried again later.")
    is_settled = serializers.BooleanField()
    reasons = ReasonSerializer(many=True)


class RunDetailSerializer(RunSerializer):
    progress = ProgressSerializer(read_only=True)

    class Meta(RunSerializer.Meta):
        fields = (*RunSerializer.Meta.fields, "progress")  # type: ignore[assignment]
        read_only_fields = fields  # type: ignore[assignment]


class RunItemSerializer(RowSerializer[RunItem]):
    """One document of a run: what intake did with it, and where its article stands."""

    reference = PrivateField()
    stage = serializers.CharField(source="article.work.stage", read_only=True, default=None, allow_null=True)
    status = serializers.CharField(source="article.work.status", read_only=True, default=None, allow_null=True)
    status_reason = serializers.CharField(source="article.work.reason", read_only=True, default=None, allow_null=True)

    class Meta:
        model = RunItem
        fields = ("position", "reference", "outcome", "reason", "article", "stage", "status", "status_reason")
        read_only_fields = fields
