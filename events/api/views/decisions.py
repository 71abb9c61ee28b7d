"""What curators decide: asked for here, tried beforehand, read and taken back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from events import curation
from events.api.actions import Made
from events.api.decide import Conflict, Refused, decide
from events.api.errors import BadParameters, answer_error, problem
from events.api.hand_in import read_key
from events.api.pagination import read_flag
from events.api.permissions import ReadOrCurate
from events.api.serializers import DecisionDetailSerializer
from events.api.views.base import ListingViewSet, read_id
from events.api.views.listings import DECISIONS
from events.curation import CurationConflict, CurationRefused
from events.models import CurationJob

# Each is a transaction of its own and may count an event anew; this many take some seconds.
MOST_ACTIONS = 100
_DRY_RUN = OpenApiParameter("dry_run", bool, description="Say what would come of it, and leave everything as it is.")
_KEY = OpenApiParameter(
    "Idempotency-Key", str, OpenApiParameter.HEADER, description="Sent again, answers with the decision made then."
)
_IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The record's `version`, quoted; another by now is a 412."
)
_ONE = {"$ref": "#/components/schemas/Action"}
_RESULT = {
    "type": "object",
    "required": ["results"],
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["status"],
                "properties": {
                    "status": {"type": "integer"},
                    "decision": {"type": "object", "additionalProperties": True},
                    "problem": {"$ref": "#/components/schemas/Problem"},
                },
            },
        }
    },
}
_DESCRIPTION = """
One action, or a list of at most 100, each carried out by itself: a list answers 200 with a status for each, and those
that could not be carried out say why. Everything but `take_down` can be taken back exactly. A split of very many
mentions answers 202 and is carried out in the background.
"""


@extend_schema_view(
    list=extend_schema(summary="List curators' decisions"),
    retrieve=extend_schema(summary="Read a decision", description="To curators also what it did to rows."),
)
class DecisionViewSet(ListingViewSet):
    listings = {"list": DECISIONS}
    detail_serializer = DecisionDetailSerializer
    permission_classes = [ReadOrCurate]

    def list(self, request: Request) -> Response | StreamingHttpResponse:
        return super().list(request)

    @extend_schema(
        summary="Decide: merge, split, link, edit, lock, …",
        description=_DESCRIPTION,
        parameters=[_DRY_RUN, _KEY, _IF_MATCH],
        request={"application/json": {"oneOf": [_ONE, {"type": "array", "minItems": 1, "items": _ONE}]}},
        responses={
            200: OpenApiResponse({"oneOf": [_RESULT, {"$ref": "#/components/schemas/DecisionDetail"}]}),
            201: DecisionDetailSerializer,
            202: OpenApiResponse(description="To be carried out in the background."),
        },
    )
    def create(self, request: Request) -> Response:
        dry_run, key = read_flag(request, "dry_run"), read_key(request)
        version = request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
        if not isinstance(request.data, list):
            made = decide(request.data, _user(request), dry_run=dry_run, key=key, version=version)
            return Response(**self._show(made, dry_run=dry_run))
        if not 1 <= len(request.data) <= MOST_ACTIONS or version:
            way_out = f"give 1 to {MOST_ACTIONS}, and `version` inside an action instead of If-Match"
            raise BadParameters([problem("body", f"{len(request.data)} actions", "cannot be carried out so", way_out)])
        rows = [
            self._try_one(request, body, dry_run=dry_run, key=f"{key}#{number}" if key else None)
            for number, body in enumerate(request.data)
        ]
        return Response({"results": rows})

    def _try_one(self, request: Request, body: Any, *, dry_run: bool, key: str | None) -> dict[str, Any]:
        try:
            shown = self._show(decide(body, _user(request), dry_run=dry_run, key=key), dry_run=dry_run)
        except exceptions.APIException as error:
            answer = answer_error(error, {"request": request, "view": self})
            assert answer is not None
            return {"status": answer.status_code, "problem": answer.data}
        return {"status": shown["status"], "decision": shown["data"]}

    def _show(self, made: Made, *, dry_run: bool) -> dict[str, Any]:
        if isinstance(made, CurationJob):
            data = {"job": None if dry_run else made.pk, "state": made.state, "total": made.total}
            return {"data": data, "status": status.HTTP_202_ACCEPTED}
        data = DecisionDetailSerializer(made, context=self.get_serializer_context()).data
        if dry_run:
            return {"data": data | {"id": None, "dry_run": True}, "status": status.HTTP_200_OK}
        return {"data": data, "status": status.HTTP_201_CREATED}

    @extend_schema(
        summary="Take a decision back",
        description="Exactly, or not at all: 409 tells what has changed since. A takedown cannot be taken back.",
        parameters=[_DRY_RUN],
        request=None,
        responses={200: DecisionDetailSerializer},
    )
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str) -> Response:
        dry_run = read_flag(request, "dry_run")
        if not self.get_queryset().filter(pk=read_id(pk)).exists():
            raise exceptions.NotFound(f"There is no decision {pk}.")
        try:
            with transaction.atomic():
                decision = curation.undo(read_id(pk), _user(request))
                transaction.set_rollback(dry_run)
        except CurationConflict as error:
            raise Conflict(str(error)) from None
        except CurationRefused as error:
            raise Refused(str(error)) from None
        data = DecisionDetailSerializer(decision, context=self.get_serializer_context()).data
        return Response(data | ({"dry_run": True} if dry_run else {}))


def _user(request: Request) -> User:
    assert isinstance(request.user, User)  # the permission asked for an account that may curate
    return request.user
