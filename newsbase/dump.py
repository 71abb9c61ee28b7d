"""PostgreSQL's own dump programs, from the wheel that brings the server, run against the database in use."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from newsbase.embedded_cluster import ClusterError, find_programs


class DumpError(Exception):
    """A dump could not be written or read; the text says why."""


def run_program(name: str, arguments: Sequence[str], database: Mapping[str, Any]) -> None:
    """Run `pg_dump` or `pg_restore` with Django's settings of a database; raises DumpError with what it said.

    The password goes by the environment, where other accounts do not see it.
    """
    try:
        program = find_programs(None) / name
    except ClusterError as error:
        raise DumpError(str(error)) from error
    given = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    variables = {variable: str(database[key]) for variable, key in given.items() if database.get(key)}
    variables |= {f"PG{key.upper()}": str(value) for key, value in database.get("OPTIONS", {}).items() if "ssl" in key}
    result = subprocess.run(
        [str(program), *arguments], env={**os.environ, **variables}, stderr=subprocess.PIPE, text=True, errors="replace"
    )
    if result.returncode:
        lines = result.stderr.strip().splitlines()
        raise DumpError("; ".join(lines[:3]) or f"{name} ended with {result.returncode}")


def write_dump(target: Path | None, database: Mapping[str, Any]) -> None:
    """Write all of the database into a file (mode 0600, in place only when complete), or to standard output."""
    # Transactions are numbered by the server: what it noted of them means nothing in another one (events/changes.py).
    arguments = ["--format=custom", "--no-owner", "--no-privileges", "--exclude-table-data=events_change"]
    if target is None:
        run_program("pg_dump", arguments, database)
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        run_program("pg_dump", [*arguments, f"--file={draft}"], database)
        draft.replace(target)
    except OSError as error:
        raise DumpError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        draft.unlink(missing_ok=True)


def read_dump(source: Path | None, database: Mapping[str, Any]) -> None:
    """Put the dump (None: standard input) in the place of what the database holds; all or, after an error, nothing."""
    if source is not None and not source.is_file():
        raise DumpError(f"{source} is not a file; give one that `manage.py backup` wrote")
    arguments = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--no-comments", "--single-transaction"]
    arguments.append(f"--dbname={database['NAME']}")
    run_program("pg_restore", arguments if source is None else [*arguments, str(source)], database)
