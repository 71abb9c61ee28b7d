"""Feeds and runs of intake."""

from __future__ import annotations

from dataclasses import replace
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
from events.feeds.add import add_feed
from events.feeds.entries import NotAFeed
from events.intake import InvalidDocument, summarize_run
from events.intake.documents import parse_url
from events.models import RunItem
from events.pipeline.errors import Reject, Retry
from events.pipeline.fetch_settings import policy_from_settings

# A caller and a web worker wait meanwhile: less patience than a poll in the background has.
MOST_SECONDS = 10.0
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
        description="Fetches the address to see that it is a feed, or a page that names one; polled from then on.",
        request={"application/json": _FEED},
        responses={
            201: OpenApiResponse(FeedSerializer, description="Added."),
            200: OpenApiResponse(FeedSerializer, description="Known already."),
            400: OpenApiResponse(description="The address cannot be used; why is named."),
        },
    )
    def create(self, request: Request) -> Response:
        url, title = _read_feed(request.data)
        policy = replace(policy_from_settings(), total_seconds=MOST_SECONDS, max_wait=MOST_SECONDS)
        try:
            added = add_feed(url, policy, title)
        except (Reject, Retry, NotAFeed) as error:
            way_out = "give the address of an RSS, Atom or JSON feed, or of a page that names one"
            raise BadParameters([problem("url", url, f"was not added: {error}", way_out)]) from None
        data = FeedSerializer(added.feed, context=self.get_serializer_context()).data
        return Response(data, status=status.HTTP_201_CREATED if added.created else status.HTTP_200_OK)


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
