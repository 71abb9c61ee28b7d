"""Limits hold for all processes together, let through at their pace, and close nothing when they cannot be counted."""

from __future__ import annotations

import threading
from unittest import mock

import pytest
from django.db import connection

from events.models import RateBucket
from events.rate_limit import KEY_LENGTH, drop_full_buckets, take

pytestmark = pytest.mark.django_db


def let_pass(key: str, seconds: float) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_ratebucket SET full_at = full_at - %s * interval '1 second' WHERE key = %s", [seconds, key]
        )


def test_so_many_are_let_through_at_once_and_then_one_at_a_time() -> None:
    taken = [take("ana", 3, 60) for _ in range(5)]
    assert [one.allowed for one in taken] == [True, True, True, False, False]
    assert [one.left for one in taken] == [2, 1, 0, 0, 0]
    assert 19 < taken[-1].wait <= 20
    let_pass("ana", 20.0)
    assert [take("ana", 3, 60).allowed for _ in range(2)] == [True, False]
    let_pass("ana", 600.0)
    assert [take("ana", 3, 60).allowed for _ in range(4)] == [True, True, True, False]


def test_each_client_has_its_own() -> None:
    assert [take(name, 1, 60).allowed for name in ("ana", "ben", "ana")] == [True, True, False]


@pytest.mark.parametrize("key", ["x" * 5_000, "nul\0in it", "", "’; DROP TABLE events_article; --", "名古屋"])
def test_any_name_of_a_client_is_counted(key: str) -> None:
    assert [take(key, 1, 60).allowed for _ in range(2)] == [True, False]
    assert len(RateBucket.objects.get().key) <= KEY_LENGTH


def test_nothing_is_let_through_where_nothing_may_be() -> None:
    assert not take("ana", 0, 60).allowed


@pytest.mark.django_db(transaction=True)
def test_many_processes_at_once_let_through_no_more_than_one_would() -> None:
    allowed: list[bool] = []

    def ask() -> None:
        try:
            allowed.extend([take("one client", 50, 86_400).allowed for _ in range(25)])
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(allowed), sum(allowed)) == (150, 50)


def test_whoever_has_all_of_it_again_is_forgotten() -> None:
    take("ana", 3, 60), take("ben", 3, 86_400)
    let_pass("ana", 3_600)
    assert drop_full_buckets() == 1
    assert RateBucket.objects.get().key == "ben"


def test_a_database_that_takes_no_writes_refuses_nobody(caplog: pytest.LogCaptureFixture) -> None:
    with mock.patch("events.rate_limit.TAKE", "INSERT INTO no_such_table VALUES (1)"):
        assert take("ana", 1, 60).allowed
    assert "not counted" in caplog.text
