"""The formats of exports, a batch of rows at a time: what stands before, between and after, so that writing can go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from events.api.renderers import CsvRenderer, GeoJsonRenderer, dump

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Writer:
    """`write` turns a batch that is not empty into text; batches are joined by `between`."""

    head: str
    write: Callable[[list[Row]], str]
    between: str = ""
    tail: str = ""


def make_writer(form: str, columns: list[str]) -> Writer:
    """The writer of a format; the same as the list's own `?format=` where that has it."""
    if form == "csv":
        head = "".join(CsvRenderer().stream([], columns))
        return Writer(head, lambda rows: "".join(CsvRenderer().stream(rows, columns)).removeprefix(head))
    if form == "geojson":
        head, *rest = GeoJsonRenderer().stream([], [])
        tail = "".join(rest)
        return Writer(
            head,
            lambda rows: "".join(GeoJsonRenderer().stream(rows, [])).removeprefix(head).removesuffix(tail),
            ",",
            tail,
        )
    if form == "json":
        return Writer("[", lambda rows: "\n" + ",\n".join(map(dump, rows)), ",", "\n]\n")
    return Writer("", lambda rows: "".join(dump(row) + "\n" for row in rows))
