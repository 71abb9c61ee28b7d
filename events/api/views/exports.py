"""Exports: asked for, polled, downloaded, let go."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.errors import BadParameters
from events.api.export_rows import LISTINGS
from events.api.listing import Listing
from events.api.serializers.alerts import ExportSerializer
from events.api.views.owned import OwnedViewSet, read_body, read_text
from events.exports.files import ask_for_export, delete_export, file_name, list_exports, path_of
from events.models import Export
from events.models.alert_choices import ExportFormat, ExportState
from events.nudge import nudge_exports
from events.queries.paging import Order, name_orders
from events.selections import SelectionRefused

EXPORTS = Listing(Export.objects.all, ExportSerializer, name_orders(Order("id", descending=True), Order("id")))
_BODY = {
    "application/json": {
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": {"type": "string", "enum": list(LISTINGS)},
            "format": {"type": "string", "enum": ExportFormat.values, "default": "jsonl"},
            "query": {"type": "string", "maxLength": 2000, "description": "As in the address of the list."},
        },
        "example": {"kind": "mention", "format": "csv", "query": "country=IQ&fields=id,text,actor"},
    }
}  # fmt: skip


@extend_schema_view(
    list=extend_schema(summary="List your exports"), retrieve=extend_schema(summary="Read how far an export is")
)
class ExportViewSet(OwnedViewSet):
    listings = {"list": EXPORTS}
    noun = "export"

    def rows_of(self, user: User) -> QuerySet[Export]:
        return list_exports(user)

    def list(self, request: Request) -> Response | StreamingHttpResponse:
        return super().list(request)

    @extend_schema(
        summary="Ask for an export",
        description="It is written in the background: poll it until `state` is `done`, then fetch `file`.",
        request=_BODY,
        responses={202: ExportSerializer},
    )
    def create(self, request: Request) -> Response:
        body = read_body(request.data, ("kind", "format", "query"), self.noun)
        user: Any = request.user
        try:
            export = ask_for_export(
                user,
                kind=read_text(body, "kind"),
                query=read_text(body, "query", ""),
                form=read_text(body, "format", ExportFormat.JSONL),
            )
        except SelectionRefused as refused:
            raise BadParameters(refused.problems) from None
        nudge_exports()
        data = ExportSerializer(export, context=self.get_serializer_context()).data
        return Response(data, status=status.HTTP_202_ACCEPTED)

    @extend_schema(summary="Delete an export", responses={204: OpenApiResponse(description="Its file is gone too.")})
    def destroy(self, request: Request, pk: str) -> Response:
        delete_export(self.find_own(pk))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        summary="Download an export",
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY},
    )
    @action(detail=True)
    def file(self, request: Request, pk: str) -> FileResponse:
        return send_file(self.find_own(pk))


def send_file(export: Export) -> FileResponse:
    """The file, streamed; raises NotFound where it is not ready, expired, or out of this machine's reach."""
    if export.state != ExportState.DONE:
        raise NotFound(f"The export is {export.state}: {export.message or 'poll it until its state is done'}.")
    try:
        file = path_of(export).open("rb")
    except OSError:
        raise NotFound(
            "The file cannot be reached from this server: web and workers need one NEWSBASE_EXPORTS."
        ) from None
    answer = FileResponse(file, as_attachment=True, filename=file_name(export), content_type="application/octet-stream")
    answer["ETag"] = f'"{export.sha256}"'
    answer["Cache-Control"] = "private"
    return answer
