"""The reconciliation service, as OpenRefine asks for it: form fields that hold JSON, plain answers."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponseRedirect
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.errors import BadParameters, problem
from events.api.permissions import Read
from events.api.views.base import AnswersInJson
from events.interop import reconcile
from events.models import Actor

_ANY = {200: OpenApiTypes.OBJECT}
MAX_JSON = 200_000


class ReconcileBase(AnswersInJson):
    permission_classes: Any = [Read]
    parser_classes: Any = [FormParser, MultiPartParser]


class ReconcileView(ReconcileBase):
    """Manifest, queries and extension, by GET or POST."""

    @extend_schema(
        summary="Reconcile names (OpenRefine, W3C 0.2)",
        description="Without parameters the service's manifest; `queries` or `extend` hold JSON.",
        tags=["reconcile"],
        parameters=[OpenApiParameter("queries", str), OpenApiParameter("extend", str)],
        responses=_ANY,
    )
    def get(self, request: Request) -> Response:
        return self._answer(request, request.query_params)

    @extend_schema(
        summary="Reconcile names by POST",
        tags=["reconcile"],
        request={
            "application/x-www-form-urlencoded": {
                "type": "object",
                "properties": {"queries": {"type": "string"}, "extend": {"type": "string"}},
            }
        },
        responses=_ANY,
    )
    def post(self, request: Request) -> Response:
        return self._answer(request, request.data)

    def _answer(self, request: Request, given: Any) -> Response:
        try:
            if "queries" in given:
                return Response(reconcile.answer_queries(_read_json(given, "queries")))
            if "extend" in given:
                return Response(reconcile.extend_records(_read_json(given, "extend")))
        except reconcile.BadQuery as bad:
            raise BadParameters([problem(bad.where, bad.value, bad.what, bad.way_out)]) from None
        base = request.build_absolute_uri("/").rstrip("/")
        return Response(reconcile.describe_service(base, request.build_absolute_uri(request.path).rstrip("/")))


class ReconcileSuggestView(ReconcileBase):
    @extend_schema(
        summary="Suggest entities, types or properties",
        tags=["reconcile"],
        parameters=[OpenApiParameter("prefix", str, description="What was typed so far.")],
        responses=_ANY,
    )
    def get(self, request: Request, what: str) -> Response:
        prefix = request.query_params.get("prefix", "")[: reconcile.MAX_NAME].replace("\x00", "")
        ways = {
            "entity": reconcile.suggest_entities,
            "type": reconcile.suggest_types,
            "property": reconcile.suggest_properties,
        }
        return Response(ways[what](prefix))


class ReconcilePropertiesView(ReconcileBase):
    @extend_schema(
        summary="Propose properties to extend by",
        tags=["reconcile"],
        parameters=[OpenApiParameter("type", str), OpenApiParameter("limit", int)],
        responses=_ANY,
    )
    def get(self, request: Request) -> Response:
        kind, limit = request.query_params.get("type", ""), request.query_params.get("limit", "50")
        if kind and kind not in reconcile.TYPES:
            way_out = f"give one of {', '.join(reconcile.TYPES)}"
            raise BadParameters([problem("type", kind, "is no type", way_out)])
        if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= 1000):
            raise BadParameters([problem("limit", limit, "is no number of properties", "give 1 to 1000")])
        return Response(reconcile.propose_properties(kind, int(limit)))


class ReconcileViewView(ReconcileBase):
    @extend_schema(
        summary="Go to an entity's page", tags=["reconcile"], responses={302: None, 404: OpenApiTypes.OBJECT}
    )
    def get(self, request: Request, entity: str) -> HttpResponseRedirect:
        record = reconcile.find_records([entity]).get(entity)
        if record is None:
            raise NotFound(f"There is no {entity} that readers find.")
        return HttpResponseRedirect(f"/{'actors' if isinstance(record, Actor) else 'locations'}/{record.pk}/")


def _read_json(given: Any, name: str) -> Any:
    text = given.get(name)
    try:
        if not isinstance(text, str) or len(text) > MAX_JSON:
            raise ValueError
        return json.loads(text)
    except (ValueError, RecursionError):
        what = f"is no JSON of at most {MAX_JSON} characters"
        raise BadParameters([problem(name, text, what, 'give it as in {"q0": {"query": "a name"}}')]) from None
