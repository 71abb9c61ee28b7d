"""Handing in over the API: who may, what comes of it, and what bad input is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import User
from django.db import connection
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from events.models import Article, ArticleWork, Feed, IngestRun
from events.tokens import issue_token
from tests import factories as make
from tests.api.world import LISTS

pytestmark = pytest.mark.django_db
ARTICLES, FEEDS = "/api/v1/articles/", "/api/v1/feeds/"
DOCUMENT = {"id": "a-1", "text": "Seventy inmates were killed.", "title": "Prison", "published": "2022-01-24"}


def test_a_document_becomes_a_run_to_poll(ingester: APIClient) -> None:
    answer = ingester.post(ARTICLES, DOCUMENT)
    assert answer.status_code == 202
    assert answer["Location"] == answer.json()["url"]
    run = ingester.get(answer.json()["url"]).json()
    assert (run["kind"], run["created"], run["progress"]["pending"]) == ("api", 1, 1)
    assert run["progress"]["is_settled"] is False
    assert ArticleWork.objects.get().article.external_id == "a-1"
    ArticleWork.objects.update(stage="conclude", status="done")
    assert ingester.get(answer.json()["url"]).json()["progress"]["is_settled"] is True


def test_a_list_goes_in_and_its_bad_documents_are_named(ingester: APIClient) -> None:
    body = [DOCUMENT, {"id": "a-2"}, "nonsense", {"url": "https://outlet.example/x"}, {"id": "a-5", "text": 7}]
    answer = ingester.post(ARTICLES, body)
    assert answer.status_code == 202
    run = answer.json()
    assert (run["created"], run["rejected"]) == (2, 3)
    items = ingester.get(f"{run['url']}items/").json()["results"]
    refused = {item["reference"]: item["reason"] for item in items if item["outcome"] == "rejected"}
    assert set(refused) == {"[1] a-2", "[2]", "[4] a-5"}
    assert refused["[1] a-2"].startswith("text: ")
    assert [item["status"] for item in items if item["outcome"] == "created"] == ["pending", "pending"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "text"),
        ({"text": ""}, "text"),
        ({"text": "x", "html": "y"}, "html"),
        ({"text": ["x"]}, "text"),
        ({"text": "x", "published": "yesterday"}, "published"),
        ({"url": "ftp://outlet.example/x"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"text": "x", "title": "y" * 1001}, "title"),
        ({"text": "x", "id": {"a": 1}}, "id"),
        ([], "body"),
        ("text", "body"),
        (None, "body"),
        (17, "body"),
        ([{}] * 1001, "body"),
    ],
)
def test_a_single_bad_document_is_refused_and_leaves_nothing(ingester: APIClient, body: Any, field: str) -> None:
    answer = ingester.post(ARTICLES, json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field
    assert not IngestRun.objects.exists() and not Article.objects.exists()


def test_the_same_key_answers_with_the_same_run(ingester: APIClient, sign_in: Callable[..., APIClient]) -> None:
    first = ingester.post(ARTICLES, DOCUMENT, headers={"Idempotency-Key": "k-1"})
    again = ingester.post(ARTICLES, DOCUMENT, headers={"Idempotency-Key": "k-1"})
    assert again.status_code == 202
    assert again.json()["id"] == first.json()["id"]
    assert (again.json()["created"], again.json()["unchanged"]) == (1, 0)
    other = sign_in("ingest").post(ARTICLES, DOCUMENT, headers={"Idempotency-Key": "k-1"})
    assert other.json()["id"] != first.json()["id"]


def test_without_a_key_the_same_document_is_unchanged(ingester: APIClient) -> None:
    ingester.post(ARTICLES, DOCUMENT)
    assert ingester.post(ARTICLES, DOCUMENT).json()["unchanged"] == 1
    assert Article.objects.count() == 1


@pytest.mark.parametrize("key", ["k" * 201, "a\tb"])
def test_an_unusable_key_is_refused(ingester: APIClient, key: str) -> None:
    answer = ingester.post(ARTICLES, DOCUMENT, headers={"Idempotency-Key": key})
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db(transaction=True)
def test_two_requests_at_once_under_one_key_make_one_run() -> None:
    user = make.UserFactory(permissions=["ingest"])
    _, token = issue_token(user, "tests", ["ingest"])
    answers: list[int] = []

    def post() -> None:
        client = APIClient(HTTP_AUTHORIZATION=f"Token {token}")
        answers.append(client.post(ARTICLES, DOCUMENT, headers={"Idempotency-Key": "twins"}).json()["id"])
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 4 and len(set(answers)) == 1
    assert IngestRun.objects.get().created == 1


def test_what_cannot_be_stored_is_replaced_one_for_one(ingester: APIClient) -> None:
    body = b'{"id": "s", "text": "a\\u0000b\\ud800c", "title": "\\udfff"}'
    answer = ingester.post(ARTICLES, body, content_type="application/json")
    assert answer.status_code == 202
    assert Article.objects.get().revisions.get().text == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 200_000, "application/json", 400),
        (b'{"text": NaN}', "application/json", 400),
        (b"<p>", "text/html", 415),
        (b"text=x", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_no_json_is_told_so(ingester: APIClient, body: bytes, content_type: str, status: int) -> None:
    answer = ingester.post(ARTICLES, body, content_type=content_type)
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert "application/json" in answer.json()["way_out"]


def test_a_body_too_large_is_refused(ingester: APIClient, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = ingester.post(ARTICLES, {"text": "x" * 2000})
    assert answer.status_code == 413
    assert "manage.py ingest" in answer.json()["way_out"]


@pytest.fixture
def outlet(settings: Settings) -> Iterator[str]:
    """A server of an outlet: /feed.xml is its feed, / a page that names it, everything else is missing."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outlet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.FETCH_ALLOW = [f"127.0.0.1:{server.server_port}"]
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class Outlet(BaseHTTPRequestHandler):
    pages: ClassVar = {
        "/feed.xml": ("application/rss+xml", b"<rss version='2.0'><channel><title>Our outlet</title></channel></rss>"),
        "/": ("text/html", b"<html><link rel='alternate' type='application/rss+xml' href='/feed.xml'><p>Hi</html>"),
    }

    def do_GET(self) -> None:
        kind, body = self.pages.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Keep the tests' output clean."""


