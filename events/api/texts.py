"""A text that somebody asks about: reading the body, showing the events found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.api.errors import BadParameters, problem
from events.api.serializers import EventSerializer
from events.intake import InvalidDocument, parse_document
from events.queries.for_text import MOST_FOUND, FoundEvent

MAX_CHARACTERS = 200_000
FIELDS = ("text", "title", "published", "lang")
_PROPERTIES = {
    "text": {"type": "string", "minLength": 1, "maxLength": MAX_CHARACTERS},
    "title": {"type": "string", "maxLength": 1000},
    "published": {"type": "string", "description": "ISO 8601, as exactly as it is known."},
    "lang": {"type": "string", "default": "en"},
}
_LIMIT = {"limit": {"type": "integer", "minimum": 1, "maximum": MOST_FOUND, "default": 5}}
DOCUMENT = {"type": "object", "required": ["text"], "properties": _PROPERTIES, "additionalProperties": False}
TEXT = DOCUMENT | {"properties": _PROPERTIES | _LIMIT}
_ONE = {
    "type": "object",
    "required": ["event", "score", "reason", "would_join"],
    "properties": {
        "event": {"type": "object", "description": "As in the list of events."},
        "score": {"type": "number", "description": "0 to 1; 0.5 is where an article just joins."},
        "reason": {"type": "string"},
        "would_join": {"type": "boolean"},
    },
}
FOUND = {"type": "object", "required": ["results"], "properties": {"results": {"type": "array", "items": _ONE}}}


@dataclass(frozen=True, slots=True)
class AskedText:
    text: str
    title: str
    published: datetime | None
    language: str


def read_limit(body: Any) -> int:
    """How many events are wanted."""
    limit = body.get("limit", 5) if isinstance(body, Mapping) else 5
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_FOUND:
        raise BadParameters([problem("limit", limit, "is not a number of events", f"give 1 to {MOST_FOUND}")])
    return limit


def ask_for_text(body: Any, most: int = MAX_CHARACTERS, also: tuple[str, ...] = ()) -> AskedText:
    """Check the body; `also` names fields that the caller reads itself.

    Raises BadParameters that name the field, the value and the way out.
    """
    if not isinstance(body, Mapping):
        raise BadParameters([problem("body", type(body).__name__, "is no object", 'give {"text": "…"}')])
    known = (*FIELDS, *also)
    if unknown := sorted(set(body) - set(known)):
        raise BadParameters(
            [problem(name[:100], "", "is not read here", f"give {', '.join(known)}") for name in unknown]
        )
    text = body.get("text")
    if not isinstance(text, str) or not text.strip():
        raise BadParameters([problem("text", "" if text is None else text, "is no text", "give the words to look for")])
    if len(text) > most:
        raise BadParameters([problem("text", text, f"has more than {most} characters", "give a part of it")])
    try:
        read = parse_document({name: body[name] for name in FIELDS if name in body}, "", most)
    except InvalidDocument as error:
        shown = body.get(error.field, "")
        raise BadParameters([problem(error.field, shown, error.why, "mend it, or leave it out")]) from None
    return AskedText(read.text or "", read.title, read.published_at, read.language or "en")


def show_found(found: FoundEvent, context: Mapping[str, Any]) -> dict[str, Any]:
    event = EventSerializer(found.event, context=context).data
    return {"event": event, "score": found.score, "reason": found.reason, "would_join": found.would_join}
