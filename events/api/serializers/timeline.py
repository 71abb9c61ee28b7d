"""Lines of an event's timeline: one shape for articles, claims and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from events.api.references import ArticleReference
from events.api.serializers.statements import ClaimSerializer, FigureSerializer
from events.queries.event_timeline import KINDS, Entry

_ENTRY = {
    "type": "object",
    "required": ["at", "precision", "kind", "record"],
    "properties": {
        "at": {"type": ["string", "null"], "format": "date-time", "description": "Published, or counted for a figure."},
        "precision": {"type": "string", "enum": ["second", "day", "month", "year", "unknown"]},
        "kind": {"type": "string", "enum": list(KINDS)},
        "record": {
            "type": "object",
            "description": "Short form of the article, or the claim or figure as in its list.",
        },
    },
}
TIMELINE = {
    "type": "object",
    "required": ["next", "results"],
    "properties": {
        "count": {"type": "integer", "description": "With `count=true` only."},
        "next": {"type": ["string", "null"], "format": "uri"},
        "results": {"type": "array", "items": _ENTRY},
    },
}
_SHOWN: dict[str, Any] = {"article": ArticleReference, "claim": ClaimSerializer, "figure": FigureSerializer}


def show_entry(entry: Entry, context: Mapping[str, Any]) -> dict[str, Any]:
    record = _SHOWN[entry.kind](entry.record, context=context).data
    return {"at": entry.at, "precision": entry.precision, "kind": entry.kind, "record": record}
