"""Counting a list by its columns and over time, with the list's own filters."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from events.api.errors import BadParameters, problem
from events.api.listing import filter_rows
from events.queries.aggregate import (
    INTERVALS,
    MOST_BARS,
    MOST_COLUMNS,
    MOST_GROUPS,
    TooManyBars,
    count_groups,
    count_over_time,
)

_GROUPS = {
    "type": "object",
    "required": ["by", "is_partial", "results"],
    "properties": {
        "by": {"type": "array", "items": {"type": "string"}},
        "is_partial": {"type": "boolean", "description": f"There are more than {MOST_GROUPS} groups: the largest."},
        "results": {
            "type": "array",
            "items": {"type": "object", "properties": {"count": {"type": "integer"}}, "additionalProperties": True},
        },
    },
}
_BARS = {
    "type": "object",
    "required": ["interval", "undated", "results"],
    "properties": {
        "interval": {"type": "string", "enum": list(INTERVALS)},
        "undated": {"type": "integer", "description": "Rows without a time."},
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["start", "count"],
                "properties": {"start": {"type": "string", "format": "date"}, "count": {"type": "integer"}},
            },
        },
    },
}


class Aggregated:
    """Adds `aggregate/` to a resource whose list names columns."""

    @extend_schema(
        summary="Count by one or two columns",
        description="Exact counts of the filtered list, the largest groups first; ids and codes, times by their first day.",
        parameters=[OpenApiParameter("by", str, required=True, description="One or two columns, comma-separated.")],
        responses={200: _GROUPS},
    )
    @action(detail=False)
    def aggregate(self: Any, request: Request) -> Response:
        listing = self.listings["list"]
        rows = filter_rows(request, listing.rows(), listing, {"by", "format"})
        names = [name.strip() for name in request.query_params.get("by", "").split(",") if name.strip()]
        way_out = f"give one or two of {', '.join(listing.columns)}"
        wrong = [
            problem("by", name, "is no column to count by", way_out, listing.columns)
            for name in names
            if name not in listing.columns
        ]
        if not names or len(set(names)) > MOST_COLUMNS:
            wrong.append(problem("by", ",".join(names), "are not one or two columns", way_out))
        if wrong:
            raise BadParameters(wrong)
        groups, is_partial = count_groups(rows, listing.columns, list(dict.fromkeys(names)))
        return Response({"by": names, "is_partial": is_partial, "results": groups})


class OverTime:
    """Adds `histogram/` to a resource whose list has a time."""

    @extend_schema(
        summary="Count over time",
        description="Exact counts of the filtered list by day, week (from Monday), month or year in UTC; none is left out "
        "but those without rows.",
        parameters=[
            OpenApiParameter("interval", str, enum=list(INTERVALS), description="`day` unless given."),
        ],
        responses={200: _BARS},
    )
    @action(detail=False)
    def histogram(self: Any, request: Request) -> Response:
        listing = self.listings["list"]
        rows = filter_rows(request, listing.rows(), listing, {"interval", "format"})
        interval = request.query_params.get("interval") or "day"
        if interval not in INTERVALS:
            way_out = f"give one of {', '.join(INTERVALS)}"
            raise BadParameters([problem("interval", interval, "is no interval", way_out, INTERVALS)])
        try:
            bars, undated = count_over_time(rows, listing.time, interval)
        except TooManyBars as error:
            wider = list(INTERVALS)[list(INTERVALS).index(interval) + 1 :]
            narrower = "narrow it by published_at__gte and published_at__lte"
            way_out = f"give interval={wider[0]}, or {narrower}" if wider else narrower
            said = f"makes more than {MOST_BARS:,} bars"
            raise BadParameters([problem("interval", interval, said, way_out, wider)]) from error
        results = [{"start": start, "count": count} for start, count in bars]
        return Response({"interval": interval, "undated": undated, "results": results})
