"""Claiming, settling and sweeping: nothing is done twice, nothing is lost with a worker."""

from __future__ import annotations

import threading
from datetime import timedelta
from unittest import mock

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from events import work
from events.models import ArticleWork
from events.models.choices import Lane, Stage, WorkStatus
from events.outage import is_outage
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def pending(count: int) -> list[int]:
    ids = [ArticleFactory().pk for _ in range(count)]
    for pk in ids:
        ArticleWork.objects.update_or_create(article_id=pk, defaults={"stage": "read", "status": "pending"})
    return ids


def row() -> ArticleWork:
    return ArticleWork.objects.get()


def test_a_claimed_article_is_not_claimed_again() -> None:
    ids = pending(3)
    first = work.claim_batch(Stage.READ, 2, "one")
    second = work.claim_batch(Stage.READ, 2, "two")
    assert [c.article_id for c in first] == ids[:2]
    assert [c.article_id for c in second] == ids[2:]
    assert work.claim_batch(Stage.READ, 2, "three") == []


@pytest.mark.django_db(transaction=True)
def test_workers_that_claim_at_once_share_the_articles_out() -> None:
    pending(40)
    taken: list[int] = []
    barrier = threading.Barrier(4)

    def claim() -> None:
        try:
            token = work.new_token()
            barrier.wait()
            while batch := work.claim_batch(Stage.READ, 3, token):
                taken.extend(c.article_id for c in batch)
        finally:
            connection.close()

    threads = [threading.Thread(target=claim) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 40


def test_only_the_holder_of_a_claim_settles_it() -> None:
    [pk] = pending(1)
    work.claim_batch(Stage.READ, 1, "mine")
    work.finish("other", [pk])
    work.reject("other", pk, "no")
    assert row().status == WorkStatus.CLAIMED
    assert work.pass_on("other", [pk]) == []
    assert work.pass_on("mine", [pk]) == [pk]
    assert (row().stage, row().status) == (Stage.CONCLUDE, WorkStatus.PENDING)


def test_a_retry_waits_longer_each_time_and_fails_in_the_end() -> None:
    [pk] = pending(1)
    waits = []
    for _ in range(work.MAX_ATTEMPTS):
        ArticleWork.objects.update(not_before=None)
        [claimed] = work.claim_batch(Stage.READ, 1, "mine")
        work.retry_later("mine", claimed, "timeout: no answer")
        if row().status == WorkStatus.PENDING:
            waits.append((row().not_before - timezone.now()).total_seconds())  # type: ignore[operator]
    assert [round(w / work.BACKOFF_SECONDS) for w in waits] == [1, 2, 4, 8]
    assert (row().status, row().reason) == (WorkStatus.FAILED, "timeout: no answer")
    assert pk == row().article_id


def test_a_retry_honours_the_time_that_the_server_asked_for() -> None:
    pending(1)
    [claimed] = work.claim_batch(Stage.READ, 1, "mine")
    work.retry_later("mine", claimed, "busy", after=3600)
    assert work.claim_batch(Stage.READ, 1, "mine") == []
    assert row().not_before > timezone.now() + timedelta(minutes=59)  # type: ignore[operator]


def test_waiting_for_a_hosts_pace_costs_no_attempt() -> None:
    pending(1)
    for _ in range(work.MAX_ATTEMPTS + 1):
        ArticleWork.objects.update(not_before=None)
        [claimed] = work.claim_batch(Stage.READ, 1, "mine")
        work.postpone("mine", claimed, "paced", 30.0)
    assert (row().status, row().attempts) == (WorkStatus.PENDING, 0)
    assert row().not_before > timezone.now()  # type: ignore[operator]


def test_what_a_dead_worker_held_comes_back_and_poison_is_set_aside() -> None:
    pending(1)
    for _ in range(work.MAX_DEATHS):
        assert len(work.claim_batch(Stage.READ, 1, "dead")) == 1
        assert work.sweep_leases() == 0
        ArticleWork.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert work.sweep_leases() == 1
    assert row().status == WorkStatus.QUARANTINED
    assert work.claim_batch(Stage.READ, 1, "next") == []


def test_released_articles_have_lost_no_attempt() -> None:
    [pk] = pending(1)
    work.claim_batch(Stage.READ, 1, "mine")
    work.release("mine", [pk])
    assert (row().status, row().attempts) == (WorkStatus.PENDING, 0)


def test_what_workers_died_with_is_claimed_alone_so_that_neighbours_are_spared() -> None:
    ids = pending(4)
    assert len(work.claim_batch(Stage.READ, 4, "dead")) == 4
    ArticleWork.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    work.sweep_leases()
    batches = [[c.article_id for c in work.claim_batch(Stage.READ, 4, f"next {n}")] for n in range(4)]
    assert batches == [[pk] for pk in ids]


def test_an_article_that_kills_its_workers_never_takes_others_into_quarantine() -> None:
    poison, *others = pending(6)
    for _ in range(work.MAX_DEATHS * 6):
        token = work.new_token()
        claimed = [c.article_id for c in work.claim_batch(Stage.READ, 10, token)]
        if poison not in claimed:
            work.finish(token, claimed)
        ArticleWork.objects.filter(claimed_by=token).update(lease_until=timezone.now() - timedelta(seconds=1))
        work.sweep_leases()
    assert set(ArticleWork.objects.filter(status="done").values_list("article_id", flat=True)) == set(others)
    assert ArticleWork.objects.get(article=poison).status == WorkStatus.QUARANTINED


def test_what_somebody_waits_for_overtakes_a_back_fill() -> None:
    bulk, news, asked = pending(3)
    for pk, lane in ((bulk, Lane.BULK), (news, Lane.NEWS), (asked, Lane.INTERACTIVE)):
        ArticleWork.objects.filter(article=pk).update(lane=lane)
    order = [work.claim_batch(Stage.READ, 1, f"one {n}")[0].article_id for n in range(3)]
    assert order == [asked, news, bulk]


@pytest.mark.parametrize(
    ("kind", "documents", "lane"),
    [
        ("api", 1, Lane.INTERACTIVE),
        ("web", 20, Lane.INTERACTIVE),
        ("api", 21, Lane.BULK),
        ("feed", 500, Lane.NEWS),
        ("command", 1, Lane.BULK),
    ],
)
def test_a_back_fill_is_told_from_what_somebody_waits_for(kind: str, documents: int, lane: Lane) -> None:
    assert work.choose_lane(kind, documents) == lane


def test_what_is_held_when_the_database_goes_away_comes_back_without_a_lost_attempt() -> None:
    pending(2)
    work.claim_batch(Stage.READ, 2, "mine")
    with mock.patch.object(work.connection, "close"):  # the test's transaction must live
        work.give_back("mine")
    assert list(ArticleWork.objects.values_list("status", "attempts")) == [("pending", 0)] * 2


@pytest.mark.parametrize(
    ("error", "is_one"),
    [
        (psycopg.errors.AdminShutdown("the server stops"), True),
        (psycopg.errors.DeadlockDetected("deadlock"), True),
        (psycopg.errors.DiskFull("no space"), True),
        (psycopg.OperationalError("the connection is lost"), True),
        (psycopg.errors.ProgramLimitExceeded("string is too long for tsvector"), False),
    ],
)
def test_an_outage_is_told_from_an_articles_own_fault(error: psycopg.Error, is_one: bool) -> None:
    wrapped = OperationalError(str(error))
    wrapped.__cause__ = error
    assert is_outage(wrapped) is is_one
    assert not is_outage(ValueError("no"))


@pytest.mark.parametrize("off", [timedelta(hours=3), timedelta(hours=-3), timedelta(days=365)])
def test_a_machine_whose_clock_is_wrong_takes_nothing_from_others_and_waits_as_long_as_they(
    off: timedelta, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost, held = pending(2)
    work.claim_batch(Stage.READ, 1, "lost")
    [claimed] = work.claim_batch(Stage.READ, 1, "held")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_articlework SET lease_until = now() - interval '1 s' WHERE article_id = %s", [lost]
        )
        cursor.execute("SELECT now()")
        [now] = cursor.fetchone()
    monkeypatch.setattr(timezone, "now", lambda: now + off)
    assert work.sweep_leases() == 1
    assert ArticleWork.objects.get(status=WorkStatus.CLAIMED).article_id == held
    work.retry_later("held", claimed, "the site is busy")
    wait = ArticleWork.objects.get(article=held).not_before - now  # type: ignore[operator]
    assert timedelta(seconds=29) < wait < timedelta(seconds=60)
    assert work.count_pending()["read"] == 1
    assert [c.article_id for c in work.claim_batch(Stage.READ, 2, "next")] == [lost]
