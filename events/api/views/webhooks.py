"""Webhooks: kept by their owner, with the log of what was delivered."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.alerts.deliver import replay, send_now
from events.alerts.dispatch import make_ping
from events.alerts.webhooks import TYPES, change_webhook, list_webhooks, make_webhook, renew_secret
from events.api.errors import BadParameters, problem
from events.api.listing import Listing
from events.api.serializers.alerts import DeliverySerializer, WebhookSerializer
from events.api.views.base import read_id
from events.api.views.owned import OwnedViewSet, read_body, read_text
from events.models import Delivery, SavedSearch, Webhook
from events.queries.paging import Order, name_orders
from events.selections import SelectionRefused

WEBHOOKS = Listing(Webhook.objects.all, WebhookSerializer, name_orders(Order("id"), Order("id", descending=True)))
DELIVERIES = Listing(Delivery.objects.all, DeliverySerializer, name_orders(Order("id", descending=True), Order("id")))
FIELDS = ("name", "url", "types", "search", "enabled")
_BODY = {
    "application/json": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "maxLength": 100},
            "url": {"type": "string", "format": "uri", "maxLength": 2000},
            "types": {"type": "array", "items": {"type": "string", "enum": list(TYPES)}},
            "search": {"type": ["integer", "null"], "description": "A saved search of yours, instead of types."},
            "enabled": {"type": "boolean"},
        },
        "example": {"name": "Our desk", "url": "https://desk.example/hook", "types": ["event.created", "claim.*"]},
    }
}
_SECRET = {"type": "object", "required": ["secret"], "properties": {"secret": {"type": "string"}}}


@extend_schema_view(list=extend_schema(summary="List your webhooks"), retrieve=extend_schema(summary="Read a webhook"))
class WebhookViewSet(OwnedViewSet):
    listings = {"list": WEBHOOKS, "deliveries": DELIVERIES}
    noun = "webhook"

    def rows_of(self, user: User) -> QuerySet[Webhook]:
        return list_webhooks(user)

    def list(self, request: Request) -> Response | StreamingHttpResponse:
        return super().list(request)

    @extend_schema(
        summary="Make a webhook",
        description="The answer holds its signing `secret`, which no later answer does.",
        request=_BODY,
        responses={201: {"allOf": [_SECRET, {"$ref": "#/components/schemas/Webhook"}]}},
    )
    def create(self, request: Request) -> Response:
        body = read_body(request.data, FIELDS[:-1], self.noun)
        user: Any = request.user
        try:
            hook, secret = make_webhook(
                user,
                name=read_text(body, "name"),
                url=read_text(body, "url"),
                types=_read_types(body, []),
                search=self._read_search(body, None),
            )
        except SelectionRefused as refused:
            raise BadParameters(refused.problems) from None
        return Response({"secret": secret} | self._show(hook.pk), status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Change a webhook",
        description="Only what is given changes. `enabled: true` goes on where it stopped.",
        request=_BODY,
        responses=WebhookSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        hook = self.find_own(pk)
        body = read_body(request.data, FIELDS, self.noun)
        enabled = body.get("enabled", hook.enabled)
        if not isinstance(enabled, bool):
            raise BadParameters([problem("enabled", enabled, "is neither true nor false", "give true or false")])
        search = self._read_search(body, hook.search)
        types = _read_types(body, [] if body.get("search") else hook.types)
        if types and "search" not in body:
            search = None
        try:
            change_webhook(
                hook,
                name=read_text(body, "name", hook.name),
                url=read_text(body, "url", hook.url),
                types=types,
                search=search,
                enabled=enabled,
            )
        except SelectionRefused as refused:
            raise BadParameters(refused.problems) from None
        return Response(self._show(hook.pk))

    @extend_schema(summary="Delete a webhook", responses={204: OpenApiResponse(description="Its log is gone too.")})
    def destroy(self, request: Request, pk: str) -> Response:
        self.find_own(pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(summary="List what was sent", responses=DeliverySerializer(many=True))
    @action(detail=True)
    def deliveries(self, request: Request, pk: str) -> Response | StreamingHttpResponse:
        return self.answer_list(request, Delivery.objects.filter(webhook=self.find_own(pk)))

    @extend_schema(
        summary="Send a test message at once",
        description="Answers with the message, which is `done` or `failed`; it is not tried again.",
        request=None,
        responses=DeliverySerializer,
    )
    @action(detail=True, methods=["post"])
    def test(self, request: Request, pk: str) -> Response:
        ping = make_ping(self.find_own(pk))
        send_now(ping)
        return Response(DeliverySerializer(ping).data)

    @extend_schema(
        summary="Send a message again",
        description="Under the same Idempotency-Key, with all its tries.",
        request=None,
        responses={202: DeliverySerializer},
    )
    @action(detail=True, methods=["post"], url_path="deliveries/(?P<delivery>[0-9]{1,19})/replay")
    def replay(self, request: Request, pk: str, delivery: str) -> Response:
        held = Delivery.objects.filter(pk=read_id(delivery), webhook=self.find_own(pk)).first()
        if held is None:
            raise NotFound(f"There is no message {delivery} of this webhook; they are kept for 30 days.")
        replay(held)
        held.refresh_from_db()
        return Response(DeliverySerializer(held).data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(
        summary="Renew the signing secret",
        description="Messages are signed with the new one from then on; it is shown this once.",
        request=None,
        responses={200: _SECRET},
    )
    @action(detail=True, methods=["post"], url_path="renew-secret")
    def renew_secret(self, request: Request, pk: str) -> Response:
        return Response({"secret": renew_secret(self.find_own(pk))})

    def _read_search(self, body: dict[str, Any], otherwise: SavedSearch | None) -> SavedSearch | None:
        if "search" not in body:
            return otherwise
        pk = body["search"]
        if pk is None:
            return None
        found = None
        if isinstance(pk, int) and not isinstance(pk, bool) and 0 < pk < 2**63:
            user: Any = self.request.user
            found = SavedSearch.objects.filter(pk=pk, user=user).first()
        if found is None:
            raise BadParameters(
                [problem("search", pk, "is no saved search of yours", "GET /api/v1/searches/ has them")]
            )
        return found

    def _show(self, pk: int) -> dict[str, Any]:
        return dict(WebhookSerializer(self.get_queryset().get(pk=pk), context=self.get_serializer_context()).data)


def _read_types(body: dict[str, Any], otherwise: list[str]) -> list[str]:
    types = body.get("types", otherwise)
    if not isinstance(types, list) or len(types) > len(TYPES) or not all(isinstance(one, str) for one in types):
        raise BadParameters([problem("types", types, "is not a list of types", 'give ["event.created", "claim.*"]')])
    return types
