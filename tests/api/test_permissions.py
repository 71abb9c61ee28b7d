"""Who may do what: every method of every address, for everybody of the cast."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from events.models import Export
from events.tokens import issue_token
from tests import factories as make
from tests.api.cast import ASKS, CAST, NEEDS, OWNED, count_rows, give, make_keys
from tests.api.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> dict[str, APIClient]:
    """One client each: nobody, and the holders of tokens; the admin's account may do everything."""
    clients = {}
    for name, key in make_keys().items():
        clients[name] = APIClient()
        if key:
            clients[name].credentials(HTTP_AUTHORIZATION=key)
    return clients


def operations(client: APIClient) -> Iterator[tuple[str, str]]:
    """Every (method, path) of the documentation."""
    schema = json.loads(client.get("/api/schema/", {"format": "json"}).content)
    for path, described in schema["paths"].items():
        yield from ((method, path) for method in described if not path.startswith(OWNED))


def owned_operations(client: APIClient) -> list[tuple[str, str]]:
    """Every (method, path) of what belongs to an account."""
    schema = json.loads(client.get("/api/schema/", {"format": "json"}).content)
    return [(method, path) for path, ways in schema["paths"].items() if path.startswith(OWNED) for method in ways]


def ask(client: APIClient, method: str, path: str) -> Any:
    address = (
        path.replace("{id}", "1").replace("{format}", "json").replace("{what}", "type").replace("{entity}", "actor-1")
    )
    query = {"by": "country", "q": "words"} if path.endswith(("aggregate/", "search/", "suggest/")) else {}
    query = {name: value for name, value in query.items() if ("by" if path.endswith("aggregate/") else "q") == name}
    return client.get(address, query) if method == "get" else getattr(client, method)(address, {})


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


def test_what_an_account_owns_is_not_there_for_others(cast: dict[str, APIClient]) -> None:
    """Each method of each address, asked by everybody for what another has: 404 as if it were not there, and untouched."""
    ids = give(make.UserFactory())
    Export.objects.update(state="failed")
    before = count_rows()
    paths = owned_operations(cast["reader"])
    assert len(paths) >= 20
    for method, path in paths:
        if "{" not in path:
            continue
        address = path.replace("{id}", str(ids[path.split("/")[3]])).replace("{delivery}", str(ids["deliveries"]))
        for name, client in cast.items():
            answer = getattr(client, method)(address, {})
            told = (name, method, path, answer.status_code)
            assert answer.status_code == (401 if name == "anonymous" else 404), told
    assert count_rows() == before
    for kind in OWNED:
        for name, client in cast.items():
            answer = client.get(kind)
            assert answer.status_code == (401 if name == "anonymous" else 200), (name, kind)
            assert name == "anonymous" or answer.json()["results"] == []
            if name == "anonymous":
                assert client.post(kind, {}).status_code == 401


def test_an_owner_finds_by_the_same_addresses_what_is_theirs(db: None) -> None:
    user = make.UserFactory(permissions=["ingest"])
    ids = give(user)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user, 'tests', ['read'])[1]}")
    for kind in OWNED:
        assert client.get(f"{kind}{ids[kind.split('/')[3]]}/").status_code == 200, kind
    stranger = APIClient()
    stranger.credentials(HTTP_AUTHORIZATION=f"Token {issue_token(user, 'in only', ['ingest'])[1]}")
    for kind in OWNED:
        assert stranger.get(f"{kind}{ids[kind.split('/')[3]]}/").status_code == 403, kind
