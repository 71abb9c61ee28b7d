"""Names to records: what to offer while somebody types, and which record a name that a program has stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.errors import BadParameters, problem
from events.api.listing import refuse_unknown
from events.api.permissions import Read
from events.api.views.base import AnswersInJson
from events.api.views.listings import ACTORS, EVENTS, LOCATIONS, SOURCES
from events.filters.base import find_nearest
from events.models.choices import ActorKind
from events.queries.match import AskedRecord, Match, match_actors, match_locations, match_sources

SUGGESTED = {"actors": ACTORS, "locations": LOCATIONS, "sources": SOURCES, "events": EVENTS}
# One letter begins a tenth of all names.
SHORTEST, OF_EACH, MOST_OF_EACH = 2, 5, 20
MATCHERS: dict[str, Callable[[AskedRecord, int], list[Match]]] = {
    "actor": match_actors, "location": match_locations, "source": match_sources,
}  # fmt: skip
FORMS = {"actor": ACTORS, "location": LOCATIONS, "source": SOURCES}
MOST_ASKED, MOST_MATCHES, MAX_NAME = 50, 20, 200
_ASKED: dict[str, Any] = {
    "type": "object",
    "required": ["kind", "name"],
    "properties": {
        "kind": {"type": "string", "enum": list(MATCHERS)},
        "name": {"type": "string", "minLength": 1, "maxLength": MAX_NAME},
        "actor_kind": {"type": "string", "enum": ActorKind.values},
        "country": {"type": "string", "pattern": "^[A-Za-z]{2}$"},
        "limit": {"type": "integer", "minimum": 1, "maximum": MOST_MATCHES, "default": 5},
    },
    "additionalProperties": False,
}
_FOUND: dict[str, Any] = {
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["record", "name", "score", "reason", "is_sure"],
                "properties": {
                    "record": {"type": "object", "additionalProperties": True},
                    "name": {
                        "type": "string",
                        "description": "The name of the record that is most like the one asked.",
                    },
                    "score": {"type": "number", "minimum": 0, "maximum": 1},
                    "reason": {"type": "string"},
                    "is_sure": {"type": "boolean", "description": "It may be taken without looking."},
                },
            },
        }
    },
}


class SuggestView(AnswersInJson):
    @extend_schema(
        summary="Offer records whose names begin so",
        tags=["search"],
        parameters=[
            OpenApiParameter("q", str, required=True, description="The beginning of a name or of a word of it."),
            OpenApiParameter("kinds", str, description=f"Some of {', '.join(SUGGESTED)}, comma-separated."),
            OpenApiParameter("size", int, description=f"Of each kind, 1 to {MOST_OF_EACH}; {OF_EACH} unless given."),
        ],
        responses={200: {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}}},
    )
    def get(self, request: Request) -> Response:
        known = {"q", "kinds", "size", "format"}
        refuse_unknown(request, set(request.query_params) - known, known)
        words, kinds, size = request.query_params.get("q", "").strip(), _read_kinds(request), _read_size(request)
        if not SHORTEST <= len(words) <= MAX_NAME or "\x00" in words:
            way_out = f"give {SHORTEST} to {MAX_NAME} characters"
            raise BadParameters([problem("q", words.replace("\x00", ""), "is not the beginning of a name", way_out)])
        return Response({kind: self._offer(request, kind, words, size) for kind in kinds})

    def _offer(self, request: Request, kind: str, words: str, size: int) -> list[dict[str, Any]]:
        listing = SUGGESTED[kind]
        assert listing.filters is not None
        rows = listing.filters(QueryDict(urlencode({"q": words})), queryset=listing.rows()).qs
        if kind == "locations":
            rows = rows.order_by("-population", "pk")
        shown = ("id", "title") if kind == "events" else ("id", "name", "kind", "country_code")
        return [{name: getattr(row, name) for name in shown if hasattr(row, name)} for row in rows[:size]]


class MatchView(AnswersInJson):
    permission_classes: Any = [Read]

    @extend_schema(
        summary="Which record does this name stand for?",
        description="Scored candidates for a record that you have, by name, kind and country; nothing is stored. One "
        f"question, or a list of at most {MOST_ASKED}, which is answered by a list in the same order.",
        tags=["match"],
        request={"application/json": {"oneOf": [_ASKED, {"type": "array", "minItems": 1, "items": _ASKED}]}},
        responses={200: {"oneOf": [_FOUND, {"type": "array", "items": _FOUND}]}},
    )
    def post(self, request: Request) -> Response:
        if not isinstance(request.data, list):
            return Response(self._answer(request.data, ""))
        if not 1 <= len(request.data) <= MOST_ASKED:
            what = f"{len(request.data)} questions"
            raise BadParameters([problem("body", what, "cannot be asked at once", f"ask 1 to {MOST_ASKED}")])
        return Response([self._answer(asked, f"[{number}].") for number, asked in enumerate(request.data)])

    def _answer(self, body: Any, place: str) -> dict[str, Any]:
        kind, asked, limit = _read_question(body, place)
        form = FORMS[kind].serializer(context={"request": self.request})
        return {
            "results": [
                {
                    "record": form.to_representation(match.record), "name": match.name, "score": match.score,
                    "reason": match.reason, "is_sure": match.is_sure,
                }
                for match in MATCHERS[kind](asked, limit)
            ]
        }  # fmt: skip


def _read_question(body: Any, place: str) -> tuple[str, AskedRecord, int]:
    if not isinstance(body, Mapping):
        way_out = 'give {"kind": "actor", "name": "…"}'
        raise BadParameters([problem(f"{place}body", type(body).__name__, "is no question", way_out)])
    fields = _ASKED["properties"]
    wrong = [
        problem(f"{place}{str(name)[:60]}", "", "is not read here", f"give {', '.join(fields)}")
        | find_nearest(str(name), fields)
        for name in body
        if name not in fields
    ]
    kind, name, country = body.get("kind"), body.get("name"), body.get("country", "")
    actor_kind, limit = body.get("actor_kind", ""), body.get("limit", 5)
    if not isinstance(kind, str) or kind not in MATCHERS:
        way_out = f"give one of {', '.join(MATCHERS)}"
        wrong.append(problem(f"{place}kind", kind, "is no kind of record that has names", way_out, MATCHERS))
    if not isinstance(name, str) or not name.strip() or len(name) > MAX_NAME or "\x00" in name:
        wrong.append(problem(f"{place}name", "", "is no name", f"give a text of at most {MAX_NAME} characters"))
    if not isinstance(country, str) or (
        country and not (len(country) == 2 and country.isascii() and country.isalpha())
    ):
        wrong.append(problem(f"{place}country", country, "is not a country code", "give two letters, such as IQ"))
    if not isinstance(actor_kind, str) or actor_kind not in ("", *ActorKind.values):
        way_out = f"give one of {', '.join(ActorKind.values)}"
        wrong.append(problem(f"{place}actor_kind", actor_kind, "is no kind of actor", way_out, ActorKind.values))
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_MATCHES:
        wrong.append(problem(f"{place}limit", limit, "is not a number of matches", f"give 1 to {MOST_MATCHES}"))
    if wrong:
        raise BadParameters(wrong)
    return str(kind), AskedRecord(str(name).strip(), str(actor_kind), str(country).upper()), int(limit)


def _read_kinds(request: Request) -> list[str]:
    asked = [kind.strip() for kind in request.query_params.get("kinds", "").split(",") if kind.strip()]
    way_out = f"give some of {', '.join(SUGGESTED)}"
    if wrong := [problem("kinds", k, "has no names to offer", way_out, SUGGESTED) for k in asked if k not in SUGGESTED]:
        raise BadParameters(wrong)
    return [kind for kind in SUGGESTED if not asked or kind in asked]


def _read_size(request: Request) -> int:
    text = request.query_params.get("size") or str(OF_EACH)
    if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_OF_EACH:
        return int(text)
    raise BadParameters([problem("size", text, "is not a number of records", f"give 1 to {MOST_OF_EACH}")])
