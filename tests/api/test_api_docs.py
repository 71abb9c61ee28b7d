"""docs/API.md tells the truth: its requests work, and every list, filter, order and expansion stands in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from rest_framework.test import APIClient

from events.api.urls import router
from events.models import Actor, Claim
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch
from tests.api.world import build_world

DOCUMENT = (Path(__file__).parents[2] / "docs/API.md").read_text(encoding="utf-8")
REQUESTS = re.findall(r"curl 'http://127\.0\.0\.1:8000(/api/[^']+)'", DOCUMENT)
EXAMPLES = re.findall(r"```json\n(.*?)```", DOCUMENT, flags=re.S)


@pytest.mark.django_db
@pytest.mark.parametrize("request_line", REQUESTS)
def test_a_documented_request_works(reader: APIClient, request_line: str) -> None:
    build_world(1)
    assert reader.get(request_line).status_code == 200


def test_there_are_documented_requests() -> None:
    assert len(REQUESTS) >= 4


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_documented_answer_is_json(example: str) -> None:
    assert json.loads(example)


@pytest.mark.parametrize(("prefix", "view"), [(prefix, view) for prefix, view, _ in router.registry])
def test_everything_that_a_list_takes_is_in_its_row(prefix: str, view: type) -> None:
    row = next(line for line in DOCUMENT.splitlines() if line.startswith(f"| `{prefix}` |"))
    named = [re.findall(r"`([^`]+)`", cell) for cell in row.split("|")[2:5]]
    listing = view.listings["list"]  # type: ignore[attr-defined]
    assert named[0] == [name for name in listing.filters.base_filters if name not in ("exclude", "id__in")]
    assert named[1] == list(listing.orders)
    assert named[2] == list(listing.expansions)


@pytest.mark.parametrize(("prefix", "view"), [(prefix, view) for prefix, view, _ in router.registry])
def test_every_list_below_a_record_is_named(prefix: str, view: type) -> None:
    for name in set(view.listings) - {"list"}:  # type: ignore[attr-defined]
        assert f"`{prefix}/{{id}}/{name}/`" in DOCUMENT


RECIPES = re.findall(r"```python\n(.*?)```", DOCUMENT, flags=re.S)[1:11]


@pytest.fixture
def api(sign_in: Callable[..., APIClient]) -> Iterator[httpx.Client]:
    """The recipes' client, with the application in the place of the network."""
    token = sign_in("ingest", "curate")._credentials["HTTP_AUTHORIZATION"]  # type: ignore[attr-defined]
    ends = [(request_started, close_old_connections), (request_finished, close_old_connections)]
    for signal, handler in ends:
        signal.disconnect(handler)
    transport = httpx.WSGITransport(app=get_wsgi_application())
    with httpx.Client(
        transport=transport, base_url="http://127.0.0.1:8000/api/v1/", headers={"Authorization": token}
    ) as client:
        yield client
    for signal, handler in ends:
        signal.connect(handler)


def test_there_are_ten_recipes() -> None:
    assert len(RECIPES) == 10


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(1, 11))
def test_a_recipe_does_what_it_says(
    api: httpx.Client, number: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build_world(2)
    Actor.objects.update(mention_count=2)
    Claim.objects.update(standing="disputed")
    monkeypatch.setattr("time.sleep", lambda seconds: (read_batch(), conclude_batch()))

    def refuse_errors(answer: httpx.Response) -> None:
        assert answer.status_code < 400, answer.read()

    api.event_hooks["response"].append(refuse_errors)
    exec(compile(RECIPES[number - 1], f"recipe {number}", "exec"), {"api": api})
    assert capsys.readouterr().out.strip(), number
