"""Settings are safe without being asked; each case runs in a process of its own, as a deployment would start."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.house.read_imports import ROOT

SHOWN = (
    "DEBUG ALLOWED_HOSTS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SECURE_HSTS_SECONDS"
    " SECURE_PROXY_SSL_HEADER CSRF_TRUSTED_ORIGINS X_FRAME_OPTIONS TRUSTED_PROXIES FETCH_ALLOW SECRET_KEY"
    " CELERY_ACCEPT_CONTENT ANONYMOUS_BODY"
)
SCRIPT = (
    "import json; from newsbase import settings as s;"
    f"print(json.dumps({{name: getattr(s, name) for name in {SHOWN!r}.split()}}))"
)


def start(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    given = {"PATH": "/usr/bin:/bin", "NEWSBASE_HOME": str(home), **environment}
    return subprocess.run([sys.executable, "-c", SCRIPT], cwd=ROOT, env=given, capture_output=True, text=True)


def read(home: Path, **environment: str) -> dict[str, Any]:
    result = start(home, **environment)
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout))


def test_are_closed_by_default(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found["DEBUG"] is False
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost"]
    assert found["FETCH_ALLOW"] == []
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["TRUSTED_PROXIES"] == 0
    assert found["CELERY_ACCEPT_CONTENT"] == ["json"]
    assert found["X_FRAME_OPTIONS"] == "DENY"
    assert found["SESSION_COOKIE_HTTPONLY"] is True


def test_make_a_secret_key_once_that_nobody_else_can_read(tmp_path: Path) -> None:
    key = read(tmp_path)["SECRET_KEY"]
    assert len(key) >= 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert read(tmp_path)["SECRET_KEY"] == key


def test_an_https_address_secures_cookies_and_trusts_one_proxy(tmp_path: Path) -> None:
    found = read(tmp_path, NEWSBASE_PUBLIC_URL="https://news.example.org/")
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://news.example.org"]
    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "news.example.org"]
    assert found["TRUSTED_PROXIES"] == 1


def test_a_plain_address_trusts_no_header(tmp_path: Path) -> None:
    found = read(tmp_path, NEWSBASE_PUBLIC_URL="http://10.0.0.7:8000")
    assert found["SECURE_PROXY_SSL_HEADER"] is None
    assert found["SESSION_COOKIE_SECURE"] is False
    assert found["CSRF_TRUSTED_ORIGINS"] == ["http://10.0.0.7:8000"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSBASE_PUBLIC_URL", "news.example.org"),
        ("NEWSBASE_PUBLIC_URL", "https://news.example.org/news"),
        ("NEWSBASE_PUBLIC_URL", "https://"),
        ("NEWSBASE_PUBLIC_URL", "https://news.example.org:http"),
        ("NEWSBASE_DEBUG", "maybe"),
        ("NEWSBASE_ANONYMOUS_BODY", "none"),
        ("NEWSBASE_LOG_LEVEL", "loud"),
        ("SECURE_HSTS_SECONDS", "-1"),
        ("DATABASE_URL", "mysql://localhost/newsbase"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(tmp_path: Path, name: str, value: str) -> None:
    result = start(tmp_path, **{name: value})
    assert result.returncode != 0
    assert f"{name} is {value!r}" in result.stderr


def test_an_empty_variable_counts_as_not_set(tmp_path: Path) -> None:
    empty = dict.fromkeys(("NEWSBASE_PUBLIC_URL", "ALLOWED_HOSTS", "SECRET_KEY", "DATABASE_URL", "NEWSBASE_DEBUG"), "")
    assert read(tmp_path, **empty) == read(tmp_path)


def test_a_deployment_passes_djangos_own_check(tmp_path: Path) -> None:
    """All of `check --deploy` but what the proxy does (redirecting) and what only a whole domain may promise."""
    given = {
        "PATH": "/usr/bin:/bin",
        "NEWSBASE_HOME": str(tmp_path),
        "NEWSBASE_PUBLIC_URL": "https://news.example.org",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "newsbase.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--tag", "security"]
    result = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    found = {line.split("(")[1].split(")")[0] for line in result.stderr.splitlines() if line.startswith("?: (")}
    assert found == {"security.W005", "security.W008", "security.W021"}
