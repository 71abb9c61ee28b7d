"""Saved searches: kept by their owner, with what is new to each."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from events.alerts.searches import (
    change_search,
    list_searches,
    mark_seen,
    read_news,
    renew_feed,
    save_search,
)
from events.api.errors import BadParameters, problem
from events.api.listing import Listing, refuse_unknown
from events.api.pagination import read_size
from events.api.serializers.alerts import SavedSearchSerializer
from events.api.views.owned import OwnedViewSet, read_body, read_text
from events.models import SavedSearch
from events.models.alert_choices import DigestEvery, SearchKind
from events.queries.paging import Order, name_orders
from events.selections import SelectionRefused

SEARCHES = Listing(
    SavedSearch.objects.all, SavedSearchSerializer, name_orders(Order("id"), Order("id", descending=True))
)
FIELDS = ("name", "kind", "query", "digest")
MAX_ID = 2**63 - 1
_BODY = {
    "application/json": {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "maxLength": 100},
            "kind": {"type": "string", "enum": SearchKind.values, "default": "event"},
            "query": {"type": "string", "maxLength": 2000, "description": "Filters of the list, as in its address."},
            "digest": {"type": "string", "enum": DigestEvery.values, "default": "never"},
        },
        "example": {"name": "Floods in Iraq", "kind": "event", "query": "country=IQ&q=flood", "digest": "day"},
    }
}
_NEWS = {
    "type": "object",
    "required": ["last", "results"],
    "properties": {
        "last": {"type": "integer", "description": "Give it as `since` next time; mark it as seen by `seen/`."},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "hit": {"type": "integer"},
                    "found_at": {"type": "string", "format": "date-time"},
                    "kind": {"type": "string"},
                    "id": {"type": "integer"},
                    "title": {"type": "string"},
                    "url": {"type": "string", "format": "uri"},
                },
            },
        },
    },
}


@extend_schema_view(
    list=extend_schema(summary="List your saved searches"), retrieve=extend_schema(summary="Read a saved search")
)
class SavedSearchViewSet(OwnedViewSet):
    listings = {"list": SEARCHES}
    noun = "saved search"

    def rows_of(self, user: User) -> QuerySet[SavedSearch]:
        return list_searches(user)

    def list(self, request: Request) -> Response | StreamingHttpResponse:
        return super().list(request)

    @extend_schema(summary="Save a search", request=_BODY, responses={201: SavedSearchSerializer})
    def create(self, request: Request) -> Response:
        body = read_body(request.data, FIELDS, self.noun)
        kept = self._keep(body, None)
        return Response(self._show(kept.pk), status=status.HTTP_201_CREATED)

    @extend_schema(
        summary="Change a saved search",
        description="Only what is given changes. With other filters it begins anew: what it finds then is not new.",
        request=_BODY,
        responses=SavedSearchSerializer,
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        search = self.find_own(pk)
        self._keep(read_body(request.data, FIELDS, self.noun), search)
        return Response(self._show(search.pk))

    @extend_schema(
        summary="Delete a saved search", responses={204: OpenApiResponse(description="Its feed is gone too.")}
    )
    def destroy(self, request: Request, pk: str) -> Response:
        self.find_own(pk).delete()
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Read what is new to a saved search",
        description="Records that it found since it was saved, each once, oldest first.",
        parameters=[
            OpenApiParameter("since", int, description="Behind this hit; behind the last one seen unless given."),
            OpenApiParameter("page_size", int, description="At most so many, 1 to 200; 50 unless given."),
        ],
        responses={200: _NEWS},
        filters=False,
    )
    @action(detail=True, pagination_class=None)
    def new(self, request: Request, pk: str) -> Response:
        known = {"since", "page_size", "format"}
        refuse_unknown(request, set(request.query_params) - known, known)
        search = self.find_own(pk)
        since = _read_hit(request.query_params.get("since"), "since")
        news = read_news(search, since, read_size(request))
        results = [
            {
                "hit": one.hit, "found_at": one.found_at, "kind": one.card.kind, "id": one.card.id,
                "title": one.card.title, "url": request.build_absolute_uri(one.card.path),
            }
            for one in news
        ]  # fmt: skip
        start = search.seen_hit if since is None else since
        return Response({"last": news[-1].hit if news else start, "results": results})

    @extend_schema(
        summary="Mark what is new as seen",
        request={"application/json": {"type": "object", "properties": {"up_to": {"type": "integer"}}}},
        responses=SavedSearchSerializer,
    )
    @action(detail=True, methods=["post"])
    def seen(self, request: Request, pk: str) -> Response:
        search = self.find_own(pk)
        body = read_body(request.data or {}, ("up_to",), "mark")
        mark_seen(search, _read_hit(body.get("up_to"), "up_to"))
        return Response(self._show(search.pk))

    @extend_schema(
        summary="Give the feed another secret address",
        description="The old one leads nowhere from then on.",
        request=None,
        responses=SavedSearchSerializer,
    )
    @action(detail=True, methods=["post"], url_path="renew-feed")
    def renew_feed(self, request: Request, pk: str) -> Response:
        search = self.find_own(pk)
        renew_feed(search)
        return Response(self._show(search.pk))

    def _keep(self, body: dict[str, Any], search: SavedSearch | None) -> SavedSearch:
        name = read_text(body, "name", search.name if search else None)
        kind = read_text(body, "kind", search.kind if search else SearchKind.EVENT)
        query = read_text(body, "query", search.query if search else "")
        digest = read_text(body, "digest", search.digest if search else DigestEvery.NEVER)
        try:
            if search is not None:
                return change_search(search, name=name, kind=kind, query=query, digest=digest)
            user: Any = self.request.user
            return save_search(user, name=name, kind=kind, query=query, digest=digest)
        except SelectionRefused as refused:
            raise BadParameters(refused.problems) from None

    def _show(self, pk: int) -> dict[str, Any]:
        return dict(SavedSearchSerializer(self.get_queryset().get(pk=pk), context=self.get_serializer_context()).data)


def _read_hit(value: Any, name: str) -> int | None:
    if value is None or value == "":
        return None
    text = str(value)
    if isinstance(value, bool) or not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= MAX_ID):
        raise BadParameters([problem(name, text, "is not the number of a hit", "give `last` of an answer")])
    return int(text)
