"""A text read on the spot: names, claims and figures out, nothing stored."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.permissions import Read
from events.api.references import ActorReference, LocationReference
from events.api.texts import DOCUMENT, ask_for_text
from events.api.throttles import CostlyAnonymous, CostlySignedIn
from events.api.views.base import AnswersInJson
from events.models import Actor
from events.pipeline.records import FoundClaim, FoundFigure, FoundTime, ResolvedMention, Span
from events.queries.annotate import Annotation, annotate_text

# Reading takes about a second for so many characters on one core, and a web process has others to answer.
MAX_CHARACTERS = 20_000
_ANSWER = {
    "type": "object",
    "required": ["tagger", "mentions", "claims", "figures"],
    "properties": {
        "tagger": {"type": "string", "description": "Version of the tagger that read the text."},
        "mentions": {"type": "array", "items": {"type": "object"}},
        "claims": {"type": "array", "items": {"type": "object"}},
        "figures": {"type": "array", "items": {"type": "object"}},
    },
}


class AnnotateView(AnswersInJson):
    permission_classes: Any = [Read]
    throttle_classes: Any = [CostlyAnonymous, CostlySignedIn]

    @extend_schema(
        summary="Read a text",
        description="Names with the actors and places they mean, claims and figures, as an article's would be. Nothing "
        "is stored. Offsets count code points in `text`, or in `title` where `field` says so; an actor whose `id` is "
        "null is not known yet; `speaker` of a claim is the number of a mention, `claim` of a figure that of a claim.",
        tags=["annotate"],
        request={"application/json": DOCUMENT},
        responses={200: _ANSWER},
    )
    def post(self, request: Request) -> Response:
        asked = ask_for_text(request.data, MAX_CHARACTERS)
        found = annotate_text(asked.title, asked.text, asked.published, asked.language)
        return Response(
            {
                "tagger": found.tagger,
                "mentions": [_show_mention(found, mention) for mention in found.mentions],
                "claims": [_show_claim(found.text, claim) for claim in found.claims],
                "figures": [_show_figure(found.text, figure) for figure in found.figures],
            }
        )


def _show_mention(found: Annotation, mention: ResolvedMention) -> dict[str, Any]:
    entity = mention.entity
    place = found.places.get(mention.location_id or 0)
    location = LocationReference(place).data | {"precision": mention.precision} if place else None
    return {
        "field": entity.field, "start": entity.start, "end": entity.end, "text": entity.text, "type": entity.type,
        "confidence": round(entity.confidence, 3), "actor": _show_actor(found, mention), "location": location,
        "reason": mention.reason,
    }  # fmt: skip


def _show_actor(found: Annotation, mention: ResolvedMention) -> dict[str, Any] | None:
    actor = found.actors.get(mention.actor_id or 0)
    if actor is None:
        return None
    if isinstance(actor, Actor):
        return dict(ActorReference(actor).data)
    return {"id": None, "name": actor.name, "kind": actor.kind, "country_code": ""}


def _show_claim(text: str, claim: FoundClaim) -> dict[str, Any]:
    return {
        "speaker": claim.speaker_mention, "source": _show_span(text, claim.speaker), "cue": _show_span(text, claim.cue),
        "content": claim.content, "text": " ".join(text[start:end] for start, end in claim.content),
        "kind": claim.kind, "modality": claim.modality, "negated": claim.negated,
        "confidence": round(claim.confidence, 3), "reported_by": claim.reported_by, "supersedes": claim.supersedes,
        "medium": _show_span(text, claim.medium), "speaks_of": _show_time(text, claim.speaks_of),
    }  # fmt: skip


def _show_figure(text: str, figure: FoundFigure) -> dict[str, Any]:
    return {
        "start": figure.start, "end": figure.end, "text": text[figure.start : figure.end], "measure": figure.measure,
        "value": figure.value, "low": figure.low, "high": figure.high, "bound": figure.bound, "unit": figure.unit,
        "who": figure.who, "claim": figure.claim, "as_of": _show_time(text, figure.as_of),
        "place": figure.location_mention,
    }  # fmt: skip


def _show_span(text: str, span: Span | None) -> dict[str, Any] | None:
    return span and {"start": span[0], "end": span[1], "text": text[span[0] : span[1]]}


def _show_time(text: str, time: FoundTime | None) -> dict[str, Any] | None:
    if time is None:
        return None
    own = {"start": time.start, "end": time.end, "text": text[time.start : time.end]}
    return own | {"first": time.first, "last": time.last, "precision": time.precision}
