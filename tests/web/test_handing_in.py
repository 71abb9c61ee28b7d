"""Handing in articles by form: who may, what is refused beside which field, and what becomes of the rest."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.models import Article, IngestRun
from tests.factories import ArticleFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
FORM = "/ingest/"


@pytest.fixture(autouse=True)
def no_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The workers are elsewhere: what is handed in waits."""
    monkeypatch.setattr("events.tasks.nudge_readers", lambda: None)


@pytest.fixture
def ingester(client: Client) -> Client:
    client.force_login(UserFactory(permissions=["ingest"]))
    return client


def send(client: Client, way: str, status: int = 302, **fields: Any) -> Any:
    answer = client.post(FORM, {"way": way, **fields})
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer


def test_anonymous_readers_are_sent_to_sign_in(client: Client) -> None:
    for answer in (client.get(FORM), client.post(FORM, {"way": "text", "text": "Rain."})):
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("login"))
    assert Article.objects.count() == 0


def test_an_account_without_the_permission_is_refused(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get(FORM).status_code == 403
    assert "needs a permission" in client.post(FORM, {"way": "text", "text": "Rain."}).content.decode()
    assert Article.objects.count() == 0


def test_every_write_needs_a_token(ingester: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = ingester.cookies
    answer = strict.post(FORM, {"way": "text", "text": "Rain."})
    assert answer.status_code == 403
    assert "form has expired" in answer.content.decode()


def test_reading_pages_answer_no_other_method_with_a_change(client: Client) -> None:
    for name in ("event_list", "article_list", "search", "status"):
        client.post(reverse(name), {"text": "Rain."})
    assert Article.objects.count() == IngestRun.objects.count() == 0


def test_pasted_text_becomes_a_run_that_is_shown(ingester: Client) -> None:
    words = "  Rain fell in Hasakah. \n"
    typed = words.replace("\n", "\r\n")  # browsers send a text area's lines so
    answer = send(ingester, "text", text=typed, title="Rain", outlet="https://www.Example.org/", published="2022-01-24")
    run = IngestRun.objects.get()
    assert answer["Location"] == reverse("run_detail", args=[run.pk])
    article = Article.objects.get()
    assert (article.source.domain, article.published_precision) == ("example.org", "day")
    assert article.revisions.get().text == words
    assert article.is_unverified
    assert "waiting to be read" in ingester.get(answer["Location"]).content.decode()


def test_the_same_text_twice_is_kept_once(ingester: Client) -> None:
    for _ in range(2):
        send(ingester, "text", text="Rain fell.", title="Rain")
    assert Article.objects.count() == 1
    assert [run.unchanged for run in IngestRun.objects.order_by("pk")] == [0, 1]


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"text": ""}, "text-text_error"),
        ({"text": "   "}, "text-text_error"),
        ({"text": "Rain.", "published": "yesterday"}, "text-published_error"),
        ({"text": "Rain.", "url": "javascript:alert(1)"}, "text-url_error"),
        ({"text": "Rain.", "language": "x" * 40}, "text-language_error"),
    ],
)
def test_a_wrong_field_is_named_beside_it_and_nothing_is_lost(
    ingester: Client, fields: dict[str, str], named: str
) -> None:
    page = send(ingester, "text", 422, title="My long title", **fields).content.decode()
    assert f'id="{named}"' in page
    assert "My long title" in page
    assert Article.objects.count() == IngestRun.objects.count() == 0


def test_addresses_are_queued_for_fetching(ingester: Client) -> None:
    send(ingester, "url", addresses="https://example.org/a\n\nhttps://example.org/b\n")
    assert sorted(Article.objects.values_list("url", flat=True)) == ["https://example.org/a", "https://example.org/b"]


