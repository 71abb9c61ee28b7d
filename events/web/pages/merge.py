"""The merge preview: the records field by field, where they differ, and what would be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from events.models.choices import Origin
from events.queries import Side
from events.web.phrases import tell_country, tell_place, tell_range, tell_topic

FIELDS: Mapping[str, tuple[str, ...]] = {
    "actor": ("name", "kind", "country_code", "description", "roles", "location", "wikidata_id"),
    "location": ("name", "precision", "country_code", "admin1_code", "point", "population", "geonames_id"),
    "event": ("title", "time", "location", "country_code", "topic", "size", "origins"),
}
LABELS = {
    "country_code": "country", "admin1_code": "region", "wikidata_id": "Wikidata", "geonames_id": "GeoNames",
    "point": "lat, lon", "size": "articles", "origins": "independent origins",
}  # fmt: skip
DERIVED = {"size", "origins", "time"}
"""Fields of an event that are derived from its articles, so a difference is no conflict."""
ORIGINS = {
    Origin.VOCABULARY: "from the vocabulary",
    Origin.IMPORT: "from the gazetteer or an import",
    Origin.MACHINE: "read by the machine",
    Origin.CURATOR: "made by a curator",
}


@dataclass(frozen=True, slots=True)
class Cell:
    value: str
    source: str
    locked: bool


@dataclass(frozen=True, slots=True)
class FieldRow:
    label: str
    cells: Sequence[Cell]
    conflict: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """`fields` has a cell for each side. `joined`: names that the survivor gains. `refusal`: why it cannot be done."""

    table: str
    sides: Sequence[Side]
    survivor: int
    fields: Sequence[FieldRow]
    conflicts: int
    joined: Sequence[str]
    totals: Mapping[str, int]
    versions: Mapping[int, str]
    refusal: str
    found: Sequence[Any]
    words: str


def build_merge_page(
    table: str,
    sides: Sequence[Side],
    survivor: int,
    versions: Mapping[int, str],
    *,
    refusal: str = "",
    found: Sequence[Any] = (),
    words: str = "",
) -> MergePage:
    """Prepare the preview; no queries."""
    rows = [row for row in (make_field(name, sides) for name in FIELDS[table]) if any(c.value for c in row.cells)]
    kept = next((set(side.names) for side in sides if side.record.pk == survivor), set())
    joined = dict.fromkeys(name for side in sides for name in side.names if name not in kept)
    totals: dict[str, int] = {}
    for side in sides:
        for label, n in side.counts.items():
            totals[label] = totals.get(label, 0) + n
    return MergePage(
        table=table,
        sides=sides,
        survivor=survivor,
        fields=rows,
        conflicts=sum(row.conflict for row in rows),
        joined=list(joined),
        totals=totals,
        versions=versions,
        refusal=refusal,
        found=found,
        words=words,
    )


def make_field(name: str, sides: Sequence[Side]) -> FieldRow:
    cells = [
        Cell(tell_field(name, side.record), tell_source(name, side), name in side.record.locked_fields)
        for side in sides
    ]
    said = {cell.value for cell in cells if cell.value}
    return FieldRow(LABELS.get(name, name), cells, len(said) > 1 and name not in DERIVED)


def tell_field(name: str, record: Any) -> str:
    """Say a field's value in words, "" where there is none."""
    if name == "point":
        return "" if record.lat is None else f"{record.lat:.4f}, {record.lon:.4f}"
    if name == "time":
        return tell_range(record.start_at, record.end_at, record.time_precision) if record.start_at else ""
    value = getattr(record, name)
    if name == "country_code":
        return tell_country(value) if value else ""
    if name == "location":
        return tell_place(value.name, value.country_code, value.precision) if value else ""
    if name == "topic":
        return tell_topic(value) if value else ""
    if name == "roles":
        return ", ".join(str(role.get("title", "")) for role in value)
    return (
        "" if value in (None, "") else f"{value:,}" if isinstance(value, int) and name == "population" else str(value)
    )


def tell_source(name: str, side: Side) -> str:
    """Say where a value comes from: the decision that set it, else who made the record."""
    edit = side.edits.get(name)
    if edit is not None:
        return f"set by {edit.account}, {edit.made_at:%Y-%m-%d} (decision {edit.pk})"
    origin = getattr(side.record, "origin", None)
    return ORIGINS[Origin(origin)] if origin else "derived from its articles"
