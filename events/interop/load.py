"""Reading a dump into an empty installation: all of it in one transaction, or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, BinaryIO

import psycopg
from django.db import Error, connection, transaction

from events.interop.dump import END_OF_ROWS, FORMAT, VERSION
from events.interop.dump_tables import Table, list_migrations, list_tables, quote
from events.models import Actor, Article, Decision, Event, Feed, Source
from events.models.choices import Origin

MAX_HEAD = 1_000_000
FOREIGN_KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
 WHERE contype = 'f' AND conrelid = ANY(%s::regclass[]) ORDER BY 1, 2
"""


class LoadRefused(Exception):
    """The dump cannot be loaded here; the text says why and what to do. Nothing was changed."""


class _Lines:
    """The dump's lines with their number, digested as they are read."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.number = 0
        self.digest = sha256()

    def read(self, limit: int = -1) -> bytes:
        line = self.source.readline(limit)
        self.number += 1
        return line

    def read_head(self) -> tuple[dict[str, Any], bytes]:
        """The next line as JSON, not yet digested."""
        line = self.read(MAX_HEAD)
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict) or not line.endswith(b"\n"):
            what = "the dump ends here" if not line else "this is no line of a dump"
            raise LoadRefused(f"line {self.number}: {what}; it is damaged or cut off, copy it again")
        return told, line


def load_dump(source: BinaryIO, tell: Callable[[str, int], None] = lambda table, rows: None) -> dict[str, int]:
    """Load a dump; returns the rows by table. Raises LoadRefused, and then nothing is changed."""
    lines = _Lines(source)
    _check_head(lines)
    _check_empty()
    try:
        with transaction.atomic():
            tables = {table.name: table for table in list_tables()}
            following: dict[str, Any] = {}
            with _without_checks(list(tables)):
                rows = _load_tables(lines, tables, following, tell)
            # Last, when nothing can fail any more: no transaction takes back what a sequence has given out.
            for name, number in following.items():
                _set_next_id(tables[name], number)
    except (Error, psycopg.Error) as error:  # COPY raises the driver's own
        first = str(error).strip().splitlines()[:1] or ["?"]
        raise LoadRefused(f"line {lines.number}: the database refuses what stands here: {first[0]}") from error
    return rows


def _check_head(lines: _Lines) -> None:
    told, line = lines.read_head()
    lines.digest.update(line)
    if told.get("format") != FORMAT:
        raise LoadRefused("this is no dump of `manage.py dump`; a file of `manage.py backup` is for `restore`")
    if told.get("version") != VERSION:
        raise LoadRefused(
            f"the dump has version {told.get('version')!r}, this program reads {VERSION}; upgrade the older one"
        )
    theirs, ours = told.get("migrations"), list_migrations()
    if not isinstance(theirs, list) or theirs == ours:
        if theirs != ours:
            raise LoadRefused("the dump's header names no migrations; it is damaged, copy it again")
        return
    if more := sorted(set(map(str, theirs)) - set(ours)):
        raise LoadRefused(f"the dump is newer than this installation (it has {more[-1]}): upgrade this one first")
    missing = sorted(set(ours) - set(map(str, theirs)))
    raise LoadRefused(
        f"this installation is newer than the dump (which lacks {missing[-1]}): upgrade the other one and dump again, "
        "or carry it over by `backup` and `restore`, which migrates"
    )


def _check_empty() -> None:
    """An installation fresh from `up --no-demo` holds places and well-known actors, which the dump replaces."""
    held = {
        "articles": Article.objects.count(),
        "events": Event.objects.count(),
        "outlets": Source.objects.count(),
        "feeds": Feed.objects.count(),
        "decisions": Decision.objects.count(),
        "actors of its own": Actor.objects.exclude(origin=Origin.VOCABULARY).count(),
    }
    if told := ", ".join(f"{count} {name}" for name, count in held.items() if count):
        raise LoadRefused(f"this installation is not empty ({told}): load into a fresh one, made by `up --no-demo`")


def _load_tables(
    lines: _Lines, tables: dict[str, Table], following: dict[str, Any], tell: Callable[[str, int], None]
) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(map(quote, tables))}")
    rows: dict[str, int] = {}
    while True:
        told, line = lines.read_head()
        if "end" in told:
            if told.get("end") != rows or told.get("sha256") != lines.digest.hexdigest() or set(rows) != set(tables):
                raise LoadRefused("the dump is not what was written: its digest differs; copy it again")
            return rows
        lines.digest.update(line)
        table = tables.get(str(told.get("table")))
        if table is None or table.name in rows or told.get("columns") != list(table.columns):
            raise LoadRefused(
                f"line {lines.number}: table {str(told.get('table'))[:80]!r} does not fit this installation"
            )
        rows[table.name] = _load_rows(lines, table)
        following[table.name] = _check_next_id(table, told.get("next"))
        tell(table.name, rows[table.name])


def _load_rows(lines: _Lines, table: Table) -> int:
    count = 0
    with connection.cursor() as cursor, cursor.copy(f"COPY {table.target} FROM STDIN") as copy:
        while (line := lines.read()) != END_OF_ROWS:
            if not line.endswith(b"\n"):
                raise LoadRefused(f"line {lines.number}: the dump ends within table {table.name}; copy it again")
            lines.digest.update(line)
            copy.write(line)
            count += 1
    lines.digest.update(END_OF_ROWS)
    return count


def _check_next_id(table: Table, following: Any) -> int | None:
    if following is not None and not (isinstance(following, int) and 1 <= following < 2**63):
        raise LoadRefused(f"the next id of {table.name} is {str(following)[:40]!r}; the dump is damaged, copy it again")
    return following


def _set_next_id(table: Table, following: int | None) -> None:
    if following is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)", [table.name, table.keys[0], following]
        )


@contextmanager
def _without_checks(names: list[str]) -> Iterator[None]:
    """Load without triggers (history and changes would write rows of their own) and references.

    References are checked at the end: tables refer to each other in circles, and one check of all rows is far cheaper
    than one a row.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOREIGN_KEYS, [names])
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name in names:
            cursor.execute(f"ALTER TABLE {quote(name)} DISABLE TRIGGER USER")
        yield
        for name in names:
            cursor.execute(f"ALTER TABLE {quote(name)} ENABLE TRIGGER USER")
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
