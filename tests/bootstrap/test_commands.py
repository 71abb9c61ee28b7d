"""manage.py's own commands and the check of a foreign server."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from newsbase import embedded, server_check

ROOT = Path(__file__).resolve().parents[2]


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.django_db(transaction=True)
def test_doctor_finds_a_sound_installation_sound(child_environment: dict[str, str]) -> None:
    answer = run(child_environment, "doctor")
    assert answer.returncode == 0, answer.stdout
    assert "FAIL" not in answer.stdout
    assert answer.stdout.startswith("ok    newsbase ")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "DATABASE_URL",
            "postgresql://nobody:topsecret@127.0.0.1:9/none",
            "cannot connect to the server of DATABASE_URL",
        ),
        ("CELERY_BROKER_URL", "redis://:topsecret@127.0.0.1:9/0", "cannot be reached"),
        ("NEWSBASE_DEBUG", "1", "NEWSBASE_DEBUG is on"),
        ("ALLOWED_HOSTS", "*", "name the hosts"),
        ("SECRET_KEY", "short", "SECRET_KEY is short"),
        ("NEWSBASE_PUBLIC_URL", "http://news.example", "put https in front"),
    ],
)
@pytest.mark.django_db(transaction=True)
def test_doctor_names_what_is_wrong_and_no_password(
    child_environment: dict[str, str], name: str, value: str, said: str
) -> None:
    answer = run({**child_environment, name: value}, "doctor")
    assert answer.returncode == 1
    wrong = [line for line in answer.stdout.splitlines() if line.startswith("FAIL")]
    assert len(wrong) == 1
    assert said in wrong[0]
    assert "topsecret" not in answer.stdout + answer.stderr


def test_a_setting_that_cannot_be_read_is_one_line(child_home: dict[str, str]) -> None:
    answer = run({**child_home, "NEWSBASE_DEBUG": "perhaps"}, "check")
    assert answer.returncode == 1
    assert answer.stderr.startswith("newsbase: NEWSBASE_DEBUG is 'perhaps'; expected one of")
    assert answer.stderr.count("\n") == 1


@pytest.fixture
def child_home() -> dict[str, str]:
    return dict(os.environ)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_lacks_something_is_refused_with_the_way_out(child_environment: dict[str, str]) -> None:
    url = child_environment["DATABASE_URL"]
    assert server_check.find_problems(url) == []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'")
        connection.execute("CREATE ROLE guest LOGIN")
    try:
        bare = url.replace("newsbase@", "guest@").replace("/test_newsbase", "/bare")
        problems = server_check.find_problems(bare)
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("DROP DATABASE bare")
            connection.execute("DROP ROLE guest")
    assert len(problems) == 2
    assert "LATIN1" in problems[0]
    assert "CREATE EXTENSION vector" in problems[1]


def test_the_address_of_the_embedded_server_is_known_before_it_runs(tmp_path: Path) -> None:
    assert embedded.database_url(tmp_path).startswith("postgresql://newsbase@/newsbase?host=%2F")
    assert list(tmp_path.iterdir()) == []
