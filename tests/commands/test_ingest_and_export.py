"""`ingest` and `export` as a user types them: good files, garbage, nothing at all; and the bulk format out again."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from events.gazetteer.read import describe_version
from events.intake.paths import read_path
from events.interop import vocabulary
from events.models import Article, DataVersion, IngestRun, RunItem
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch

ROOT = Path(__file__).parents[2]
STORY = (
    "Anna Berglund, the mayor of Hammerby, said the bridge would stay closed.\n\nAt least 12 people were injured when "
    "part of the deck gave way on Monday, the rescue service said."
)


@pytest.fixture(autouse=True)
def ground_is_laid(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quarter of a million places are not needed here; tests/interop loads them."""
    monkeypatch.setattr("events.management.commands.ingest.ensure_ground", lambda: None)


def write_lines(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def ingest(*what: object) -> str:
    heard = io.StringIO()
    call_command("ingest", *map(str, what), stderr=heard)
    return heard.getvalue()


def export(kind: str, monkeypatch: pytest.MonkeyPatch, form: str = "jsonl") -> str:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    call_command("export", kind, format=form)
    return raw.getvalue().decode("utf-8")


def rows_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.split("\n") if line]


@pytest.mark.django_db
def test_a_folder_goes_in_with_all_its_kinds_and_again_unchanged(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", {"id": "1", "text": STORY}, {"id": "2", "text": "Rain fell."})
    (tmp_path / "b.txt").write_bytes(b"Caf\xe9 notes, saved by an old program.")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.html").write_text("<html><body><p>Words</p></body></html>")
    (tmp_path / "ignored.pdf").write_bytes(b"%PDF")
    assert "4 new, 0 revised, 0 unchanged, 0 refused" in ingest(tmp_path)
    assert "0 new, 0 revised, 4 unchanged, 0 refused" in ingest(tmp_path)
    assert Article.objects.get(external_id="b.txt").revisions.get().text == "Café notes, saved by an old program."


@pytest.mark.django_db
def test_broken_lines_are_named_and_the_good_ones_go_in(tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_bytes(b'{"id": "1", "text": "Good."}\n{broken\n{"id": "2"}\n\xff\n{"id": "3", "text": "Good too."}\n')
    heard = ingest(path)
    assert "2 new" in heard
    assert "3 refused" in heard
    assert "line 2: not JSON" in heard
    assert "line 3: text" in heard
    assert "line 4: not UTF-8" in heard
    assert RunItem.objects.filter(outcome="rejected").count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["empty.txt", "binary.txt", "noise.jsonl", "unknown.doc", "missing.txt", "folder"])
def test_garbage_alone_ends_in_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    content = {
        "empty.txt": b" \n",
        "binary.txt": b"\x00\x01\x02",
        "noise.jsonl": bytes(range(1, 250)),
        "unknown.doc": b"x",
    }
    if name in content:
        (tmp_path / name).write_bytes(content[name])
    if name == "folder":
        (tmp_path / name).mkdir()
    with pytest.raises(CommandError, match="no document was accepted"):
        ingest(tmp_path / name)
    item = IngestRun.objects.get().items.first()
    assert item is not None
    assert name in item.reference
    assert item.reason
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_an_empty_jsonl_file_is_an_error_too(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        ingest(write_lines(tmp_path / "none.jsonl"))


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["ftp://example.org/x", "http://", "https://exa mple.org/"])
def test_an_address_that_is_none_is_refused_by_name(url: str) -> None:
    with pytest.raises(CommandError):
        ingest(url)
    assert url[:4] in RunItem.objects.get().reason


def test_a_file_beyond_the_limit_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.intake.paths.MAX_FILE_BYTES", 10)
    (tmp_path / "long.txt").write_text("eleven char")
    [bad] = read_path(tmp_path / "long.txt")
    assert "larger than 10 bytes" in bad.reason  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_exports_hold_what_the_bulk_format_promises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\u2028 " + STORY
    ingest(write_lines(tmp_path / "a.jsonl", {"id": "s-1", "text": text, "title": "Bridge", "published": "2022-03-01"}))
    assert read_batch() == 1
    assert conclude_batch() == 1
    [article] = rows_of(export("articles", monkeypatch))
    assert (article["article"], article["published"], article["status"]) == ("s-1", "2022-03-01", "done")
    assert article["text"] == text
    mentions = rows_of(export("mentions", monkeypatch))
    assert {"article", "field", "start", "end", "text", "type", "actor", "location"} <= mentions[0].keys()
    assert all(m["text"] == (text if m["field"] == "body" else "Bridge")[m["start"] : m["end"]] for m in mentions)
    claims = rows_of(export("claims", monkeypatch))
    assert claims
    for claim in claims:
        assert " ".join(text[a:b] for a, b in claim["content"]) == claim["text"]
        assert (
            claim["speaker"] is None
            or claim["speaker"]["text"] == text[claim["speaker"]["start"] : claim["speaker"]["end"]]
        )
    figures = rows_of(export("figures", monkeypatch))
    assert [(f["measure"], f["low"], f["bound"]) for f in figures] == [("injured", 12, "at_least")]
    [event] = rows_of(export("events", monkeypatch))
    assert event["articles"] == ["s-1"]
    assert any(actor["name"] == "Anna Berglund" for actor in rows_of(export("actors", monkeypatch)))
    assert export("locations", monkeypatch) == ""


@pytest.mark.django_db(transaction=True)
def test_a_csv_export_runs_no_formula_in_a_spreadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ingest(write_lines(tmp_path / "a.jsonl", {"id": "=cmd()", "text": STORY, "title": "@SUM(A1)"}))
    lines = export("articles", monkeypatch, "csv").splitlines()
    assert lines[0].startswith("article,id,title")
    assert lines[1].startswith("'=cmd(),")
    assert "'@SUM(A1)" in lines[1]


@pytest.mark.django_db(transaction=True)
def test_ingest_waits_with_a_worker_of_its_own_and_talks_on_standard_error(
    child_environment: dict[str, str], tmp_path: Path
) -> None:
    DataVersion.objects.create(name="gazetteer", version=describe_version())
    DataVersion.objects.create(name="vocabulary", version=vocabulary.describe_version())
    path = write_lines(tmp_path / "a.jsonl", *[{"id": str(n), "text": f"{n}. {STORY}"} for n in range(30)])
    command = [sys.executable, "manage.py", "ingest", str(path), "--wait"]
    done = subprocess.run(command, cwd=ROOT, env=child_environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "30 read, 0 rejected, 0 failed" in done.stderr
    exported = subprocess.run(
        [sys.executable, "manage.py", "export", "articles"],
        cwd=ROOT,
        env=child_environment,
        capture_output=True,
        text=True,
    )
    assert len(exported.stdout.splitlines()) == 30
