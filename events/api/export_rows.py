"""The rows of an export: those of the list at the same address, read a page at a time, or others' forms of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from rest_framework.request import Request

from events.api.listing import Listing, Shape, filter_rows, read_apart, read_shape, serialize_rows
from events.api.pagination import read_order
from events.api.renderers import list_columns
from events.api.views import listings
from events.interop.ftm_export import describe_ftm
from events.interop.ninjs import describe_ninjs
from events.interop.plover import describe_plover
from events.models import Export
from events.queries import Order, read_page

LISTINGS: dict[str, Listing] = {
    "article": listings.ARTICLES,
    "event": listings.EVENTS,
    "actor": listings.ACTORS,
    "location": listings.LOCATIONS,
    "claim": listings.CLAIMS,
    "figure": listings.FIGURES,
    "mention": listings.MENTIONS,
    "source": listings.SOURCES,
}
# By format: from a page of the kind's rows to the format's own records.
Describe = Callable[[str, list[Any]], list[dict[str, Any]]]
FOREIGN: dict[str, Describe] = {"ftm": describe_ftm, "ninjs": describe_ninjs, "plover": describe_plover}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list reads of a request, for its owner, who sees whole texts."""

    query_params: QueryDict
    user: User
    auth: None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The rows of one export. `read` gives a page's records and the place of the next page ("" after the last)."""

    listing: Listing
    shape: Shape
    order: Order
    queryset: QuerySet[Any]
    context: dict[str, Any]
    describe: Callable[[list[Any]], list[dict[str, Any]]]

    @property
    def columns(self) -> list[str]:
        columns = [*list_columns(self.listing.serializer()), *(name for name in self.shape.expanded if name == "text")]
        wanted = self.shape.fields
        return columns if wanted is None else [column for column in columns if column.split(".")[0] in wanted]

    def read(self, position: str, size: int) -> tuple[list[dict[str, Any]], str]:
        page = read_page(self.queryset, self.order, size, position or None)
        return self.describe(page.rows), page.next or ""


def open_source(export: Export) -> Source:
    """Read the selection by the list's own filters, order and shape; raises BadParameters where they no longer hold."""
    asked = cast(Request, Asked(QueryDict(export.query), export.user))
    listing = LISTINGS[export.kind]
    shape = read_shape(asked, listing, listing.serializer)
    queryset = filter_rows(asked, listing.rows(), listing)
    context = {"request": asked}

    def describe(rows: list[Any]) -> list[dict[str, Any]]:
        if export.format in FOREIGN:
            return FOREIGN[export.format](export.kind, rows)
        return serialize_rows(rows, listing.serializer, shape, context)

    return Source(listing, shape, read_order(asked, listing.orders), read_apart(queryset), context, describe)
