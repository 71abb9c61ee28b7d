"""docs/API.md tells the truth: its requests work, and every list, filter, order and expansion stands in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from rest_framework.test import APIClient

from events.api.urls import router
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
