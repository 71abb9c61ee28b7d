"""Verdicts on pairs as the API shows them; who gave them is told to curators."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from events.api.references import ActorReference, EventReference, LocationReference
from events.api.serializers.decisions import CuratorField
from events.models import ActorJudgement, EventJudgement, LocationJudgement

FIELDS = ("id", "left", "right", "verdict", "score", "account", "decision", "modified_at")


class ActorJudgementSerializer(serializers.ModelSerializer[Any]):
    left = ActorReference(read_only=True)
    right = ActorReference(read_only=True)
    account = CuratorField()

    class Meta:
        model = ActorJudgement
        fields = FIELDS
        read_only_fields = fields


class EventJudgementSerializer(serializers.ModelSerializer[Any]):
    left = EventReference(read_only=True)
    right = EventReference(read_only=True)
    account = CuratorField()

    class Meta:
        model = EventJudgement
        fields = FIELDS
        read_only_fields = fields


class LocationJudgementSerializer(serializers.ModelSerializer[Any]):
    left = LocationReference(read_only=True)
    right = LocationReference(read_only=True)
    account = CuratorField()

    class Meta:
        model = LocationJudgement
        fields = FIELDS
        read_only_fields = fields
