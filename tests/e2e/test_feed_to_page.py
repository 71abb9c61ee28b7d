"""The whole way, nothing replaced: a feed on a web server, a Celery worker of its own process, the page and the API."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from events.feeds.add import add_feed
from events.intake import open_run, parse_document, summarize_run, take_in
from events.models import Article, ArticleWork, Claim, Event, Feed, IngestRun, Mention
from events.models.choices import RunKind, WorkStatus
from events.pipeline.fetch_settings import policy_from_settings
from newsbase.celery import app
from tests.serving import Answer, Site, serve

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Hammerby Post</title><link>{base}/</link>
<description>Local news</description>
<item><title>Bridge closed after deck gives way</title><link>{base}/bridge?utm_source=rss</link><guid>1</guid>
<pubDate>Tue, 01 Mar 2022 10:00:00 GMT</pubDate></item>
<item><title>Gone</title><link>{base}/gone</link><guid>2</guid></item>
<item><title>Front page</title><link>{base}/front</link><guid>3</guid></item>
</channel></rss>"""
PARAGRAPHS = (
    "Anna Berglund, the mayor of Hammerby, said on Tuesday that the town's main bridge would stay closed for at least "
    "two weeks while engineers examine the damage.",
    "At least 12 people were injured when part of the deck gave way during the morning rush, the regional rescue "
    "service said. Two of them were still in hospital in the evening.",
    "“We will rebuild it, and we will find out why this happened,” Berglund told reporters at the river bank, where "
    "a crane had begun to lift cars from the water.",
    "The bridge was opened in 1974 and carries some 9,000 cars a day between the two halves of the town. A ferry will "
    "take foot passengers across from Wednesday.",
)
STORY = (
    "<html lang='en'><head><title>Bridge closed after deck gives way - Hammerby Post</title></head><body>"
    "<nav><a href='/'>Home</a><a href='/sport'>Sport</a></nav><article><h1>Bridge closed after deck gives way</h1>"
    + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    + "</article><footer>All rights reserved</footer></body></html>"
)
FRONT = (
    "<html lang='en'><head><title>Hammerby Post</title></head><body><h1>Hammerby Post</h1><ul>"
    + "".join(f"<li><a href='/{n}'>Council looks at plan {n} for the old harbour</a></li>" for n in range(60))
    + "</ul></body></html>"
)


@contextmanager
def celery_worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker with two processes, on the file broker of this run's home; stopped warm."""
    log = (project.NEWSBASE_HOME / f"worker-{time.monotonic_ns()}.log").open("wb")
    command = [sys.executable, "-m", "celery", "--app", "newsbase.celery", "worker", "--concurrency", "2"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        log.close()


def wait_until(what: str, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            logs = "\n".join(p.read_text(errors="replace")[-3000:] for p in project.NEWSBASE_HOME.glob("worker-*.log"))
            raise AssertionError(f"waited for: {what}; work: {list(ArticleWork.objects.values())}\n{logs}")
        time.sleep(0.2)


def settled() -> bool:
    rows = list(ArticleWork.objects.values_list("status", flat=True))
    return bool(rows) and not {WorkStatus.PENDING, WorkStatus.CLAIMED} & set(rows)


def news_site() -> dict[str, Answer]:
    return {"/bridge": Answer(STORY.encode()), "/front": Answer(FRONT.encode())}


def with_feed(site: Site) -> None:
    feed = FEED.format(base=f"http://{site.host}").encode()
    site.pages["/feed.xml"] = Answer(feed, headers={"Content-Type": "application/rss+xml", "ETag": '"one"'})


@pytest.mark.django_db(transaction=True)
def test_a_feed_becomes_an_event_on_the_page_and_in_the_api(child_environment: dict[str, str], settings: Any) -> None:
    with serve(news_site()) as site:
        with_feed(site)
        settings.FETCH_ALLOW = [site.host]
        environment = {**child_environment, "FETCH_ALLOW": site.host}
        add_feed(f"http://{site.host}/feed.xml", policy_from_settings())
        with celery_worker(environment):
            app.send_task("events.tasks.poll_due_feeds")
            wait_until("the feed's articles have their outcomes", settled)
        assert site.paths().count("/bridge") == 1
    outcomes = dict(ArticleWork.objects.values_list("article__url", "status"))
    assert outcomes == {
        f"http://{site.host}/bridge": WorkStatus.DONE,
        f"http://{site.host}/gone": WorkStatus.REJECTED,
        f"http://{site.host}/front": WorkStatus.REJECTED,
    }
    assert IngestRun.objects.get(kind=RunKind.FEED).created == 3
    assert Feed.objects.get().etag == '"one"'
    event = Event.objects.get()
    page = Client().get(f"/events/{event.pk}/", headers={"host": "127.0.0.1"}).content.decode()
    assert "Bridge closed after deck gives way" in page
    assert "Anna Berglund" in page
    assert "All rights reserved" not in Article.objects.get(title__startswith="Bridge").revision.text  # type: ignore[union-attr, operator]
    claims = Client().get(f"/api/v1/events/{event.pk}/claims/", headers={"host": "127.0.0.1"}).json()["results"]
    assert any("rebuild" in claim["text"] for claim in claims)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(child_environment: dict[str, str]) -> None:
    run = open_run(RunKind.API, account="ana", vouched=True)
    body = "\n\n".join(PARAGRAPHS)
    documents = [parse_document({"id": str(n), "text": f"Report number {n}.\n\n{body}"}) for n in range(120)]
    take_in(run, documents)

    def nudge() -> None:
        app.send_task("events.tasks.sweep")

    with celery_worker(child_environment) as worker:
        nudge()
        wait_until("some articles are read", lambda: ArticleWork.objects.exclude(status="pending").exists())
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    ArticleWork.objects.filter(status=WorkStatus.CLAIMED).update(lease_until=timezone.now())
    with celery_worker(child_environment):
        nudge()
        wait_until("all articles are done", settled)
    assert summarize_run(run).done == len(documents)
    spans = Mention.objects.values_list("article", "field", "start", "end", "type")
    assert len(spans) == len(set(spans)) > 0
    counts = {Claim.objects.filter(article=article).count() for article in Article.objects.values_list("pk", flat=True)}
    assert len(counts) == 1
    assert Event.objects.get().size == len(documents)
