"""Writing the whole knowledge base into one stream: a header, each table as COPY's text, a digest at the end.

The same content gives the same bytes, on whichever installation; nothing in it says where or when it was written.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any, BinaryIO

from django.db import connection, transaction

from events.interop.dump_tables import Table, list_migrations, list_tables

FORMAT = "newsbase-dump"
VERSION = 1
END_OF_ROWS = b"\\.\n"
# Values are written in one way, whatever the server's or the role's settings.
PLAIN = (
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL extra_float_digits = 1",
)


class _Digested:
    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.digest = sha256()

    def write(self, data: bytes) -> None:
        self.digest.update(data)
        self.out.write(data)


def write_dump(out: BinaryIO, tell: Callable[[str, int], None] = lambda table, rows: None) -> dict[str, int]:
    """Write everything as of one moment, while the system runs; returns the rows by table. Memory stays small."""
    rows: dict[str, int] = {}
    target = _Digested(out)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            for setting in PLAIN:
                cursor.execute(setting)
        tables = list_tables()
        target.write(_line({"format": FORMAT, "version": VERSION, "migrations": list_migrations()}))
        for table in tables:
            rows[table.name] = _write_table(target, table)
            tell(table.name, rows[table.name])
    out.write(_line({"end": rows, "sha256": target.digest.hexdigest()}))
    return rows


def read_next_id(table: Table) -> int | None:
    """The next id that the table would give out, None where it gives none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table.name, table.keys[0]])
        (sequence,) = cursor.fetchone()
        if sequence is None:
            return None
        cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")  # noqa: S608 - a name that the server gave
        return int(cursor.fetchone()[0])


def _write_table(target: _Digested, table: Table) -> int:
    head = {"table": table.name, "columns": list(table.columns), "next": read_next_id(table)}
    target.write(_line(head))
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY ({table.select()}) TO STDOUT") as copy:
        for block in copy:
            data = bytes(block)
            count += data.count(b"\n")  # a line feed inside a value is written as \n
            target.write(data)
    target.write(END_OF_ROWS)
    return count


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told, sort_keys=True).encode() + b"\n"
