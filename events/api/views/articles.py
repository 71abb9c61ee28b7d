"""Articles: read by everybody, handed in by those who may."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from events.api.errors import RecordGone
from events.api.hand_in import hand_in, read_documents, read_key
from events.api.serializers import ArticleDetailSerializer, RunDetailSerializer
from events.api.views.base import ListingViewSet
from events.api.views.counts import Aggregated, OverTime
from events.api.views.listings import ARTICLES
from events.intake import summarize_run
from events.models import Article, Takedown

_TEXT = {"type": "string"}
_DOCUMENT: dict[str, Any] = {
    "type": "object",
    "description": "Give `text` or `html`, or only a `url` to be fetched. Unknown fields are ignored.",
    "properties": {
        "id": _TEXT | {"maxLength": 500, "description": "Your own key: the same one again is a revision."},
        "text": _TEXT | {"description": "Stored exactly as given."},
        "html": _TEXT | {"description": "A page; its text is extracted."},
        "url": _TEXT | {"format": "uri", "maxLength": 2000},
        "title": {"type": ["string", "null"], "maxLength": 1000},
        "published": {"type": ["string", "null"], "description": "ISO 8601: time, day, month or year."},
        "outlet": {"type": ["string", "null"], "maxLength": 253, "description": "The outlet's domain."},
        "lang": {"type": ["string", "null"], "maxLength": 12},
        "authors": {"type": "array", "items": _TEXT},
    },
}
_REQUEST = {"application/json": {"oneOf": [_DOCUMENT, {"type": "array", "minItems": 1, "items": _DOCUMENT}]}}
_IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Sent again with the same key, a request answers with the first one's run and hands nothing in.",
)


@extend_schema_view(
    list=extend_schema(summary="List articles"),
    retrieve=extend_schema(summary="Read an article, its text included"),
)
class ArticleViewSet(Aggregated, OverTime, ListingViewSet):
    listings = {"list": ARTICLES}
    detail_serializer = ArticleDetailSerializer

    def get_detail_queryset(self) -> QuerySet[Article]:
        return ARTICLES.rows().select_related("revision").defer("revision__raw_html")

    def refuse_gone(self, pk: int) -> None:
        held = Takedown.objects.filter(pk=pk).first()
        if held is not None:
            raise RecordGone(f"Article {pk} was taken down on {held.at:%Y-%m-%d}: {held.reason}")

    def get_serializer_class(self) -> type[Serializer[Any]]:
        return RunDetailSerializer if self.action == "create" else super().get_serializer_class()

    def list(self, request: Request) -> Response | StreamingHttpResponse:
        return super().list(request)

    @extend_schema(
        summary="Hand in articles",
        description="Text, HTML or addresses, one or many. Answers with the run to poll until `progress.is_settled`.",
        request=_REQUEST,
        parameters=[_IDEMPOTENCY_KEY],
        responses={202: RunDetailSerializer, 400: OpenApiResponse(description="Nothing was handed in; why is named.")},
    )
    def create(self, request: Request) -> Response:
        documents = read_documents(request.data)
        run = hand_in(documents, request.user, read_key(request))
        run.progress = summarize_run(run)  # type: ignore[attr-defined]
        address = request.build_absolute_uri(reverse("run-detail", args=[run.pk]))
        data = {"url": address} | RunDetailSerializer(run, context=self.get_serializer_context()).data
        return Response(data, status=status.HTTP_202_ACCEPTED, headers={"Location": address})
