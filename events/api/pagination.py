"""Pages of a list: `{next, previous, results}` with opaque cursors; the work is done in events/queries/paging.py."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from events.api.errors import BadParameters, problem
from events.queries import CursorError, Order, Page, read_page

DEFAULT_SIZE = 50
MAX_SIZE = 200


class KeysetPagination(BasePagination):
    """Reads one page in the order that `?ordering=` names; `?count=true` adds the exact number of rows."""

    page: Page[Any]
    count: int | None = None

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        self.request = request
        order = read_order(request, view.listing.orders)
        try:
            self.page = read_page(queryset, order, read_size(request), request.query_params.get("cursor"))
        except CursorError as error:
            shown = request.query_params["cursor"]
            way_out = "follow `next` or `previous` of an answer, or start without a cursor"
            raise BadParameters([problem("cursor", shown, f"cannot be used: {error}", way_out)]) from None
        if read_flag(request, "count"):
            self.count = queryset.order_by().count()
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        counted = {} if self.count is None else {"count": self.count}
        return Response(
            counted | {"next": self._link(self.page.next), "previous": self._link(self.page.previous), "results": data}
        )

    def _link(self, cursor: str | None) -> str | None:
        return cursor and replace_query_param(self.request.build_absolute_uri(), "cursor", cursor)

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "With `count=true` only."},
                "next": link | {"description": "The following page."},
                "previous": link | {"description": "The page before."},
                "results": schema,
            },
        }


def read_order(request: Request, orders: dict[str, Order]) -> Order:
    """The list's order: `ordering=` or the first, which is the default."""
    name = request.query_params.get("ordering") or next(iter(orders))
    if name not in orders:
        raise BadParameters(
            [problem("ordering", name, "is not an order of this list", f"give one of {', '.join(orders)}", orders)]
        )
    return orders[name]


def read_size(request: Request, default: int = DEFAULT_SIZE, most: int = MAX_SIZE) -> int:
    text = request.query_params.get("page_size") or str(default)
    if not (text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= most):
        found = problem("page_size", text, "is not a page size", f"give 1 to {most}")
        if re.fullmatch("-?[0-9]{1,9}", text):
            found["nearest"] = str(min(max(int(text), 1), most))
        raise BadParameters([found])
    return int(text)


def read_flag(request: Request, name: str) -> bool:
    text = request.query_params.get(name, "").lower()
    if text not in ("", "true", "1", "false", "0"):
        raise BadParameters([problem(name, text, "is neither true nor false", "give true or false")])
    return text in ("true", "1")
