"""What the settings let go is dropped, a stretch at a time; articles and what was read in them stay."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.intake import close_run, open_run, take_in
from events.intake.documents import parse_document
from events.models import Article, ArticleFetch, ArticleRevision, IngestRun, RunItem
from events.models.choices import RunKind
from events.retention import drop_what_is_old
from newsbase.json_log import JsonFormatter
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def make_run(days_ago: int, finished: bool = True) -> IngestRun:
    run = open_run(RunKind.COMMAND, account="desk")
    take_in(run, [parse_document({"id": f"a{days_ago}{finished}", "text": "The ferry sank."})])
    if finished:
        close_run(run)
    IngestRun.objects.filter(pk=run.pk).update(started_at=timezone.now() - timedelta(days=days_ago))
    return run


def test_nothing_is_dropped_unless_the_settings_say_so() -> None:
    make_run(4000)
    assert drop_what_is_old() == {}


def test_old_runs_go_with_their_lists_and_leave_their_articles(settings: Any) -> None:
    settings.KEEP_RUNS_DAYS = 30
    make_run(40), make_run(50, finished=False)
    fresh = make_run(20)
    assert drop_what_is_old() == {"runs": 1}
    assert fresh in IngestRun.objects.all() and IngestRun.objects.count() == 2
    assert (Article.objects.count(), RunItem.objects.count()) == (3, 2)
    assert ArticleRevision.objects.filter(run=None).count() == 1


def test_raw_html_goes_and_words_stay(settings: Any) -> None:
    settings.KEEP_RAW_HTML_DAYS = 10
    article = ArticleFactory(text="The ferry sank.")
    old = timezone.now() - timedelta(days=11)
    ArticleRevision.objects.filter(article=article).update(raw_html=b"x", retrieved_at=old)
    waiting = ArticleFactory(text="x")
    ArticleRevision.objects.filter(article=waiting).update(raw_html=b"x", text=None, retrieved_at=old)
    assert drop_what_is_old() == {"raw html": 1}
    assert ArticleRevision.objects.get(article=article).text == "The ferry sank."
    assert ArticleRevision.objects.get(article=waiting).raw_html is not None


def test_feeds_words_for_pages_that_never_came_go_after_a_week() -> None:
    ArticleFetch.objects.create(article=ArticleFactory(), feed_html=b"x")
    Article.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert drop_what_is_old() == {"feed words": 1}


def test_a_log_line_is_one_json_object_with_what_it_is_about() -> None:
    record = logging.LogRecord("events", logging.ERROR, __file__, 1, "reading %s failed\nbadly", ("x",), None)
    record.article = 7
    line = JsonFormatter().format(record)
    assert "\n" not in line
    said = json.loads(line)
    assert (said["article"], said["message"], said["level"]) == (7, "reading x failed\nbadly", "ERROR")
