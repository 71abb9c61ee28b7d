"""Hosts are asked at one pace by all workers together: seconds apart, few at once, and not at all when they ask for rest."""

from __future__ import annotations

import itertools
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from events.models import HostPace
from events.pipeline import host_turns
from events.pipeline.errors import Retry
from events.pipeline.host_turns import MAX_AT_ONCE, SharedTurns, forget_hosts

HOST = "courier.example"


@pytest.mark.django_db(transaction=True)
def test_workers_that_come_at_once_are_served_one_delay_apart() -> None:
    starts: list[float] = []

    def ask() -> None:
        try:
            with SharedTurns().turn(HOST, 0.15, 10.0):
                starts.append(time.monotonic())
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(MAX_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    starts.sort()
    assert len(starts) == MAX_AT_ONCE
    assert all(later - earlier > 0.1 for earlier, later in itertools.pairwise(starts))


@pytest.mark.django_db
def test_no_more_than_a_few_are_under_way_and_a_place_is_given_back() -> None:
    turns = SharedTurns()
    held = [turns.turn(HOST, 0.0, 1.0) for _ in range(MAX_AT_ONCE)]
    for place in held:
        place.__enter__()
    with pytest.raises(Retry, match="paced") as refused, turns.turn(HOST, 0.0, 1.0):
        pass
    assert refused.value.our_wish and refused.value.after == host_turns.BUSY_SECONDS
    with turns.turn("other.example", 0.0, 1.0):
        pass
    held[0].__exit__(None, None, None)
    with turns.turn(HOST, 0.0, 1.0):
        pass


@pytest.mark.django_db
def test_a_place_that_a_killed_worker_held_is_free_again() -> None:
    past = timezone.now() - timedelta(seconds=1)
    HostPace.objects.create(host=HOST, next_free_at=past, busy_until=[past] * MAX_AT_ONCE)
    with SharedTurns().turn(HOST, 0.0, 1.0):
        assert len(HostPace.objects.get().busy_until) == 1
    assert HostPace.objects.get().busy_until == []


@pytest.mark.django_db
def test_a_host_that_wants_rest_is_asked_by_nobody() -> None:
    turns = SharedTurns()
    turns.rest(HOST, 600)
    with pytest.raises(Retry) as refused, turns.turn(HOST, 1.0, 25.0):
        pass
    assert refused.value.after == pytest.approx(600, abs=5)
    turns.rest(HOST, 1e9)
    assert HostPace.objects.get().next_free_at < timezone.now() + timedelta(seconds=host_turns.MAX_REST_SECONDS + 5)


@pytest.mark.django_db
def test_hosts_that_nobody_asks_are_forgotten() -> None:
    HostPace.objects.create(host="old.example", next_free_at=timezone.now() - timedelta(days=3))
    HostPace.objects.create(host="new.example", next_free_at=timezone.now())
    assert forget_hosts(timedelta(days=1)) == 1
    assert HostPace.objects.get().host == "new.example"
