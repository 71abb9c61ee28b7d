"""Exports: the same rows as the list, whole, by their owner alone, whatever is killed half-way."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from events.api import make_exports as maker
from events.api.make_exports import make_exports
from events.exports.files import ask_for_export, expire_exports, path_of
from events.models import Export, Notice
from tests.factories import ArticleFactory, EventFactory, LocationFactory, MentionFactory, UserFactory
from tests.web.story import read

pytestmark = pytest.mark.django_db(transaction=True)
EXPORTS = "/api/v1/exports/"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.EXPORTS_FOLDER = tmp_path / "exports"
    for module in ("events.api.views.exports", "events.web.views.exports"):
        monkeypatch.setattr(f"{module}.nudge_exports", lambda: None)
    return tmp_path / "exports"


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def make_rows(number: int) -> None:
    article = ArticleFactory(text="The ministry =SUM(1) said. " * 3, title="=1+1")
    for at in range(number):
        MentionFactory(article=article, start=at * 10, actor=None, location=LocationFactory() if at % 2 else None)


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson"])
@pytest.mark.parametrize("query", ["", "ordering=id", "type=organization&fields=id,text,location"])
def test_an_export_is_the_list_byte_for_byte(
    outsider: APIClient, monkeypatch: pytest.MonkeyPatch, form: str, query: str
) -> None:
    make_rows(7)
    monkeypatch.setattr(maker, "PAGE", 3)
    asked = outsider.post(EXPORTS, {"kind": "mention", "format": form, "query": query})
    assert asked.status_code == 202 and asked.data["state"] == "pending" and asked.data["file"] is None
    assert make_exports() is False
    done = outsider.get(f"{EXPORTS}{asked.data['id']}/").data
    assert (done["state"], done["rows"]) == ("done", 7)
    written = body_of(outsider.get(done["file"]))
    assert written == body_of(outsider.get(f"/api/v1/mentions/?format={form}&{query}"))
    assert done["size"] == len(written) and done["sha256"] == sha256(written).hexdigest()
    assert Notice.objects.get().text.startswith("Your export of 7 mentions")


@pytest.mark.parametrize("number", [0, 1, 4])
def test_json_is_one_array(outsider: APIClient, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    make_rows(number)
    monkeypatch.setattr(maker, "PAGE", 2)
    for form in ("json", "geojson"):
        pk = outsider.post(EXPORTS, {"kind": "mention", "format": form}).data["id"]
        make_exports()
        told = json.loads(body_of(outsider.get(f"{EXPORTS}{pk}/file/")))
        assert len(told if form == "json" else told["features"]) == number


def test_texts_are_whole_for_an_account_where_strangers_get_excerpts(outsider: APIClient, settings: Any) -> None:
    settings.ANONYMOUS_BODY = "excerpt"
    ArticleFactory(text="word " * 500)
    pk = outsider.post(EXPORTS, {"kind": "article", "query": "expand=text"}).data["id"]
    make_exports()
    assert len(json.loads(body_of(outsider.get(f"{EXPORTS}{pk}/file/")))["text"]) == 2500


def test_work_that_takes_longer_than_a_task_is_gone_on_with(
    outsider: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rows(7)
    outsider.post(EXPORTS, {"kind": "mention", "format": "csv"})
    with monkeypatch.context() as patched:
        patched.setattr(maker, "PAGE", 2)
        patched.setattr(maker, "MOST_SECONDS", 3)
        patched.setattr(maker, "time", SimpleNamespace(monotonic=count().__next__))
        assert make_exports() is True
    half = Export.objects.get()
    assert half.state == "running" and 0 < half.rows < 7 and half.claimed_by == ""
    assert make_exports() is False
    assert Export.objects.get().rows == 7
    assert body_of(outsider.get(f"{EXPORTS}{half.pk}/file/")) == body_of(outsider.get("/api/v1/mentions/?format=csv"))


KILLED = """
import django, os, sys, time
django.setup()
from events.api import make_exports as maker
maker.PAGE, maker.NOTE_PAGES = 2, 1
real, calls = maker._note, []
def note(*args, **kwargs):
    real(*args, **kwargs)
    calls.append(1)
    if len(calls) == 2:
        print("half", flush=True)
        time.sleep(60)
