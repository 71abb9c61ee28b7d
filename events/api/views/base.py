"""What all views of the API do alike; the views themselves only declare."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import NotFound
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from events.api.atom import KINDS, AtomRenderer
from events.api.errors import BadParameters, RecordGone, answer_error, problem
from events.api.listing import (
    DETAIL_PARAMETERS,
    PAGE_PARAMETERS,
    Listing,
    Shape,
    filter_rows,
    read_shape,
    refuse_unknown,
    serialize_rows,
    stream_rows,
)
from events.api.pagination import KeysetPagination, read_order
from events.api.parsers import BoundedJsonParser
from events.api.permissions import ReadOrIngest
from events.api.renderers import (
    CsvRenderer,
    GeoJsonRenderer,
    JsonLinesRenderer,
    JsonRenderer,
    StreamRenderer,
    list_columns,
)
from events.api.schema import ListingSchema
from events.api.throttles import EachAddress, EachToken, describe_limits
from events.curation import find_versions
from events.models import Actor
from events.queries import find_hidden, find_survivor

MAX_ID = 2**63 - 1


class Negotiation(DefaultContentNegotiation):
    """An unknown `?format=` is a wrong parameter, not a missing page."""

    def filter_renderers(self, renderers: list[BaseRenderer], format: str) -> list[BaseRenderer]:  # type: ignore[override]
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            formats = ", ".join(renderer.format or "" for renderer in renderers)
            raise BadParameters(
                [problem("format", format, "is not a format of this address", f"give one of {formats}")]
            )
        return found


class AnswersInJson(APIView):
    """JSON for everything, errors included; anonymous reads; bounded bodies; 304 for what the caller has already."""

    renderer_classes: Any = [JsonRenderer]
    parser_classes: Any = [BoundedJsonParser]
    permission_classes: Any = [ReadOrIngest]
    throttle_classes: Any = [EachAddress, EachToken]
    content_negotiation_class: Any = Negotiation

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return answer_error

    def get_throttles(self) -> list[BaseThrottle]:
        """The same ones all through a request: what they counted stands in the answer's headers."""
        if not hasattr(self, "_throttles"):
            self._throttles = super().get_throttles()
        return self._throttles

    @method_decorator(conditional_page)
    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ["Accept", "Authorization", "Cookie"])
        for name, value in describe_limits(self.get_throttles()).items():
            response[name] = value
        return response


