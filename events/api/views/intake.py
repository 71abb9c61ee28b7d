"""Feeds and runs of intake."""

from __future__ import annotations

from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.errors import BadParameters, problem
from events.api.serializers import FeedSerializer, RunDetailSerializer, RunItemSerializer
from events.api.views.base import ListingViewSet, read_id
from events.api.views.listings import FEEDS, RUN_ITEMS, RUNS
from events.intake import InvalidDocument, summarize_run
from events.intake.documents import parse_url
from events.models import Feed, RunItem

_FEED = {
    "type": "object",
    "required": ["url"],
    "properties": {
        "url": {"type": "string", "format": "uri", "maxLength": 2000},
        "title": {"type": "string", "maxLength": 300, "description": "Until the feed tells its own."},
    },
}


@extend_schema_view(list=extend_schema(summary="List feeds"), retrieve=extend_schema(summary="Read a feed"))
class FeedViewSet(ListingViewSet):
    listings = {"list": FEEDS}

    @extend_schema(
        summary="Add a feed",
        description="It is polled at the next round. A feed that is known already answers 200.",
        request={"application/json": _FEED},
        responses={
            201: FeedSerializer,
            200: FeedSerializer,
            400: OpenApiResponse(description="The address cannot be used; why is named."),
        },
    )
    def create(self, request: Request) -> Response:
        url, title = _read_feed(request.data)
        feed, is_new = Feed.objects.get_or_create(url=url, defaults={"title": title})
        data = FeedSerializer(feed, context=self.get_serializer_context()).data
        return Response(data, status=status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)


@extend_schema_view(
    list=extend_schema(summary="List runs of intake"),
    retrieve=extend_schema(summary="Read a run and how far it is"),
)
class RunViewSet(ListingViewSet):
    listings = {"list": RUNS, "items": RUN_ITEMS}
    detail_serializer = RunDetailSerializer

    def complete(self, record: Any) -> Any:
        record.progress = summarize_run(record)
        return record

    @extend_schema(summary="List a run's documents", responses=RunItemSerializer(many=True))
    @action(detail=True)
    def items(self, request: Request, pk: str) -> Response | StreamingHttpResponse:
        rows = RunItem.objects.filter(run=read_id(pk)).select_related("article__work")
        return self.answer_list(request, rows)


def _read_feed(body: Any) -> tuple[str, str]:
    if not isinstance(body, dict):
        raise BadParameters([problem("body", type(body).__name__, "is not a feed", 'give {"url": "https://…"}')])
    if unknown := sorted(set(body) - {"url", "title"}):
        raise BadParameters(
            [problem(name[:100], "", "is not a field of a feed", "give url, title") for name in unknown]
        )
    title = body.get("title", "")
    if not isinstance(title, str) or len(title) > 300 or "\x00" in title:
        raise BadParameters([problem("title", title, "is not a title", "give a text of at most 300 characters")])
    try:
        url = parse_url(body.get("url"))
    except InvalidDocument as error:
        raise BadParameters([problem(error.field, body.get("url"), error.why, "give the feed's address")]) from None
    if not url:
        raise BadParameters([problem("url", "", "is missing", "give the feed's address")])
    return url, title
