"""Is the PostgreSQL behind DATABASE_URL one that we can use? Every missing thing is named, with the way out."""

from __future__ import annotations

import psycopg

MINIMUM_VERSION = 150000  # UNIQUE NULLS NOT DISTINCT; the suite runs on 18
MINIMUM_VECTOR = (0, 8)  # iterative scans of HNSW
CONNECT_SECONDS = 10


def find_problems(url: str) -> list[str]:
    """Connect and return what is missing, one line each; [] when all is there. Changes nothing on the server."""
    try:
        connection = psycopg.connect(url, connect_timeout=CONNECT_SECONDS, autocommit=True)
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        return [f"cannot connect to the server of DATABASE_URL: {reason}"]
    with connection:
        version = connection.info.server_version
        problems = []
        if version < MINIMUM_VERSION:
            problems.append(f"PostgreSQL {version // 10000} is too old; {MINIMUM_VERSION // 10000} or newer is needed.")
        encoding = connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            problems.append(f"the database's encoding is {encoding}; create it with ENCODING 'UTF8'.")
        return problems + _find_vector_problems(connection, version // 10000)


def _find_vector_problems(connection: psycopg.Connection[tuple[object, ...]], major: int) -> list[str]:
    row = connection.execute(
        "SELECT default_version, installed_version FROM pg_available_extensions WHERE name = 'vector'"
    ).fetchone()
    if row is None:
        return [
            "the server has no extension vector; install pgvector 0.8 or newer there "
            f"(Debian: postgresql-{major}-pgvector, Docker: image pgvector/pgvector:pg18)."
        ]
    version = str(row[1] or row[0])
    found = tuple(int(part) for part in version.split(".") if part.isdigit())
    if found[:2] < MINIMUM_VECTOR:
        update = " and run ALTER EXTENSION vector UPDATE" if row[1] else ""
        return [f"the extension vector is {version}; install pgvector 0.8 or newer{update}."]
    if row[1] is None and not _may_create(connection, str(row[0])):
        return [
            "the extension vector is not created, and this role may not; let an administrator CREATE EXTENSION vector."
        ]
    return []


def _may_create(connection: psycopg.Connection[tuple[object, ...]], version: str) -> bool:
    row = connection.execute(
        "SELECT rolsuper OR (SELECT bool_or(trusted) FROM pg_available_extension_versions"
        " WHERE name = 'vector' AND version = %s) AND has_database_privilege(current_database(), 'CREATE')"
        " FROM pg_roles WHERE rolname = current_user",
        [version],
    ).fetchone()
    return bool(row and row[0])