def test_a_feed_is_fetched_and_added_once(ingester: APIClient, outlet: str) -> None:
    added = ingester.post(FEEDS, {"url": f"{outlet}/feed.xml"})
    assert added.status_code == 201
    assert added.json()["title"] == "Our outlet"
    again = ingester.post(FEEDS, {"url": f"{outlet}/"})
    assert again.status_code == 200
    assert Feed.objects.get().pk == again.json()["id"]


@pytest.mark.parametrize("path", ["/nothing", "/robots.txt"])
def test_what_is_no_feed_is_not_added(ingester: APIClient, outlet: str, path: str) -> None:
    answer = ingester.post(FEEDS, {"url": f"{outlet}{path}"})
    assert answer.status_code == 400
    assert "was not added" in answer.json()["errors"][0]["problem"]
    assert not Feed.objects.exists()


def test_an_address_inside_our_network_is_not_fetched(ingester: APIClient) -> None:
    answer = ingester.post(FEEDS, {"url": "http://127.0.0.1:8000/feed.xml"})
    assert answer.status_code == 400
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "url"),
        ({"url": ""}, "url"),
        ({"url": 7}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "https://a.example/f", "title": 3}, "title"),
        ({"url": "https://a.example/f", "colour": 3}, "colour"),
        ([], "body"),
    ],
)
def test_a_bad_feed_is_told_what_is_wrong(ingester: APIClient, body: Any, field: str) -> None:
    answer = ingester.post(FEEDS, json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize("address", [ARTICLES, FEEDS])
@pytest.mark.parametrize(("who", "status"), [("reader", 401), ("outsider", 403), ("curator", 403), ("ingester", 400)])
def test_who_may_hand_in(request: pytest.FixtureRequest, address: str, who: str, status: int) -> None:
    answer = request.getfixturevalue(who).post(address, {})
    assert answer.status_code == status
    assert answer.json()["way_out"]
    assert not IngestRun.objects.exists()


@pytest.mark.parametrize("who", ["reader", "outsider", "curator", "ingester"])
def test_everybody_reads_and_nobody_writes_elsewhere(request: pytest.FixtureRequest, who: str) -> None:
    client: APIClient = request.getfixturevalue(who)
    for name in LISTS:
        assert client.get(f"/api/v1/{name}/").status_code == 200
        for method in ("put", "patch", "delete") + (() if name in ("articles", "feeds") else ("post",)):
            answer = getattr(client, method)(f"/api/v1/{name}/", {})
            assert answer.status_code == 405, (name, method)
            assert answer["Content-Type"] == "application/problem+json"


def test_a_wrong_token_is_told_so(reader: APIClient) -> None:
    reader.credentials(HTTP_AUTHORIZATION="Token nonsense")
    answer = reader.get("/api/v1/events/")
    assert answer.status_code == 401
    assert "Token" in answer.json()["way_out"]


def test_a_session_needs_its_csrf_token_to_write() -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(make.UserFactory(permissions=["ingest"]))
    assert client.post(ARTICLES, DOCUMENT).status_code == 403
    assert not IngestRun.objects.exists()


def test_who_handed_in_is_not_told_to_everybody(ingester: APIClient, reader: APIClient) -> None:
    run = ingester.post(ARTICLES, [DOCUMENT]).json()
    account = User.objects.get(user_permissions__codename="ingest").username
    assert run["account"] == account
    for address in (run["url"], "/api/v1/runs/", f"{run['url']}items/"):
        seen = reader.get(address)
        assert seen.status_code == 200
        assert account not in seen.content.decode() and "a-1" not in seen.content.decode()
