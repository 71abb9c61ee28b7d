"""How the API's documentation (OpenAPI) reads our listings, and the errors that every address may answer."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

from events.api.actions import describe_actions
from events.api.listing import PARTIAL_JSON, Listing
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
        if getattr(view, "action", None) in ("aggregate", "histogram"):
            return _describe_filters(view.listing)
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
    text = f"Only these fields; the answer is `{PARTIAL_JSON}`."
    shape = [_parameter("fields", text, fields, explode=False)]
    if listing.expansions:
        names = {"type": "array", "items": {"type": "string", "enum": list(listing.expansions)}}
        shape.append(_parameter("expand", "Show these related records in full.", names, explode=False))
    return shape


def _parameter(name: str, text: str, schema: dict[str, Any], explode: bool | None = None) -> dict[str, Any]:
    described: dict[str, Any] = {"in": "query", "name": name, "description": text, "schema": schema}
    return described if explode is None else described | {"explode": explode, "style": "form"}


_TEXT = {"type": "string"}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What is wrong and the way out (RFC 9457).",
    "required": ["type", "title", "status", "code", "detail", "instance", "way_out", "errors"],
    "properties": {
        "type": _TEXT | {"format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": _TEXT,
        "detail": _TEXT,
        "instance": _TEXT,
        "way_out": _TEXT,
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "value", "problem", "way_out"],
                "properties": {
                    "field": _TEXT,
                    "value": _TEXT,
                    "problem": _TEXT,
                    "way_out": _TEXT,
                    "nearest": _TEXT | {"description": "The valid value that is most like it."},
                },
            },
        },
    },
    "example": {
        "type": "urn:newsbase:problem:invalid",
        "title": "Bad Request",
        "status": 400,
        "code": "invalid",
        "detail": "contry: 'IQ' is not a parameter here; this address takes actor, bbox, country, …",
        "instance": "/api/v1/events/",
        "way_out": "See /api/docs/ for what each parameter takes.",
        "errors": [
            {
                "field": "contry",
                "value": "IQ",
                "problem": "is not a parameter here",
                "way_out": "this address takes actor, bbox, country, …",
                "nearest": "country",
            }
        ],
    },
}
ERRORS = {
    "400": "A parameter or the body cannot be used; each is named.",
    "401": "The token or the session is not good.",
    "403": "The account or the token may not do this.",
    "404": "There is no such record.",
    "406": "None of the formats asked for.",
    "409": "Somebody was faster, or it was done already.",
    "410": "It was taken down or hidden; or the cursor leads nowhere any more.",
    "412": "The record is no longer as you saw it.",
    "413": "The body is too large.",
    "415": "The body is no JSON.",
    "422": "What was asked for cannot be; why is named.",
    "429": "Too many requests; Retry-After says how long to wait.",
}
READ_ERRORS = ("400", "401", "403", "406", "429")
_ERROR = "Error"
_SCHEMAS = "#/components/schemas/"
WRITE_ERRORS = ("409", "412", "413", "415", "422")


STREAMED = {
    "csv": ("text/csv", {"type": "string"}),
    "jsonl": ("application/x-ndjson", {"type": "string"}),
    "atom": ("application/atom+xml", {"type": "string"}),
    "geojson": ("application/geo+json", {"type": "object", "additionalProperties": True}),
}


def _describe_formats(operation: dict[str, Any]) -> None:
    """Name the media types of `format=`: the whole list, a row each."""
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "format" and "csv" in parameter["schema"].get("enum", ()):
            for name in parameter["schema"]["enum"]:
                if name in STREAMED:
                    media, schema = STREAMED[name]
                    operation["responses"]["200"]["content"].setdefault(media, {"schema": schema})


def _describe_partial(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Describe what `fields=` answers: the same records, of which no field must be there."""
    content = operation["responses"].get("200", {}).get("content", {})
    if "application/json" not in content or all(one["name"] != "fields" for one in operation.get("parameters", ())):
        return
    whole = content["application/json"]["schema"]
    if name := _name_partial(whole, schemas):
        content[PARTIAL_JSON] = {"schema": {"$ref": f"{_SCHEMAS}{name}"}}
        return
    page = schemas[whole["$ref"].removeprefix(_SCHEMAS)]
    name = _name_partial(page["properties"]["results"]["items"], schemas)
    rows = {"type": "array", "items": {"$ref": f"{_SCHEMAS}{name}"}}
    content[PARTIAL_JSON] = {"schema": page | {"properties": page["properties"] | {"results": rows}}}


def _name_partial(reference: dict[str, Any], schemas: dict[str, Any]) -> str:
    """Add the partial form of a record to the schemas and return its name; "" for a page of records."""
    name = reference["$ref"].removeprefix(_SCHEMAS)
    if "results" in schemas[name]["properties"]:
        return ""
    partial = {key: value for key, value in schemas[name].items() if key != "required"}
    schemas[f"{name}Fields"] = partial | {"description": f"The fields of {name} that `fields=` names."}
    return f"{name}Fields"


def describe_errors(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add the errors that an operation may answer, in the one shape, and curators' actions; drf-spectacular's hook."""
    schemas = result["components"].setdefault("schemas", {})
    schemas |= {"Problem": PROBLEM, **describe_actions()}
    body = {"application/problem+json": {"schema": {"$ref": f"{_SCHEMAS}Problem"}}}
    told = {f"{_ERROR}{code}": {"description": text, "content": body} for code, text in ERRORS.items()}
    result["components"]["responses"] = told
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            _describe_formats(operation)
            _describe_partial(operation, schemas)
            codes = [*READ_ERRORS, *(("404", "410") if "{" in path or path.endswith("/changes/") else ())]
            codes += WRITE_ERRORS if method != "get" else ()
            for code in codes:
                why = operation["responses"].get(code, {}).get("description")
                own = {"description": why, "content": body}
                operation["responses"][code] = own if why else {"$ref": f"#/components/responses/{_ERROR}{code}"}
    return result