class ListingViewSet(AnswersInJson, GenericViewSet[Any]):
    """A resource: its own list, single records, and lists below a record, each declared as a Listing."""

    # By action; "list" is the resource's own.
    listings: ClassVar[dict[str, Listing]]
    detail_serializer: ClassVar[type[Serializer[Any]] | None] = None
    # Set where records may be merged: reads then answer with the survivor.
    mergeable: ClassVar[Any] = None
    pagination_class = KeysetPagination
    filter_backends: Any = ()
    lookup_value_regex = "[0-9]{1,19}"
    schema = ListingSchema()

    @property
    def listing(self) -> Listing:
        return self.listings.get(getattr(self, "action", None) or "list", self.listings["list"])

    def get_queryset(self) -> QuerySet[Any]:
        return self.listing.rows()

    def get_detail_queryset(self) -> QuerySet[Any]:
        return self.listings["list"].rows()

    def get_serializer_class(self) -> type[Serializer[Any]]:
        if getattr(self, "action", None) == "retrieve" and self.detail_serializer:
            return self.detail_serializer
        return self.listing.serializer

    def get_renderers(self) -> list[BaseRenderer]:
        if getattr(self, "action", None) not in self.listings:
            return [JsonRenderer()]
        places = [GeoJsonRenderer()] if self.listing.has_places else []
        kind = f"{self.listing.serializer.Meta.model._meta.model_name}s"  # type: ignore[attr-defined]
        feeds = [AtomRenderer(kind)] if kind in KINDS else []
        return [JsonRenderer(), JsonLinesRenderer(), CsvRenderer(), *places, *feeds]

    def list(self, request: Request) -> Response | StreamingHttpResponse:
        return self.answer_list(request, self.get_queryset())

    def retrieve(self, request: Request, pk: str) -> Response:
        refuse_unknown(request, set(request.query_params) - DETAIL_PARAMETERS, DETAIL_PARAMETERS)
        asked = read_id(pk)
        survivor = find_survivor(self.mergeable, asked) if self.mergeable else asked
        refuse_hidden(self.mergeable, survivor)
        record = self.get_detail_queryset().filter(pk=survivor).first()
        if record is None:
            self.refuse_gone(asked)
            raise NotFound(f"There is no {self.listing.serializer.Meta.model._meta.model_name} {pk}.")  # type: ignore[attr-defined]
        data, content_type = self.show(request, self.complete(record))
        if self.mergeable and "fields" not in request.query_params:
            data["version"] = find_versions(self.mergeable._meta.model_name, [record.pk])[record.pk]
        if record.pk != asked:
            data["merged_from"] = asked
            data["merge_reason"] = f"Record {asked} was merged into {record.pk}."
        return Response(data, content_type=content_type)

    def refuse_gone(self, pk: int) -> None:
        """Say why a record that was there is not there any more; for kinds that leave a trace."""

    def complete(self, record: Any) -> Any:
        """Add to a single record what only its own address shows."""
        return record

    def show(self, request: Request, record: Model) -> tuple[dict[str, Any], str | None]:
        """The record in the shape asked for, and the answer's media type where it is not JSON's own."""
        serializer = self.get_serializer_class()
        shape = read_shape(request, self.listing, serializer)
        return serialize_rows([record], serializer, shape, self.get_serializer_context())[0], shape.media_type

    def answer_list(self, request: Request, queryset: QuerySet[Any]) -> Response | StreamingHttpResponse:
        """Answer with a page, or with the whole list in a streamed format."""
        listing = self.listing
        shape = read_shape(request, listing, listing.serializer)
        queryset = filter_rows(request, queryset, listing)
        renderer = request.accepted_renderer
        if isinstance(renderer, StreamRenderer):
            return self._stream(request, queryset, shape, renderer)
        rows = self.paginate_queryset(queryset)
        context = self.get_serializer_context()
        answer = self.get_paginated_response(serialize_rows(rows or [], listing.serializer, shape, context))
        answer.content_type = shape.media_type
        return answer

    def _stream(
        self, request: Request, queryset: QuerySet[Any], shape: Shape, renderer: StreamRenderer
    ) -> StreamingHttpResponse:
        _refuse_paging(request, renderer)
        listing, context = self.listing, self.get_serializer_context()
        order = read_order(request, listing.orders)
        renderer.address = request.build_absolute_uri()
        rows = stream_rows(queryset, order, listing, shape, context)
        response = StreamingHttpResponse(
            renderer.stream(rows, _choose_columns(listing, shape)),
            content_type=f"{renderer.media_type}; charset=utf-8",
        )
        response["Content-Disposition"] = f'attachment; filename="{self.basename}s.{renderer.format}"'
        return response


def refuse_hidden(model: type[Model] | None, pk: int | None) -> None:
    """Answer 410 for what a curator hid, and 404 for a private person named once. One query, for actors only."""
    hidden = find_hidden(pk) if model is Actor and pk is not None else ""
    if hidden == "suppressed":
        raise RecordGone(f"Actor {pk} was suppressed by a curator.")
    if hidden:
        raise NotFound(f"Actor {pk} is a private person, named once in one article: there is no profile.")


def read_id(text: str) -> int:
    """Read an id of the path; one that the database could not hold is simply not there."""
    if int(text) > MAX_ID:
        raise NotFound(f"There is no record {text}.")
    return int(text)


def _refuse_paging(request: Request, renderer: StreamRenderer) -> None:
    way_out = f"leave it out: {renderer.format} streams the whole list"
    if problems := [
        problem(name, request.query_params[name], "does not go with this format", way_out)
        for name in (*PAGE_PARAMETERS, *(("fields", "expand") if isinstance(renderer, AtomRenderer) else ()))
        if name in request.query_params
    ]:
        raise BadParameters(problems)


def _choose_columns(listing: Listing, shape: Shape) -> list[str]:
    """The columns of a flat row, narrowed to the fields asked for. Expanded records stand in a column each, as JSON."""
    columns = [*list_columns(listing.serializer()), *(name for name in shape.expanded if name == "text")]
    if shape.fields is None:
        return columns
    return [column for column in columns if column.split(".")[0] in shape.fields]
