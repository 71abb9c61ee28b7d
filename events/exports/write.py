"""Writing rows as JSON Lines or CSV, one at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

FORMATS = ("jsonl", "csv")
# A spreadsheet runs cells that begin like this as formulas; a leading apostrophe makes them text (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_rows(rows: Iterable[Mapping[str, Any]], form: str, out: TextIO) -> int:
    """Write the rows and return how many they were; `form` is one of FORMATS."""
    return _write_csv(rows, out) if form == "csv" else _write_jsonl(rows, out)


def _write_jsonl(rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    count = 0
    for row in rows:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def _write_csv(rows: Iterable[Mapping[str, Any]], out: TextIO) -> int:
    writer = None
    count = 0
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, fieldnames=list(row))
            writer.writeheader()
        writer.writerow({key: csv_cell(value) for key, value in row.items()})
        count += 1
    return count


def csv_cell(value: Any) -> Any:
    """Return a cell: nested values as JSON, text that a spreadsheet would run as text."""
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
