"""Actors as CSV: name, kind, aliases (separated by ;), weak_aliases, country, wikidata_id, description; more is ignored."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from events.interop.actor_records import LineError, Record, Refused, make_record, read_lines

NEEDED = ("name", "kind")
KNOWN = (*NEEDED, "aliases", "weak_aliases", "country", "wikidata_id", "description")


def read_actor_csv(file: Iterable[bytes]) -> Iterator[Record | Refused]:
    """Yield a record or a refusal for each row. A file without the columns name and kind is refused at its first line.

    A quoted field may hold line breaks; the line of a row is the one that it ends in.
    """
    refused: list[Refused] = []
    rows = csv.reader(_texts(file, refused), strict=True)
    columns: list[str] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            yield Refused(rows.line_num, f"not CSV: {error}")
            continue
        yield from refused
        refused.clear()
        if columns is None:
            columns = [cell.strip().lower().replace(" ", "_") for cell in row]
            missing = [name for name in NEEDED if name not in columns]
            if missing:
                yield Refused(1, f"columns: {', '.join(missing)} missing; the first line must name {', '.join(KNOWN)}")
                return
        elif any(cell.strip() for cell in row):
            yield _read_row(rows.line_num, dict(zip(columns, row, strict=False)))
    yield from refused


def _texts(file: Iterable[bytes], refused: list[Refused]) -> Iterator[str]:
    for _, line in read_lines(file):
        if isinstance(line, Refused):
            refused.append(line)
            yield "\n"
        else:
            yield line.replace("\x00", "") + "\n"


def _read_row(number: int, row: dict[str, str]) -> Record | Refused:
    try:
        return make_record(
            number,
            name=row["name"],
            kind=row.get("kind", "").strip().lower(),
            strong=row.get("aliases", "").split(";"),
            weak=row.get("weak_aliases", "").split(";"),
            country=row.get("country", ""),
            wikidata_id=row.get("wikidata_id", ""),
            description=row.get("description", ""),
        )
    except LineError as error:
        return Refused(number, str(error))
