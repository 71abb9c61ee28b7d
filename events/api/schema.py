"""How the API's documentation (OpenAPI) reads our listings."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from events.api.listing import Listing
from events.filters.values import ManyField


class ListingSchema(AutoSchema):
    """Adds the parameters of a listing: its filters, paging, order and shape."""

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0]]

    def get_description(self) -> str:  # type: ignore[override]
        """What `extend_schema` says, and not our classes' docstrings."""
        return ""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        view: Any = self.view
        if getattr(view, "action", None) == "retrieve":
            return _describe_shape(view.listing)
        if not self._is_list_view():
            return []
        return [*_describe_filters(view.listing), *_describe_order(view.listing), *_describe_shape(view.listing)]

    def map_renderers(self, attribute: str) -> list[Any]:
        """Media types of a list other than JSON hold the same rows without pages; only JSON's shape is described."""
        found = super().map_renderers(attribute)
        return [name for name in found if attribute != "media_type" or name == "application/json"]


def _describe_filters(listing: Listing) -> list[dict[str, Any]]:
    if listing.filters is None:
        return []
    described = []
    for name, condition in listing.filters.base_filters.items():
        field = condition.field
        is_many = isinstance(field, ManyField) or name == "exclude"
        text = condition.extra.get("help_text", "")
        schema = {"type": "array", "items": dict(field.schema)} if is_many else dict(field.schema)
        described.append(_parameter(name, text, schema, explode=False if is_many and name != "exclude" else None))
    return described


def _describe_order(listing: Listing) -> list[dict[str, Any]]:
    orders = list(listing.orders)
    return [
        _parameter("ordering", f"Order; `{orders[0]}` unless given.", {"type": "string", "enum": orders}),
        _parameter("cursor", "Where to go on: follow `next` and `previous`.", {"type": "string"}),
        _parameter("page_size", "Rows a page.", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
        _parameter("count", "Add the exact number of rows as `count`.", {"type": "boolean", "default": False}),
    ]


def _describe_shape(listing: Listing) -> list[dict[str, Any]]:
    fields = {"type": "array", "items": {"type": "string", "enum": list(listing.serializer().fields)}}
    shape = [_parameter("fields", "Only these fields.", fields, explode=False)]
    if listing.expansions:
        names = {"type": "array", "items": {"type": "string", "enum": list(listing.expansions)}}
        shape.append(_parameter("expand", "Show these related records in full.", names, explode=False))
    return shape


def _parameter(name: str, text: str, schema: dict[str, Any], explode: bool | None = None) -> dict[str, Any]:
    described: dict[str, Any] = {"in": "query", "name": name, "description": text, "schema": schema}
    return described if explode is None else described | {"explode": explode, "style": "form"}
