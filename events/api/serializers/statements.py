"""Claims, figures and mentions as the API shows them. Offsets count code points in the article's text or title."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from events.api.plan_rows import Planned, RowSerializer
from events.api.references import ActorReference, ArticleReference, EventReference, LocationReference
from events.api.serializers.fields import CandidatesField, SpansField
from events.models import Claim, ClaimLink, Figure, FigureLink, Mention


class SpeakerSerializer(Planned, serializers.Serializer[Claim]):
    """Who said it: the words that name the source, and whom they were resolved to; null where the text names nobody."""

    start = serializers.IntegerField(source="speaker_start", allow_null=True)
    end = serializers.IntegerField(source="speaker_end", allow_null=True)
    text = serializers.CharField(source="speaker_text")
    actor = ActorReference(source="speaker", allow_null=True)

    def to_representation(self, instance: Claim) -> dict[str, Any] | None:  # type: ignore[override]
        if instance.speaker_id is None and instance.speaker_start is None:
            return None
        return super().to_representation(instance)


class CueSerializer(Planned, serializers.Serializer[Claim]):
    """The words that attribute the claim; null where there are none."""

    start = serializers.IntegerField(source="cue_start")
    end = serializers.IntegerField(source="cue_end")
    text = serializers.CharField(source="cue_text")

    def to_representation(self, instance: Claim) -> dict[str, Any] | None:  # type: ignore[override]
        return None if instance.cue_start is None else super().to_representation(instance)


class ClaimLinkSerializer(RowSerializer[ClaimLink]):
    """What the claim does to another one."""

    claim = serializers.IntegerField(source="other_id", read_only=True)

    class Meta:
        model = ClaimLink
        fields = ("type", "claim", "score", "reason", "decided_by")
        read_only_fields = fields


class MediumSerializer(Planned, serializers.Serializer[Claim]):
    """Through whom the words came; null where the article's own outlet heard them, or the text does not say."""

    start = serializers.IntegerField(source="medium_start", allow_null=True)
    end = serializers.IntegerField(source="medium_end", allow_null=True)
    text = serializers.CharField(source="medium_text")
    actor = ActorReference(source="medium", allow_null=True)

    def to_representation(self, instance: Claim) -> dict[str, Any] | None:  # type: ignore[override]
        return super().to_representation(instance) if instance.medium_text else None


class SpeaksOfSerializer(Planned, serializers.Serializer[Claim]):
    """The first time that the words name, no more exact than `precision` says; null where they name none."""

    start = serializers.DateTimeField(source="speaks_of_from")
    end = serializers.DateTimeField(source="speaks_of_to")
    precision = serializers.CharField(source="speaks_of_precision")
    text = serializers.CharField(source="speaks_of_text")

    def to_representation(self, instance: Claim) -> dict[str, Any] | None:  # type: ignore[override]
        return super().to_representation(instance) if instance.speaks_of_from else None


class ClaimBearingSerializer(RowSerializer[ClaimLink]):
    """One link of a claim, whichever end it stands at: `claim` does `type` to `other`."""

    class Meta:
        model = ClaimLink
        fields = ("id", "claim", "type", "other", "score", "reason", "decided_by")
        read_only_fields = fields


class ClaimSerializer(RowSerializer[Claim]):
    article = ArticleReference(read_only=True)
    event = EventReference(read_only=True, allow_null=True)
    speaker = SpeakerSerializer(source="*", read_only=True, allow_null=True)
    cue = CueSerializer(source="*", read_only=True, allow_null=True)
    content = SpansField(read_only=True)
    medium = MediumSerializer(source="*", read_only=True, allow_null=True)
    speaks_of = SpeaksOfSerializer(source="*", read_only=True, allow_null=True)
    links = ClaimLinkSerializer(many=True, read_only=True)

    class Meta:
        model = Claim
        fields = (
            "id", "article", "event", "speaker", "cue", "content", "text", "kind", "modality", "negated", "medium",
            "reported_by", "speaks_of", "standing", "standing_also", "standing_reason", "first_at", "last_at",
            "outlets", "origins",
            "links", "published_at", "confidence", "decided_by", "created_at",
        )  # fmt: skip
        read_only_fields = fields


class FigureLinkSerializer(RowSerializer[FigureLink]):
    """What the figure does to another one of the same event."""

    figure = serializers.IntegerField(source="other_id", read_only=True)

    class Meta:
        model = FigureLink
        fields = ("type", "figure", "score", "reason", "decided_by")
        read_only_fields = fields


@extend_schema_field({"anyOf": [{"type": "integer"}, {"$ref": "#/components/schemas/Claim"}, {"type": "null"}]})
class ClaimField(serializers.IntegerField):
    """The claim's id, or the claim where it is expanded."""


class FigureSerializer(RowSerializer[Figure]):
    claim = ClaimField(source="claim_id", read_only=True)
    article = ArticleReference(read_only=True)
    event = EventReference(read_only=True, allow_null=True)
    speaker = ActorReference(read_only=True, allow_null=True)
    location = LocationReference(read_only=True, allow_null=True)
    links = FigureLinkSerializer(many=True, read_only=True)

    class Meta:
        model = Figure
        fields = (
            "id", "article", "event", "claim", "start", "end", "text", "measure", "value", "low", "high", "bound",
            "unit", "who", "speaker", "as_of", "as_of_precision", "location", "links", "decided_by",
        )  # fmt: skip
        read_only_fields = fields


class MentionSerializer(RowSerializer[Mention]):
    article = ArticleReference(read_only=True)
    actor = ActorReference(read_only=True, allow_null=True)
    location = LocationReference(read_only=True, allow_null=True)
    candidates = CandidatesField(read_only=True)

    class Meta:
        model = Mention
        fields = (
            "id", "article", "field", "start", "end", "text", "type", "confidence", "actor", "location", "precision",
            "link_score", "link_reason", "candidates", "decided_by",
        )  # fmt: skip
        read_only_fields = fields
