"""A backup holds everything; a restore brings all of it back, or changes nothing."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg
import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.deploy.compose import ROOT
from tests.factories import ArticleFactory

EMPTY = "restored_by_the_tests"


@pytest.fixture
def empty_database(child_environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Environment of a fresh database beside the one of the tests."""
    url = urlsplit(child_environment["DATABASE_URL"])
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {EMPTY}")
        yield {**child_environment, "DATABASE_URL": url._replace(path=f"/{EMPTY}").geturl()}
        connection.execute(f"DROP DATABASE {EMPTY} WITH (FORCE)")


def manage(
    environment: dict[str, str], *words: str, stdin: IO[bytes] | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, stdin=stdin, capture_output=True, text=True)


def count_users(environment: dict[str, str]) -> int:
    with psycopg.connect(environment["DATABASE_URL"]) as connection:
        row = connection.execute("SELECT count(*) FROM auth_user").fetchone()
    return row[0] if row else 0


def test_brings_everything_back(
    child_environment: dict[str, str], empty_database: dict[str, str], tmp_path: Path
) -> None:
    User.objects.create_user("somebody")
    file = tmp_path / "newsbase.dump"
    written = manage(child_environment, "backup", str(file))
    assert written.returncode == 0, written.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["newsbase.dump"]
    with file.open("rb") as dump:
        restored = manage(empty_database, "restore", "-", stdin=dump)
    assert restored.returncode == 0, restored.stderr
    assert count_users(empty_database) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("content", [b"", b"-- not a dump", b"PGDMP\x01\x02"])
def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path, content: bytes) -> None:
    User.objects.create_user("somebody")
    file = tmp_path / "newsbase.dump"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=r"nothing was changed: pg_restore: error"):
        call_command("restore", str(file))
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_stored_articles_are_not_lost_unasked(tmp_path: Path) -> None:
    ArticleFactory()
    with pytest.raises(CommandError, match="the database holds 1 articles; give --replace"):
        call_command("restore", str(tmp_path / "newsbase.dump"))


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.dump is not a file"):
        call_command("restore", str(tmp_path / "nowhere.dump"))


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    target = tmp_path / "missing" / "newsbase.dump"
    with pytest.raises(CommandError, match=f"cannot write {target}: No such file or directory"):
        call_command("backup", str(target))
