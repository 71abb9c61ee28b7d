"""Following the whole store: what changed since a cursor, deletions and merges included."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.utils.urls import replace_query_param

from events.api.errors import BadParameters, CursorGone, problem
from events.api.listing import refuse_unknown
from events.api.pagination import read_size
from events.api.views.base import AnswersInJson
from events.models.choices import ChangeVerb, RecordKind
from events.queries.changes import ChangePage, ChangesLost, SeenChange, read_changes, read_now
from events.queries.paging import CursorError

PARAMETERS = frozenset({"after", "kind", "page_size", "format"})
# Rows are narrow, and whoever follows wants them all.
MAX_SIZE = 1_000
DEFAULT_SIZE = 200
_VERBS = [verb for verb in ChangeVerb.values if verb != ChangeVerb.HORIZON]
_CHANGE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kind", "record", "verb", "at", "merged_into", "url"],
    "properties": {
        "id": {"type": "integer"},
        "kind": {"type": "string", "enum": RecordKind.values},
        "record": {"type": "integer", "description": "The record's id."},
        "verb": {"type": "string", "enum": _VERBS},
        "at": {"type": "string", "format": "date-time"},
        "merged_into": {"type": ["integer", "null"], "description": "Who answers now, for merged records."},
        "url": {"type": "string", "format": "uri"},
    },
}
_PAGE = {
    "type": "object",
    "required": ["next", "cursor", "results"],
    "properties": {
        "next": {"type": ["string", "null"], "format": "uri", "description": "There is more already: go on here."},
        "cursor": {"type": "string", "description": "Give it as `after` the next time."},
        "results": {"type": "array", "items": _CHANGE},
    },
}
_DESCRIPTION = """
Each change or deletion of a public record, in the order in which nothing can come in behind you. Keep a copy like this:
take `?after=now` and keep its `cursor`; read the lists; then ask for `?after=CURSOR` again and again, fetch what was
created or updated (`id__in`), and let go of what was deleted, merged, or is not found any more. Several changes of a
record on one page are told as one. A cursor from before the changes that are kept, or from before a backup was
restored, answers 410: begin anew.
"""


class ChangesView(AnswersInJson):
    @extend_schema(
        summary="Follow what changes",
        description=_DESCRIPTION,
        tags=["changes"],
        parameters=[
            OpenApiParameter("after", str, description="The last answer's `cursor`, or `now`; the oldest kept if left out."),
            OpenApiParameter(
                "kind", {"type": "array", "items": {"type": "string", "enum": RecordKind.values}},
                description="Only these kinds.", explode=False, style="form",
            ),
            OpenApiParameter(
                "page_size", {"type": "integer", "minimum": 1, "maximum": MAX_SIZE, "default": DEFAULT_SIZE},
                description="Changes a page.",
            ),
        ],
        responses={200: _PAGE},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set(request.query_params) - PARAMETERS, PARAMETERS)
        size, kinds, after = read_size(request, DEFAULT_SIZE, MAX_SIZE), _read_kinds(request), _read_after(request)
        page = ChangePage([], read_now(), more=False) if after == "now" else _read(after, size, kinds)
        following = replace_query_param(request.build_absolute_uri(), "after", page.cursor) if page.more else None
        results = [_show(request, change) for change in page.changes]
        return Response({"next": following, "cursor": page.cursor, "results": results})


def _read(after: str | None, size: int, kinds: list[str] | None) -> ChangePage:
    try:
        return read_changes(after, size, kinds)
    except CursorError as error:
        way_out = "give the `cursor` of an answer, `now`, or leave it out"
        raise BadParameters([problem("after", after, f"cannot be used: {error}", way_out)]) from None
    except ChangesLost as error:
        raise CursorGone(f"The cursor {str(after)[:60]!r} leads nowhere any more: {error}.") from None


def _show(request: Request, change: SeenChange) -> dict[str, Any]:
    return {
        "id": change.id, "kind": change.kind, "record": change.record, "verb": change.verb, "at": change.at,
        "merged_into": change.merged_into, "url": reverse(f"{change.kind}-detail", [change.record], request=request),
    }  # fmt: skip


def _read_kinds(request: Request) -> list[str] | None:
    given = [kind.strip() for text in request.query_params.getlist("kind") for kind in text.split(",") if kind.strip()]
    way_out = f"give some of {', '.join(RecordKind.values)}"
    if problems := [
        problem("kind", kind, "is no kind of record", way_out, RecordKind.values)
        for kind in given
        if kind not in RecordKind.values
    ]:
        raise BadParameters(problems)
    return given or None


def _read_after(request: Request) -> str | None:
    return request.query_params.get("after") or None
