"""Metrics tell of all processes, to those who may know; probes tell the truth about tables."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from events.models import ArticleWork
from events.models.choices import Lane
from events.queries.feed_health import count_feeds, judge_feed, list_feed_health
from events.tallies import FETCH_ERROR, STEP, Tallies
from tests.factories import ArticleFactory, FeedFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def read(client: Client, **headers: str) -> dict[tuple[str, tuple[str, ...]], float]:
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.content.decode())
    return {(s.name, tuple(s.labels.values())): s.value for family in families for s in family.samples}


def test_figures_are_those_of_the_database(client: Client) -> None:
    article = ArticleFactory()
    ArticleWork.objects.update_or_create(
        article=article, defaults={"stage": "read", "status": "pending", "lane": Lane.NEWS}
    )
    ArticleWork.objects.update(changed_at=NOW - timedelta(minutes=5))
    sums = Tallies()
    sums.add(STEP, "tag", 20, 4.5)
    sums.add(FETCH_ERROR, "courier.example timeout", 3)
    sums.save()
    sums.add(STEP, "tag", 1, 0.5)
    sums.save()
    FeedFactory(error_count=2)
    found = read(client)
    assert found["newsbase_articles", ("read", "pending")] == 1
    assert found["newsbase_queue_length", ("news", "read")] == 1
    assert found["newsbase_queue_age_seconds", ("news", "read")] >= 300
    assert found["newsbase_step_seconds_sum", ("tag",)] == 5.0
    assert found["newsbase_step_seconds_count", ("tag",)] == 21
    assert found["newsbase_fetch_errors_total", ("courier.example", "timeout")] == 3
    assert found["newsbase_feeds", ("failing",)] == 1
    assert found["newsbase_database_connections", ("active",)] >= 1


def test_a_label_cannot_break_the_format(client: Client) -> None:
    sums = Tallies()
    sums.add(FETCH_ERROR, 'evil"} 1\n# HELP x\0.example timeout')
    sums.save()
    assert any(key[0] == "newsbase_fetch_errors_total" for key in read(client))


@pytest.mark.parametrize(
    ("address", "header", "token", "status"),
    [
        ("127.0.0.1", "", "", 200),
        ("198.51.100.7", "", "", 403),
        ("127.0.0.1", "198.51.100.7", "", 403),
        ("198.51.100.7", "127.0.0.1", "", 403),
        ("198.51.100.7", "", "right", 200),
        ("127.0.0.1", "", "wrong", 403),
    ],
)
def test_who_may_read_them(settings: Any, address: str, header: str, token: str, status: int) -> None:
    settings.METRICS_TOKEN = "right" if token else ""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"X-Forwarded-For": header} if header else {}
    assert Client(REMOTE_ADDR=address).get("/metrics", headers=headers).status_code == status


def test_staff_may_read_them_from_anywhere() -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.force_login(User.objects.create_user("chief", is_staff=True))
    assert client.get("/metrics").status_code == 200


@pytest.mark.parametrize("path", ["/healthz/", "/readyz/", "/healthz", "/readyz"])
def test_probes_are_well_with_the_tables_of_this_code(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Host": "any.example"})
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_process_is_not_ready_before_the_tables_are() -> None:
    with mock.patch("django.db.migrations.executor.MigrationExecutor.migration_plan", return_value=[1, 2]):
        answer = Client().get("/readyz/")
    assert (answer.status_code, answer.content) == (503, b"2 migrations are missing: python3 manage.py migrate\n")


@pytest.mark.parametrize(
    ("fields", "state", "words"),
    [
        ({"checked_at": None}, "new", "not asked yet"),
        ({"checked_at": NOW}, "well", ""),
        (
            {"checked_at": NOW, "error_count": 1, "error_message": "timeout"},
            "failing",
            "failed 1 time in a row: timeout",
        ),
        ({"retired_at": NOW, "enabled": False}, "retired", "gone for good"),
        ({"enabled": False}, "off", "switched off"),
        (
            {"checked_at": NOW, "usual_seconds": 3600, "newest_at": NOW - timedelta(hours=30)},
            "quiet",
            "nothing new for 30 h; usually every 1.0 h",
        ),
    ],
)
def test_a_feeds_state_is_said_in_words(fields: dict[str, Any], state: str, words: str) -> None:
    feed = FeedFactory(**fields)
    health = judge_feed(feed, NOW)
    assert (health.state, words in health.reason) == (state, True)
    assert count_feeds()[state] == 1
    assert list_feed_health()[0].feed == feed
