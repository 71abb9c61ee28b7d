"""The description of the API that is committed is the one generated, and programs can be generated from it."""

from __future__ import annotations

import difflib
import importlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import httpx
import pytest
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from tests.api.world import build_world

KEPT = Path(__file__).parents[2] / "docs/openapi.yml"
RENEW = "python3 manage.py spectacular --file docs/openapi.yml"


def test_the_description_that_is_committed_is_the_one_served(tmp_path: Path) -> None:
    """Whoever changes the API sees the change, and so does whoever reviews it."""
    made = tmp_path / "openapi.yml"
    call_command("spectacular", "--file", str(made))
    kept, new = KEPT.read_text(encoding="utf-8").splitlines(), made.read_text(encoding="utf-8").splitlines()
    changed = list(difflib.unified_diff(kept, new, "committed", "generated", lineterm="", n=1)) if kept != new else []
    assert not changed, "The API is no longer what docs/openapi.yml says. If you meant it: " + "\n".join(
        [RENEW, *changed[:60]]
    )


@pytest.fixture
def client_package(tmp_path: Path) -> Iterator[ModuleType]:
    """The typed client made from the committed description, imported."""
    if find_spec("openapi_python_client") is None:
        pytest.skip("NO TYPED CLIENT WAS MADE: openapi-python-client is not installed (requirements-dev.txt)")
    folder = tmp_path / "newsbase_client"
    # It formats what it made with ruff, which it looks for beside itself.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--path", str(KEPT), "--output-path", str(folder),
         "--meta", "none", "--fail-on-warning"],
        capture_output=True, text=True, env={**os.environ, "PATH": path}, timeout=120,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout + made.stderr
    assert "warning" not in (made.stdout + made.stderr).lower(), made.stdout
    sys.path.insert(0, str(tmp_path))
    yield importlib.import_module("newsbase_client")
    sys.path.remove(str(tmp_path))
    for name in [name for name in sys.modules if name.split(".")[0] == "newsbase_client"]:
        del sys.modules[name]


@pytest.mark.django_db
def test_a_client_is_generated_without_a_warning_and_works(client_package: ModuleType) -> None:
    build_world(2)
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    given = {"transport": httpx.WSGITransport(get_wsgi_application())}
    client = client_package.Client(base_url="http://localhost", httpx_args=given, raise_on_unexpected_status=True)
    lists = importlib.import_module("newsbase_client.api.events.events_list")
    reads = importlib.import_module("newsbase_client.api.events.events_retrieve")
    page = lists.sync(client=client, page_size=1, count=True)
    assert page.count == 2 and len(page.results) == 1
    one = reads.sync(str(page.results[0].id), client=client)
    assert (one.title, one.location.name) == (page.results[0].title, page.results[0].location.name)
    wrong = lists.sync(client=client, page_size=1_000)
    assert (wrong.status, wrong.errors[0].field) == (400, "page_size")
    for signal in signals:
        signal.connect(close_old_connections)
