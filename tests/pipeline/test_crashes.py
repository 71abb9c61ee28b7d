"""Many at once, two at the same instant, killed half-way: no article lost, no record doubled, nothing told differently."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from events import work
from events.intake import open_run, parse_document, take_in
from events.models import Actor, Article, ArticleWork, Event, EventArticle
from events.models.choices import RunKind, WorkStatus
from events.pipeline import read as reading
from events.pipeline.conclude import conclude_batch
from events.pipeline.conclude_all import conclude_all
from events.pipeline.heal import heal_events
from events.pipeline.read import read_batch
from events.pipeline.run import conclude_pending, read_pending
from events.tagger.rules import RuleTagger
from tests.pipeline.many_rows import MORE_PLACES, write_rows
from tests.pipeline.test_cluster import MINE
from tests.pipeline.test_conclude_all import empty_store
from tests.pipeline.whole_store import tell_store

# A worker as a process of its own: small batches, so that a kill always meets one half-way.
WORKER = """
import django; django.setup()
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch
while read_batch(limit=6) + conclude_batch(limit=4): pass
"""
# Kinds of rows that show nothing of what was concluded in which order: the words, and what they say alone.
FOUND = {"mentions": 6, "claims": 3, "figures": 5}


@pytest.fixture(autouse=True)
def _read_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tagger", RuleTagger)


def take_all_in(rows: list[dict[str, Any]]) -> None:
    take_in(open_run(RunKind.API, account="ana", vouched=True), [parse_document(row) for row in rows])


def settle() -> None:
    while read_pending()[0] + conclude_pending()[0]:
        pass
    heal_events()
    assert set(ArticleWork.objects.values_list("status", flat=True)) == {WorkStatus.DONE}


@pytest.mark.django_db
def test_five_hundred_copies_at_once_are_one_event_and_one_origin() -> None:
    texts = [f"TOWN {n} (Wire) - {MINE}" for n in range(500)]
    take_all_in([{"id": str(n), "text": text, "published": "2022-03-01T10:00:00Z"} for n, text in enumerate(texts)])
    settle()
    event = Event.objects.get(canonical=None)
    assert (event.size, event.origins) == (500, 1)
    assert Article.objects.filter(copy_of=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_instant_double_nothing() -> None:
    rows = write_rows()
    take_all_in(rows)
    barrier = threading.Barrier(2)
    errors: list[BaseException] = []

    def work_off() -> None:
        try:
            barrier.wait()
            while read_batch(limit=5) + conclude_batch(limit=3):
                pass
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work_off) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settle()
    assert not errors
    together = tell_store()
    assert sorted(EventArticle.objects.filter(primary=True).values_list("article__external_id", flat=True)) == [
        row["id"] for row in rows
    ]
    directors = Actor.objects.filter(origin="machine", name="Paula Reyes")
    assert directors.count() == 1
    empty_store()
    take_all_in(rows)
    settle()
    alone = tell_store()
    for kind, columns in FOUND.items():
        assert [row[:columns] for row in together[kind]] == [row[:columns] for row in alone[kind]], kind


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_a_back_fill_loses_and_doubles_nothing(child_environment: dict[str, str]) -> None:
    rows = write_rows(MORE_PLACES)
    take_all_in(rows)
    settle()
    whole = tell_store()
    conclude_all()
    whole_again = tell_store()
    empty_store()

    take_all_in(rows)
    environment = {**child_environment, "NEWSBASE_TAGGER": "events.tagger.rules.RuleTagger"}
    for share in (0.3, 0.6):
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
        while worker.poll() is None and count_done() < share * len(rows):
            time.sleep(0.02)
        worker.kill()
        assert worker.wait() == -9
        assert count_done() < len(rows)
        end_leases()
    settle()
    resumed = tell_store()
    for kind, columns in FOUND.items():
        assert [row[:columns] for row in resumed[kind]] == [row[:columns] for row in whole[kind]], kind
    conclude_all()
    resumed = tell_store()
    for kind, held in whole_again.items():
        assert resumed[kind] == held, kind


def count_done() -> int:
    return ArticleWork.objects.filter(status=WorkStatus.DONE).count()


def end_leases() -> None:
    """What ten minutes of waiting do."""
    ArticleWork.objects.filter(status=WorkStatus.CLAIMED).update(lease_until=timezone.now() - timedelta(seconds=1))
    work.sweep_leases()
