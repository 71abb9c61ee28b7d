"""Fields whose shape the database keeps as JSON, described for the API's documentation."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

_SPAN = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}


@extend_schema_field({"type": "array", "items": _SPAN, "description": "[start, end) pairs in the article's text"})
class SpansField(serializers.JSONField):
    """[[start, end], …], counted in code points."""


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "properties": {
                "title": {"type": "string"},
                "country": {"type": ["string", "null"]},
                "from": {"type": ["integer", "null"]},
                "to": {"type": ["integer", "null"]},
            },
        },
    }
)
class RolesField(serializers.JSONField):
    """Offices a person held, with years."""


@extend_schema_field({"type": ["array", "null"], "items": {"type": "object", "additionalProperties": True}})
class CandidatesField(serializers.JSONField):
    """For a doubtful mention: the actors or places it may mean, with scores."""
