"""The fault rig's short form: two workers are killed once each and every message is lost; nothing else is."""

from __future__ import annotations

import errno
import random
import time
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection

from events import nudge
from events.intake import open_run, take_in
from events.intake.paths import read_path
from events.models import ArticleWork
from events.models.choices import RunKind
from events.pipeline.conclude import conclude_batch
from events.pipeline.read import read_batch
from events.tagger.rules import RuleTagger
from tests.faults import snapshot
from tests.faults.made_articles import write_articles
from tests.faults.rig import Rig, make_environment

ARTICLES = 60
PATIENCE = 120.0


def query(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def hand_in(file: Path) -> None:
    take_in(open_run(RunKind.COMMAND, account="rig"), read_path(file))


def wait_until_done() -> None:
    deadline = time.monotonic() + PATIENCE
    while (
        left := ArticleWork.objects.filter(status__in=["pending", "claimed"]).count()
    ) and time.monotonic() < deadline:
        # What a killed worker held would come back when its lease ends; nobody waits half a minute here.
        ArticleWork.objects.filter(status="claimed", claimed_by__in=DEAD).update(lease_until="2000-01-01T00:00:00Z")
        time.sleep(0.2)
    assert not left


DEAD: set[str] = set()


@pytest.mark.django_db(transaction=True)
def test_killed_workers_and_lost_messages_change_nothing(
    child_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("events.pipeline.read.tagger", lambda: RuleTagger())
    monkeypatch.setattr("events.intake.accept.nudge_readers", lambda: None)
    file = tmp_path / "faults.jsonl"
    write_articles(file, ARTICLES)
    hand_in(file)
    while read_batch() or conclude_batch():
        pass
    calm = snapshot.take(query, snapshot.CONTENT)
    assert len(calm["claims"]) > ARTICLES
    _empty()

    home = Path(settings.NEWSBASE_HOME) / "rig"
    (home / "run").mkdir(parents=True, mode=0o700)
    rig = Rig(home, make_environment(home, child_environment["DATABASE_URL"]))
    chance = random.Random(7)
    try:
        hand_in(file)
        rig.start_all()
        for _ in range(2):
            wait_for_claim()
            DEAD.update(ArticleWork.objects.filter(status="claimed").values_list("claimed_by", flat=True))
            rig.kill_worker(chance)
            rig.empty_broker()
        wait_until_done()
        codes = rig.stop_all()
    finally:
        rig.kill_all()
    assert codes == [0, 0, 0]
    assert rig.happened == {"workers killed": 2, "broker emptied": 2}
    assert query(snapshot.OUTCOMES)[0][:2] == ("done", ARTICLES - 3)
    assert snapshot.find_wrong(query) == {}
    assert snapshot.compare(calm, snapshot.take(query, snapshot.CONTENT)) == []


def wait_for_claim() -> None:
    """Return when a worker holds something, or when all is done before it could be killed."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        states = set(ArticleWork.objects.values_list("status", flat=True))
        if "claimed" in states or states == {"done"}:
            return
        time.sleep(0.02)
    raise AssertionError("no worker took anything")


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE events_article, events_event, events_ingestrun CASCADE")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.ECONNREFUSED])
def test_a_broker_that_takes_nothing_stops_no_intake(number: int) -> None:
    with mock.patch.object(nudge.app, "send_task", side_effect=OSError(number, "no")) as sent:
        nudge.nudge_readers()
    assert sent.call_count == 1
