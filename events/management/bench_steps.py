"""What steps cost, each beside a yardstick of the same run: extracting, the whole pipeline, exporting, and `up`.

Every figure is of ROUNDS rounds after one that warms up: median and, where rounds are many enough to have one, p95.
"""

from __future__ import annotations

import io
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any
from uuid import uuid4

import trafilatura
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, transaction

from events import models as tables
from events.exports import KINDS, export_rows, write_rows
from events.intake import open_run, parse_document, take_in
from events.management.bench_texts import make_articles, make_pages
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.extract import extract_article
from events.pipeline.heal import heal_events
from events.pipeline.read import read_batch
from events.pipeline.records import Document
from events.tagger import load_tagger

ROUNDS = 3
UP_SECONDS = 180.0
# The tables that the pipeline writes an article's own rows into.
WRITTEN: Sequence[Any] = (
    tables.ArticleReading, tables.ArticleVector, tables.ArticleMeaning, tables.ArticleSignature, tables.ArticleSearch,
    tables.ArticleProfile, tables.EventArticle, tables.Mention, tables.Claim, tables.Figure,
)  # fmt: skip


def bench_extract(count: int) -> dict[str, float]:
    """Milliseconds a page, ours and bare trafilatura's (`ratio`: how many times as long ours takes)."""
    pages = make_pages(count)
    ours = [_time(partial(extract_article, page, "https://courier.example/a")) for page in _twice(pages)][count:]
    bare = [_time(partial(trafilatura.bare_extraction, page)) for page in _twice(pages)][count:]
    return _summarize("page", ours) | _summarize("trafilatura", bare) | {"ratio": sum(ours) / sum(bare)}


def bench_pipeline(count: int) -> dict[str, float]:
    """Articles a second from stored text to clustered event, in this process and this home, where they stay.

    The yardstick is what cannot be spared: tagging the same texts, and COPY of the rows written for them into tables
    with the same indices. The texts' paragraphs repeat, so that more of them are copies than of real news.
    """
    texts = make_articles(2 * count)
    _run_pipeline(texts[:count])
    before = tables.Article.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    seconds = _run_pipeline(texts[count:])
    tagger = load_tagger(settings.TAGGER)
    tagging = _time(lambda: tagger.tag([Document(text, "", "en") for text in texts[count:]])) / 1_000
    copying = sum(_copy_again(model, before) for model in WRITTEN)
    whole = sum(seconds.values())
    return {
        "articles_a_second": count / whole,
        **{f"{step}_ms_an_article": 1_000 * took / count for step, took in seconds.items()},
        "tagger_ms_an_article": 1_000 * tagging / count,
        "copy_ms_an_article": 1_000 * copying / count,
        "ratio": whole / (tagging + copying),
    }


def bench_export(count: int) -> dict[str, float]:
    """Rows a second of each kind as JSON Lines, and of its table by COPY; at most `count` rows of each."""
    found: dict[str, float] = {}
    for kind in KINDS:
        rows = 0
        times = []
        for _ in range(ROUNDS + 1):
            with transaction.atomic():
                started = time.perf_counter()
                rows = write_rows(islice(export_rows(kind), count), "jsonl", io.StringIO())
                times.append(time.perf_counter() - started)
        if rows:
            took = statistics.median(times[1:])
            bare = statistics.median(_copy_out(_table_of(kind), count) for _ in range(ROUNDS + 1))
            found |= {f"{kind}_rows_a_second": rows / took, f"{kind}_ratio_to_copy": took / bare}
    return found


def bench_up(_: int) -> dict[str, float]:
    """Seconds until `up` answers in this home and until it has stopped; beside one start of Python with the settings.

    Run as `up` is run: not while another `up` holds this home. The embedded database runs already, for this command
    holds it. CommandError where it does not answer."""
    starts, stops = zip(*(_start_and_stop() for _ in range(3)), strict=True)
    bare = statistics.median(
        _time(lambda: subprocess.run([sys.executable, "manage.py", "check"], check=True, capture_output=True)) / 1_000
        for _ in range(3)
    )
    return {
        "first_start_seconds": starts[0],
        "start_seconds": statistics.median(starts[1:]),
        "stop_seconds": statistics.median(stops),
        "check_seconds": bare,
        "ratio": statistics.median(starts[1:]) / bare,
    }


