"""`manage.py doctor`: says how this installation stands and what is wrong with it."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import django
import psycopg
from django.conf import settings
from django.core.management.base import BaseCommand

from events.management.check_contents import check_contents
from newsbase import embedded, server_check
from newsbase.embedded_paths import plan_layout
from newsbase.start_checks import FREE_BYTES_NEEDED

Line = tuple[bool, str]  # (is it well, what was found)


class Command(BaseCommand):
    """Check the installation; exit code 1 when something is wrong."""

    help = "Report versions, places, database, broker and unsafe settings; exit 1 when something is wrong."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        sick = 0
        for well, text in find_state():
            sick += not well
            self.stdout.write(f"{'ok  ' if well else 'FAIL'}  {text}")
        if sick:
            raise SystemExit(1)


def find_state() -> Iterator[Line]:
    """Yield one line for each thing looked at."""
    yield True, f"newsbase {settings.VERSION}, Django {django.__version__}, Python {platform.python_version()}"
    yield from check_home()
    yield from check_database()
    yield from check_broker()
    yield check_tagger()
    yield from check_safety()


def check_home() -> Iterator[Line]:
    """Look at NEWSBASE_HOME and its disk."""
    home = settings.NEWSBASE_HOME
    yield os.access(home, os.W_OK), f"home {home} (NEWSBASE_HOME) can be written"
    free = shutil.disk_usage(home).free if home.exists() else 0
    yield free >= FREE_BYTES_NEEDED, f"disk: {free / 1e9:.1f} GB free; {FREE_BYTES_NEEDED / 1e9:.1f} GB are needed"


def check_database() -> Iterator[Line]:
    """Reach the database (starting the embedded one for a moment) and look for pgvector."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if url:
        problems = server_check.find_problems(url)
        yield from ((False, f"database: {problem}") for problem in problems)
        if not problems:
            yield True, f"database: server {urlsplit(url).hostname or 'on a socket'} of DATABASE_URL"
            with psycopg.connect(url) as connection:
                yield from check_contents(connection)
        return
    layout = plan_layout(settings.NEWSBASE_HOME)
    yield True, f"database files: {layout.data}" + (f" ({layout.moved_because})" if layout.moved_because else "")
    state = "running" if embedded.is_running(settings.NEWSBASE_HOME) else "not running; started for this check"
    try:
        with embedded.hold(settings.NEWSBASE_HOME) as address, psycopg.connect(address) as connection:
            row = connection.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'").fetchone()
            version = connection.info.parameter_status("server_version")
            contents = list(check_contents(connection))
    except (embedded.EmbeddedError, psycopg.Error) as error:
        yield False, f"database: {' '.join(str(error).split())}"
        return
    yield True, f"database: embedded PostgreSQL {version} ({state})"
    yield row is not None, f"extension vector {row[0]}" if row else "extension vector is missing"
    yield from contents


def check_tagger() -> Line:
    """Load the class that reads texts, with its weights."""
    from events.tagger import load_tagger

    try:
        return True, f"tagger {load_tagger(settings.TAGGER).version} ({settings.TAGGER})"
    except Exception as error:  # a missing or broken file, a package without wheels: each has its own error
        return (
            False,
            f"tagger {settings.TAGGER} (NEWSBASE_TAGGER) cannot be loaded: {' '.join(str(error).split())[:200]}",
        )


def check_broker() -> Iterator[Line]:
    """Reach the broker of Celery."""
    from kombu import Connection

    url = settings.CELERY_BROKER_URL
    if url.startswith("filesystem:"):
        folder = settings.BROKER_FOLDER
        private = not folder.exists() or not folder.stat().st_mode & 0o077
        yield private, f"broker: files in {folder}" + ("" if private else ", which is open to others; chmod 700 it")
        return
    parts = urlsplit(url)
    shown = f"{parts.scheme}://{parts.hostname or ''}"  # without the password
    try:
        with Connection(url, connect_timeout=5) as connection:
            connection.ensure_connection(max_retries=1, timeout=10)
    except Exception as error:  # every transport has its own family of errors
        yield False, f"broker {shown} (CELERY_BROKER_URL) cannot be reached: {' '.join(str(error).split())}"
        return
    yield True, f"broker {shown}"


def check_safety() -> Iterator[Line]:
    """Look at settings that would be dangerous where others can reach the site."""
    yield not settings.DEBUG, "NEWSBASE_DEBUG is " + ("on: error pages show settings" if settings.DEBUG else "off")
    wild = "*" in settings.ALLOWED_HOSTS
    yield not wild, f"ALLOWED_HOSTS: {', '.join(settings.ALLOWED_HOSTS)}" + (": name the hosts" if wild else "")
    yield (
        len(settings.SECRET_KEY) >= 32,
        "SECRET_KEY " + ("is long enough" if len(settings.SECRET_KEY) >= 32 else "is short"),
    )
    key_file = settings.NEWSBASE_HOME / "secret_key"
    if key_file.exists():
        closed = not key_file.stat().st_mode & 0o077
        yield closed, f"{key_file} is {'private' if closed else 'readable by others; chmod 600 it'}"
    yield True, f"FETCH_ALLOW: {', '.join(settings.FETCH_ALLOW) or 'empty (only public addresses are fetched)'}"
    parts = urlsplit(settings.PUBLIC_URL)
    plain = parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost")
    yield (
        not plain,
        f"NEWSBASE_PUBLIC_URL: {settings.PUBLIC_URL or 'not set (this machine only)'}"
        + (": passwords travel in clear; put https in front" if plain else ""),
    )
