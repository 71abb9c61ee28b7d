"""Pages of young articles are looked at again: corrections become revisions, removals are noted, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.intake import FetchRequest, open_run, take_in
from events.models import Article, ArticleFetch, ArticleWork
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.fetch import clear_memory
from events.pipeline.read import read_batch
from events.pipeline.revisit import INTERVALS, queue_revisits
from events.tagger.rules import RuleTagger
from tests.serving import Answer, Site, serve

pytestmark = pytest.mark.django_db
LINES = (
    "The ferry Alma sank off Lowmouth on Monday night and all forty people aboard were saved by two trawlers.",
    "Captain Ines Marlow said that the engine room had flooded within minutes after the hull struck a wreck.",
    "The harbour office will inspect the wreck on Friday, and the ferry line runs a bus until the end of May.",
)
HTML = {"Content-Type": "text/html; charset=utf-8", "ETag": '"one"'}


def page(*lines: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines)
    head = "<html><head><title>Ferry sinks off Lowmouth</title></head><body><article><h1>Ferry sinks off Lowmouth</h1>"
    return f"{head}{body}</article></body></html>".encode()


@pytest.fixture
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    clear_memory()
    monkeypatch.setattr("events.pipeline.read.tagger", lambda: RuleTagger())
    with serve({"/a": Answer(page(*LINES), 200, HTML)}) as running:
        settings.FETCH_ALLOW = [running.host]
        yield running


def work_off() -> None:
    while read_batch():
        pass
    while conclude_batch():
        pass


def hand_in(site: Site, **fields: Any) -> Article:
    take_in(open_run(RunKind.WEB, account="desk"), [FetchRequest("a", site.url("/a"), **fields)])
    work_off()
    return Article.objects.get()


def look_again() -> Article:
    ArticleFetch.objects.update(next_fetch_at=timezone.now() - timedelta(seconds=1))
    assert queue_revisits() == 1
    work_off()
    work = ArticleWork.objects.get()
    article = Article.objects.get()
    assert (work.status, work.revision_id) == ("done", article.revision_id)
    return article


def test_the_first_look_is_followed_by_others_at_growing_intervals(site: Site) -> None:
    hand_in(site)
    waits = []
    for _ in INTERVALS:
        row = ArticleFetch.objects.get()
        assert row.next_fetch_at is not None and row.fetched_at is not None
        waits.append(row.next_fetch_at - row.fetched_at)
        site.pages["/a"] = Answer(b"", 304)
        look_again()
    assert waits == list(INTERVALS)
    assert ArticleFetch.objects.get().next_fetch_at is None
    assert site.asked[-1][1]["if-none-match"] == '"one"'


def test_other_words_become_a_revision_and_equal_ones_do_not(site: Site) -> None:
    article = hand_in(site)
    assert look_again().revision_id == article.revision_id
    site.pages["/a"] = Answer(
        page(*LINES[:2], "Two people were hurt, the harbour office said in a correction on Tuesday."), 200, HTML
    )
    changed = look_again()
    assert changed.revision_id != article.revision_id
    assert changed.revision is not None and changed.revision.number == 2


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_the_outlet_removed_is_noted_and_its_words_stay(site: Site, status: int) -> None:
    article = hand_in(site)
    site.pages["/a"] = Answer(b"", status)
    assert look_again().revision_id == article.revision_id
    assert ArticleFetch.objects.get().removed_at is not None
    site.pages["/a"] = Answer(page(*LINES), 200, HTML)
    look_again()
    assert ArticleFetch.objects.get().removed_at is None


@pytest.mark.parametrize("answer", [Answer(b"", 500), Answer(b"", 403), Answer(page("Subscribe."), 200, HTML)])
def test_a_look_that_fails_takes_nothing_away(site: Site, answer: Answer) -> None:
    article = hand_in(site)
    site.pages["/a"] = answer
    assert look_again().revision_id == article.revision_id
    row = ArticleFetch.objects.get()
    assert row.problem and row.removed_at is None and row.next_fetch_at is not None


def test_old_articles_are_looked_at_once(site: Site, settings: Any) -> None:
    hand_in(site, published_at=timezone.now() - timedelta(days=30))
    assert ArticleFetch.objects.get().next_fetch_at is None


def test_the_setting_turns_it_off(site: Site, settings: Any) -> None:
    settings.REVISIT = False
    hand_in(site)
    assert ArticleFetch.objects.get().next_fetch_at is None


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"", 403),
        Answer(page("Subscribe to read."), 200, HTML),
        Answer(page(LINES[0], LINES[1][:60]), 200, HTML),
    ],
)
def test_the_feeds_words_stand_in_for_a_page_behind_a_wall(site: Site, answer: Answer) -> None:
    site.pages["/a"] = answer
    article = hand_in(site, title="Ferry sinks off Lowmouth", body_html="".join(f"<p>{line}</p>" for line in LINES))
    assert article.revision is not None
    assert (article.revision.text or "").split("\n") == list(LINES)
    assert site.paths()[-1] == "/a"


def test_the_feeds_words_do_not_bring_back_a_page_that_is_gone(site: Site) -> None:
    site.pages["/a"] = Answer(b"", 404)
    assert hand_in(site, body_html="".join(f"<p>{line}</p>" for line in LINES)).revision is None
    assert ArticleWork.objects.get().reason.startswith("not_found")
