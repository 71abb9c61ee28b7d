"""The answers that containers and load balancers get."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test import Client

from newsbase import health


@pytest.mark.django_db
def test_answers_under_any_host_name(client: Client) -> None:
    response = client.get("/healthz/", headers={"host": "10.0.0.7"})
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_other_pages_still_check_the_host_name(client: Client) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_says_that_the_database_is_gone_without_naming_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError("connection to server at db, user newsbase failed")

    monkeypatch.setattr(connection, "cursor", refuse)
    response = client.get("/healthz/")
    assert response.status_code == 503
    assert b"newsbase" not in response.content


def test_a_server_that_is_not_there_is_not_well() -> None:
    assert "cannot be reached" in health.check_web("http://127.0.0.1:1")


def test_an_address_that_is_none_is_not_well() -> None:
    assert "cannot be reached" in health.check_web("127.0.0.1")


def test_beat_is_well_while_its_schedule_is_young(tmp_path: Path) -> None:
    (tmp_path / "beat-schedule.db").touch()
    now = (tmp_path / "beat-schedule.db").stat().st_mtime
    assert health.check_beat(tmp_path, now + 60) == ""
    assert "601 s" in health.check_beat(tmp_path, now + 601)


def test_beat_without_a_schedule_is_not_well(tmp_path: Path) -> None:
    assert "no schedule" in health.check_beat(tmp_path, 0.0)


def test_the_command_needs_no_django_and_tells_by_its_code(tmp_path: Path) -> None:
    command = [sys.executable, "-X", "importtime", "-m", "newsbase.health", "beat"]
    result = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "NEWSBASE_HOME": str(tmp_path)})
    assert result.returncode == 1
    assert "django" not in result.stderr
    assert health.main(["nonsense"]) == 2