@pytest.mark.parametrize(
    "addresses", ["ftp://example.org/x", "not an address", "https://example.org\n" * 201, "http://["]
)
def test_wrong_addresses_are_refused_with_their_line(ingester: Client, addresses: str) -> None:
    page = send(ingester, "url", 422, addresses=addresses).content.decode()
    assert 'id="url-addresses_error"' in page
    assert Article.objects.count() == 0


def test_a_file_of_documents_takes_the_good_lines_and_names_the_bad(ingester: Client) -> None:
    lines = b'{"id": "a", "text": "Rain."}\nnot json\n{"id": "b"}\n{"id": "c", "text": "Snow."}\n'
    answer = send(ingester, "file", file=SimpleUploadedFile("news.jsonl", lines))
    run = IngestRun.objects.get()
    assert (run.created, run.rejected) == (2, 2)
    page = ingester.get(answer["Location"]).content.decode()
    assert "line 2: not JSON" in page and "line 3" in page


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("news.exe", b"MZ"),
        ("news.txt", b"\xff\xfe\x00\x01"),
        ("news.txt", b"caf\xe9 au lait, not UTF-8"),
        ("empty.txt", b" \n"),
        ("none.txt", b""),
        ("page.html", b"\x00\x01\x02"),
    ],
)
def test_files_that_cannot_be_read_are_refused(ingester: Client, name: str, data: bytes) -> None:
    page = send(ingester, "file", 422, file=SimpleUploadedFile(name, data)).content.decode()
    assert 'id="file-file_error"' in page
    assert Article.objects.count() == 0


def test_a_page_goes_in_as_html_and_a_text_under_its_name(ingester: Client) -> None:
    send(ingester, "file", file=SimpleUploadedFile("storm.html", b"<html><body><p>Storm.</p></body></html>"))
    send(ingester, "file", file=SimpleUploadedFile("Rain.txt", "Rain fell in São Paulo.".encode()))
    texts = {article.title: article.revisions.get().text for article in Article.objects.all()}
    assert texts == {"": None, "Rain": "Rain fell in São Paulo."}


def test_only_curators_may_vouch(ingester: Client) -> None:
    send(ingester, "text", text="Rain.", vouched="on", outlet="example.org")
    assert Article.objects.get().vouched is False
    ingester.force_login(UserFactory(permissions=["ingest", "curate"]))
    send(ingester, "text", text="Snow.", vouched="on", outlet="example.org")
    assert Article.objects.filter(vouched=True).count() == 1


def test_an_unknown_way_shows_the_form_again(ingester: Client) -> None:
    assert "Paste a text" in send(ingester, "pigeon", 200).content.decode()


def test_only_staff_may_take_out_the_sample_text(client: Client) -> None:
    ArticleFactory(is_sample=True, source=SourceFactory(is_sample=True))
    mine = ArticleFactory()
    remove = reverse("demo_remove")
    assert client.get(remove).status_code == 405
    client.post(remove)
    client.force_login(UserFactory(permissions=["ingest", "curate"]))
    client.post(remove)
    assert Article.objects.count() == 2
    client.force_login(UserFactory(is_staff=True))
    assert "Remove the sample text" in client.get(reverse("demo")).content.decode()
    answer = client.post(remove, follow=True)
    assert list(Article.objects.all()) == [mine]
    assert "Removed: 1 sample article with" in answer.content.decode()


def test_signing_in_and_out(client: Client) -> None:
    user = UserFactory(username="reader")
    page = client.get(reverse("login") + "?next=/claims/").content.decode()
    assert 'name="next" value="/claims/"' in page
    wrong = client.post(reverse("login"), {"username": "reader", "password": "no"})
    assert "correct username" in wrong.content.decode()
    right = {"username": user.username, "password": "a long enough password", "next": "https://evil.example/"}
    assert client.post(reverse("login"), right)["Location"] == "/"
    assert "reader" in client.get("/").content.decode()
    assert client.post(reverse("logout"))["Location"] == "/"
    assert "Sign in" in client.get("/").content.decode()
