"""`manage.py migrate` beside a running site: readers are not stopped for longer than it may wait for a table."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.commands import migrate as django_migrate
from django.db import connection, transaction

from events.management.commands import migrate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def change_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that needs a table for itself, and less patience than in earnest."""

    def change(self: Any, *args: Any, **options: Any) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE events_source ADD COLUMN made_up integer")
            cursor.execute("ALTER TABLE events_source DROP COLUMN made_up")

    monkeypatch.setattr(django_migrate.Command, "handle", change)
    monkeypatch.setattr(migrate, "LOCK_SECONDS", 0.2)
    monkeypatch.setattr(migrate, "PAUSE_SECONDS", 0.1)


@contextmanager
def long_report(seconds: float) -> Iterator[None]:
    """Somebody reads the table, in a transaction that stays open so long."""
    begun = threading.Event()

    def read() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM events_source")
                begun.set()
                time.sleep(seconds)
        finally:
            connection.close()

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(10)
    yield
    thread.join(seconds + 30)


def read_often(until: threading.Event, waits: list[float]) -> None:
    try:
        while not until.is_set():
            start = time.monotonic()
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM events_source")
            waits.append(time.monotonic() - start)
            time.sleep(0.01)
    finally:
        connection.close()


def test_it_steps_back_for_readers_and_gets_in_when_the_table_is_free() -> None:
    done, waits, said = threading.Event(), list[float](), StringIO()
    reader = threading.Thread(target=read_often, args=(done, waits))
    with long_report(2.0):
        reader.start()
        call_command("migrate", stderr=said)
    done.set()
    reader.join(30)
    assert "readers go first" in said.getvalue()
    assert len(waits) > 20  # without a limit the second read would wait for the whole report
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() != ("200ms",)


def test_a_table_that_is_never_free_is_said_with_who_holds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrate, "MOST_TRIES", 2)
    with (
        long_report(1.5),
        pytest.raises(CommandError, match=r"2 tries.*process \d+.*SELECT count\(\*\) FROM events_source"),
    ):
        call_command("migrate", stderr=StringIO())
