"""Who may do what: every method of every address, for everybody of the cast."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from events.models import Article, Decision, Feed, IngestRun
from events.tokens import issue_token
from tests import factories as make
from tests.api.world import build_world

pytestmark = pytest.mark.django_db
# Writes that need a right; a POST that is not here only asks, and everybody who reads may.
NEEDS = {
    ("post", "/api/v1/articles/"): "ingest",
    ("post", "/api/v1/feeds/"): "ingest",
    ("post", "/api/v1/decisions/"): "curate",
    ("post", "/api/v1/decisions/{id}/undo/"): "curate",
}
ASKS = {"/api/v1/events/for-text/", "/api/v1/annotate/", "/api/v1/match/", "/api/v1/reconcile/"}
# What belongs to an account alone; tested with its own tests.
OWNED = ("/api/v1/searches/", "/api/v1/webhooks/", "/api/v1/exports/")
CAST = {
    "anonymous": set(),
    "reader": set(),
    "ingester": {"ingest"},
    "curator": {"curate"},
    "admin": {"ingest", "curate"},
}


@pytest.fixture
def cast(db: None) -> dict[str, APIClient]:
    """One client each: nobody, and the holders of tokens; the admin's account may do everything."""
    clients = {}
    for name, rights in CAST.items():
        client = APIClient()
        if name != "anonymous":
            user = make.UserFactory(permissions=sorted(rights), is_superuser=name == "admin")
            _, key = issue_token(user, "tests", ["read", *sorted(rights)])
            client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
        clients[name] = client
    return clients


def operations(client: APIClient) -> Iterator[tuple[str, str]]:
    """Every (method, path) of the documentation."""
    schema = json.loads(client.get("/api/schema/", {"format": "json"}).content)
    for path, described in schema["paths"].items():
        yield from ((method, path) for method in described if not path.startswith(OWNED))


def ask(client: APIClient, method: str, path: str) -> Any:
    address = (
        path.replace("{id}", "1").replace("{format}", "json").replace("{what}", "type").replace("{entity}", "actor-1")
    )
    query = {"by": "country", "q": "words"} if path.endswith(("aggregate/", "search/", "suggest/")) else {}
    query = {name: value for name, value in query.items() if ("by" if path.endswith("aggregate/") else "q") == name}
    return client.get(address, query) if method == "get" else getattr(client, method)(address, {})


def count_rows() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Article, Feed, IngestRun, Decision))


def test_the_documentation_names_every_write(reader: APIClient) -> None:
    writes = {(method, path) for method, path in operations(reader) if method != "get"}
    assert writes == NEEDS.keys() | {("post", path) for path in ASKS}


def test_each_of_the_cast_may_do_what_it_may_and_nothing_else(cast: dict[str, APIClient]) -> None:
    build_world(1)
    before = count_rows()
    for method, path in operations(cast["anonymous"]):
        needed = NEEDS.get((method, path))
        for name, client in cast.items():
            answer = ask(client, method, path)
            told = (name, method, path, answer.status_code, answer.content[:300])
            assert answer.status_code < 500, told
            if needed is None or needed in CAST[name]:
                assert answer.status_code not in (401, 403), told
            else:
                assert answer.status_code == (401 if name == "anonymous" else 403), told
    assert count_rows() == before


def test_a_token_does_not_do_what_only_its_account_may(db: None) -> None:
    user = make.UserFactory(permissions=["ingest", "curate"])
    client = APIClient()
    _, key = issue_token(user, "reading only", ["read"])
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    for method, path in NEEDS:
        assert ask(client, method, path).status_code == 403, path
    _, key = issue_token(user, "handing in only", ["ingest"])
    client.credentials(HTTP_AUTHORIZATION=f"Token {key}")
    assert client.get("/api/v1/events/").status_code == 403
    assert client.post("/api/v1/decisions/", {}).status_code == 403
    assert client.post("/api/v1/articles/", {}).status_code == 400


def test_a_closed_installation_answers_no_stranger(cast: dict[str, APIClient], settings: Settings) -> None:
    settings.ANONYMOUS_READING = False
    build_world(1)
    for method, path in operations(cast["reader"]):
        assert ask(cast["anonymous"], method, path).status_code == 401, path


def test_a_session_writes_only_with_its_csrf_token(db: None) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(make.UserFactory(permissions=["ingest", "curate"]))
    for method, path in NEEDS:
        assert ask(client, method, path).status_code == 403, path
