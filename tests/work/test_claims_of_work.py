"""Claiming, settling and sweeping: nothing is done twice, nothing is lost with a worker."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events import work
from events.models import ArticleWork
from events.models.choices import Stage, WorkStatus
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
    for _ in range(work.MAX_ATTEMPTS):
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