STEPS: Mapping[str, Callable[[int], dict[str, float]]] = {
    "extract": bench_extract,
    "pipeline": bench_pipeline,
    "export": bench_export,
    "up": bench_up,
}


def _twice(pages: Sequence[str]) -> list[str]:
    """The first half warms up."""
    return [*pages, *pages]


def _time(work: Callable[[], object]) -> float:
    """Milliseconds."""
    started = time.perf_counter()
    work()
    return 1_000 * (time.perf_counter() - started)


def _summarize(name: str, times: Sequence[float]) -> dict[str, float]:
    ranked = sorted(times)
    return {
        f"{name}_ms_median": statistics.median(ranked),
        f"{name}_ms_p95": ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))],
    }


def _run_pipeline(texts: Sequence[str]) -> dict[str, float]:
    """Seconds by stage; under ids of their own, so that nothing is taken for a revision."""
    name = uuid4().hex[:8]
    rows = [
        {"id": f"{name}-{number}", "text": text, "title": text[:60], "published": "2022-01-24"}
        for number, text in enumerate(texts)
    ]
    run = open_run(RunKind.API, account="bench", vouched=True)
    seconds = {"take_in": _time(lambda: take_in(run, [parse_document(row) for row in rows])) / 1_000}
    for stage, batch in (("read", read_batch), ("conclude", conclude_batch)):
        seconds[stage] = _time(partial(_exhaust, batch)) / 1_000
    seconds["heal"] = _time(lambda: heal_events(60.0)) / 1_000
    return seconds


def _exhaust(batch: Callable[[], int]) -> None:
    while batch():
        pass


def _copy_again(model: Any, after: int) -> float:
    """Seconds to COPY the rows of the articles above an id into an empty table with the same columns and indices."""
    table = model._meta.db_table
    of_revision = model is tables.ArticleReading
    column, least = ("revision_id", _first_revision(after)) if of_revision else ("article_id", after + 1)
    with transaction.atomic(), connection.cursor() as cursor:
        raw = cursor.cursor
        with raw.copy(f"COPY (SELECT * FROM {table} WHERE {column} >= {least}) TO STDOUT (FORMAT binary)") as out:  # noqa: S608
            held = b"".join(bytes(part) for part in out)
        cursor.execute(f"CREATE TEMPORARY TABLE copied (LIKE {table} INCLUDING ALL) ON COMMIT DROP")
        started = time.perf_counter()
        with raw.copy("COPY copied FROM STDIN (FORMAT binary)") as into:
            into.write(held)
        return time.perf_counter() - started


def _first_revision(after: int) -> int:
    found = tables.ArticleRevision.objects.filter(article__gt=after).order_by("pk").values_list("pk", flat=True).first()
    return found or 0


def _table_of(kind: str) -> str:
    return f"events_{kind.removesuffix('s')}"


def _copy_out(table: str, count: int) -> float:
    with connection.cursor() as cursor:
        started = time.perf_counter()
        with cursor.cursor.copy(f"COPY (SELECT * FROM {table} ORDER BY id LIMIT {count}) TO STDOUT") as out:  # noqa: S608
            for _ in out:
                pass
        return time.perf_counter() - started


def _start_and_stop() -> tuple[float, float]:
    port = _find_free_port()
    started = time.perf_counter()
    command = [sys.executable, "manage.py", "up", "--no-demo", "--port", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        while not _answers(port):
            if running.poll() is not None or time.perf_counter() - started > UP_SECONDS:
                raise CommandError(f"up did not answer on port {port}; run manage.py up and see what it says")
            time.sleep(0.05)
        ready = time.perf_counter()
        running.send_signal(signal.SIGINT)
        running.wait(60)
        return ready - started, time.perf_counter() - ready
    finally:
        if running.poll() is None:
            running.kill()


def _find_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz/", timeout=2):
            return True
    except OSError:  # not there yet, or not ready
        return False
