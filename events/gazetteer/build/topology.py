"""Reads TopoJSON as `world-atlas` ships it: countries as polygons of (latitude, longitude) rings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from events.gazetteer.build.geometry import Point

Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Outline:
    """A country of Natural Earth: ISO 3166 number ("" for Kosovo and others without one), name, polygons of rings."""

    number: str
    name: str
    polygons: tuple[tuple[Ring, ...], ...]


def read_outlines(path: Path) -> Iterator[Outline]:
    """Yield the countries of one world-atlas file; a geometry of another kind than a polygon is an error."""
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    arcs = _decode_arcs(topology)
    for geometry in topology["objects"]["countries"]["geometries"]:
        yield Outline(
            number=str(geometry.get("id", "")),
            name=geometry["properties"]["name"],
            polygons=tuple(tuple(_join(ring, arcs) for ring in polygon) for polygon in _polygons(geometry)),
        )


def _decode_arcs(topology: dict[str, Any]) -> list[Ring]:
    (scale_x, scale_y), (shift_x, shift_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        ring: Ring = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            ring.append((y * scale_y + shift_y, x * scale_x + shift_x))
        decoded.append(ring)
    return decoded


def _polygons(geometry: dict[str, Any]) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    if geometry["type"] == "MultiPolygon":
        return list(geometry["arcs"])
    raise ValueError(f"country {geometry['properties']['name']!r}: geometry {geometry['type']!r} is not a polygon")


def _join(indices: list[int], arcs: list[Ring]) -> Ring:
    """Join arcs to a ring; ~i is arc i backwards, and each arc begins where the last ended."""
    ring: Ring = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring
