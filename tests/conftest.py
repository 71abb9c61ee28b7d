"""One PostgreSQL for each run of the tests: the embedded one, in a temporary home that goes away with the run.

NEWSBASE_TEST_DATABASE_URL uses a server of your own instead; the test database in it is named after this process, so
that several runs do not meet.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import django
import django.conf
import pytest

PREFIX = "newsbase-test-"
GIVEN_URL = os.environ.get("NEWSBASE_TEST_DATABASE_URL", "")
INHERITED = ("DATABASE_URL", "CELERY_BROKER_URL", "FETCH_ALLOW", "NEWSBASE_PUBLIC_URL", "SECRET_KEY", "ALLOWED_HOSTS")


def _make_home() -> Path:
    """Make this run's home, enterable by PostgreSQL's account under root, and sweep up after killed runs."""
    for old in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = old.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(old, ignore_errors=True)
    home = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    home.chmod(0o711)
    return home


# Before Django reads its settings, and before any test module imports it.
if "django.conf" in sys.modules and sys.modules["django.conf"].settings.configured:
    raise pytest.UsageError("Settings were read before the tests chose their database; unset DJANGO_SETTINGS_MODULE.")
HOME = _make_home()
for _name in INHERITED:
    os.environ.pop(_name, None)
if GIVEN_URL:
    os.environ["DATABASE_URL"] = GIVEN_URL
os.environ["NEWSBASE_HOME"] = str(HOME)
# Two processes on two cores gain nothing by threads of matrices, and a process that forks is better off without them.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ["DJANGO_SETTINGS_MODULE"] = "newsbase.settings"
django.setup()
# A real hash takes a quarter of a second, and nearly every test of pages makes accounts.
django.conf.settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
_running = ExitStack()


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """Start the server before the test database is made in it."""
    from django.conf import settings

    from newsbase import embedded

    # A table that a forgotten connection holds is an error that says so, not a run that never ends.
    settings.DATABASES["default"]["OPTIONS"]["options"] = "-c lock_timeout=120s"
    if GIVEN_URL:
        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = f"test_newsbase_{os.getpid()}"
    else:
        _running.enter_context(embedded.hold(HOME, durable=False))


@pytest.fixture
def child_environment(transactional_db: None) -> dict[str, str]:
    """Environment for a process of ours that shall work on the test database (a worker, a web server, a command)."""
    from django.db import connection

    base = GIVEN_URL or os.environ.get("DATABASE_URL") or _embedded_url()
    url = urlsplit(base)._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return {**os.environ, "DATABASE_URL": url}


def _embedded_url() -> str:
    from newsbase import embedded

    return embedded.database_url(HOME)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """Each process of a parallel run chooses a home of its own; this one's settings must not be read before that."""
    for spec in specs:
        spec.env["DJANGO_SETTINGS_MODULE"] = ""


def pytest_unconfigure() -> None:
    """Stop the server after everything else, the dropping of the test database included."""
    _running.close()
    shutil.rmtree(HOME, ignore_errors=True)