maker._note = note
maker.make_exports()
"""


def test_a_killed_worker_is_gone_on_with_where_it_stood(
    outsider: APIClient, child_environment: dict[str, str], folder: Path
) -> None:
    make_rows(9)
    pk = outsider.post(EXPORTS, {"kind": "mention", "format": "csv"}).data["id"]
    environment = {**child_environment, "NEWSBASE_EXPORTS": str(folder)}
    worker = subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout and worker.stdout.readline() == "half\n"
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    assert make_exports() is False and Export.objects.get().state == "running", "its lease holds"
    export = Export.objects.get()
    with path_of(export).open("ab") as file:
        file.write(b"half a row that was never noted")
    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    make_exports()
    written = body_of(outsider.get(f"{EXPORTS}{pk}/file/"))
    assert written == body_of(outsider.get("/api/v1/mentions/?format=csv"))


def test_a_file_that_another_machine_has_is_begun_anew(outsider: APIClient) -> None:
    make_rows(3)
    pk = outsider.post(EXPORTS, {"kind": "mention", "format": "csv"}).data["id"]
    Export.objects.update(rows=2, written=5_000, position="nonsense")
    make_exports()
    assert outsider.get(f"{EXPORTS}{pk}/").data["rows"] == 3


def test_what_cannot_be_written_fails_with_a_reason_and_a_notice(
    outsider: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_rows(1)
    outsider.post(EXPORTS, {"kind": "mention"})
    Export.objects.update(query="no_such_filter=1")
    make_exports()
    export = Export.objects.get()
    assert (
        export.state == "failed"
        and "no_such_filter" in export.message
        and "no_such_filter" in Notice.objects.get().text
    )
    monkeypatch.setattr(maker, "_open", lambda export: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    outsider.post(EXPORTS, {"kind": "mention"})
    make_exports()
    assert "No space left" in Export.objects.latest("pk").message


def test_a_worker_that_dies_each_time_is_not_asked_for_ever() -> None:
    export = ask_for_export(UserFactory(), kind="event", query="", form="csv")
    Export.objects.update(attempts=5, lease_until=timezone.now() - timedelta(minutes=1))
    make_exports()
    export.refresh_from_db()
    assert export.state == "failed" and "died 5 times" in export.message


def test_files_expire_and_go_with_their_export(outsider: APIClient, folder: Path) -> None:
    first = outsider.post(EXPORTS, {"kind": "event"}).data["id"]
    second = outsider.post(EXPORTS, {"kind": "event"}).data["id"]
    make_exports()
    assert oct(folder.stat().st_mode & 0o777) == "0o700"
    assert {oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"0o600"}
    Export.objects.filter(pk=first).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert expire_exports() == 1 and expire_exports() == 0
    answer = outsider.get(f"{EXPORTS}{first}/file/")
    assert answer.status_code == 404 and "expired" in answer.json()["detail"]
    assert outsider.delete(f"{EXPORTS}{second}/").status_code == 204
    assert list(folder.iterdir()) == []


def test_nobody_finds_another_accounts_export(outsider: APIClient, curator: APIClient, reader: APIClient) -> None:
    address = f"{EXPORTS}{outsider.post(EXPORTS, {'kind': 'event'}).data['id']}/"
    make_exports()
    for path in (address, f"{address}file/"):
        assert curator.get(path).status_code == 404 and reader.get(path).status_code == 401
    assert curator.delete(address).status_code == 404
    assert curator.get(EXPORTS).data["results"] == [] and reader.post(EXPORTS, {"kind": "event"}).status_code == 401


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"kind": "dragon"}, "kind"),
        ({"kind": "claim", "format": "geojson"}, "format"),
        ({"kind": "event", "query": "contry=IQ"}, "contry"),
        ({"kind": "event", "query": "ordering=size"}, "ordering"),
        ({"kind": ["event"]}, "kind"),
        ({"format": "csv"}, "kind"),
        ({"kind": "event", "path": "/etc/passwd"}, "path"),
    ],
)
def test_garbage_is_refused_by_name(outsider: APIClient, body: object, named: str) -> None:
    answer = outsider.post(EXPORTS, body)
    assert answer.status_code == 400 and named in [error["field"] for error in answer.json()["errors"]]


def test_an_account_has_few_exports_at_once(outsider: APIClient) -> None:
    for _ in range(5):
        assert outsider.post(EXPORTS, {"kind": "event"}).status_code == 202
    assert outsider.post(EXPORTS, {"kind": "event"}).status_code == 400


def test_a_page_of_rows_costs_the_same_number_of_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for number in (3, 9):
        make_rows(number)
        ask_for_export(UserFactory(), kind="mention", query="", form="jsonl")
        with CaptureQueriesContext(connection) as captured:
            make_exports()
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_list_asks_the_same_number_of_questions(sign_in: Callable[..., APIClient]) -> None:
    client, counts = sign_in(), []
    for _ in range(2):
        for _ in range(3):
            client.post(EXPORTS, {"kind": "event"})
            make_exports()
        with CaptureQueriesContext(connection) as captured:
            client.get(EXPORTS)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_asks_shows_and_hands_out(client: Client) -> None:
    client.force_login(UserFactory())
    EventFactory(location=None)
    sent = {"kind": "event", "format": "csv", "query": "country=SY"}
    assert client.post(reverse("exports"), sent).status_code == 302
    assert "pending" in read(client, reverse("exports"))
    make_exports()
    export = Export.objects.get()
    assert "Download" in read(client, reverse("exports")) and "is ready" in read(client, reverse("exports"))
    answer: Any = client.get(reverse("export_file", args=[export.pk]))
    assert body_of(answer).startswith(b"id,") and ".csv" in answer["Content-Disposition"]
    assert client.post(reverse("exports"), {**sent, "format": "json", "query": "size=1"}).status_code == 400
    client.force_login(UserFactory())
    for name in ("export_file", "export_delete"):
        assert client.post(reverse(name, args=[export.pk])).status_code == 404
