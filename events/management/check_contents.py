"""What `doctor` reads out of the database: tables, places, clock, whether workers are at it, feeds in trouble."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg

Line = tuple[bool, str]

# Beat asks for a sweep every ten seconds; a busy worker may be half a minute late.
SILENT_SECONDS = 120.0
# News that waits longer than this shows too few workers, or none.
WAITING_SECONDS = 1800.0
CLOCK_SECONDS = 5.0
LEAST_PLACES = 1000


def check_contents(connection: psycopg.Connection[Any]) -> Iterator[Line]:
    """Yield one line for each thing looked at; an empty database is well, and says how to fill it."""
    (clock,) = _ask(connection, "SELECT extract(epoch FROM clock_timestamp())") or (0.0,)
    apart = abs(float(clock) - time.time())
    late = "; set one of the two clocks right (chrony, ntpd): leases and dates depend on them"
    yield apart < CLOCK_SECONDS, f"clock: {apart:.1f} s from the database's" + ("" if apart < CLOCK_SECONDS else late)
    if not _ask(connection, "SELECT 1 FROM pg_tables WHERE tablename = 'events_tally'"):
        yield (
            True,
            "tables: none yet, or of an older version; `python3 manage.py migrate` or `up` brings them up to date",
        )
        return
    statement = "SELECT (SELECT count(*) FROM events_location), EXISTS (SELECT FROM events_article)"
    (places, has_articles) = _ask(connection, statement) or (0, False)
    few = places < LEAST_PLACES
    yield not (few and has_articles), f"gazetteer: {places:,} places" + ("; manage.py load_gazetteer" if few else "")
    yield from _check_work(connection)
    yield from _check_feeds(connection)


def _check_work(connection: psycopg.Connection[Any]) -> Iterator[Line]:
    swept = _ask(
        connection,
        "SELECT extract(epoch FROM clock_timestamp() - changed_at) FROM events_tally WHERE name = 'sweep'",
    )
    (waiting, oldest) = _ask(
        connection,
        "SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(changed_at)), 0) FROM events_articlework"
        " WHERE status = 'pending' AND coalesce(not_before, now()) <= now()",
    ) or (0, 0.0)
    if swept is None or swept[0] > SILENT_SECONDS:
        since = "never" if swept is None else f"{float(swept[0]) / 60:.0f} minutes ago"
        words = f"workers and beat: last heard of {since}"
        yield not waiting, words + (f", and {waiting} articles wait: start `up`, or worker and beat" if waiting else "")
    else:
        yield True, f"workers and beat: heard of {float(swept[0]):.0f} s ago"
    slow = waiting and float(oldest) > WAITING_SECONDS
    yield (
        not slow,
        f"queue: {waiting} articles wait"
        + (f", the oldest for {float(oldest) / 60:.0f} minutes: more workers (NEWSBASE_WORKERS)" if slow else ""),
    )
    (dead,) = _ask(connection, "SELECT count(*) FROM events_articlework WHERE status = 'quarantined'") or (0,)
    yield True, f"quarantine: {dead} articles" + ("; why stands on the page of their run" if dead else "")


def _check_feeds(connection: psycopg.Connection[Any]) -> Iterator[Line]:
    (feeds, failing, retired) = _ask(
        connection,
        "SELECT count(*) FILTER (WHERE enabled), count(*) FILTER (WHERE enabled AND error_count >= 5),"
        " count(*) FILTER (WHERE retired_at IS NOT NULL) FROM events_feed",
    ) or (0, 0, 0)
    words = f"feeds: {feeds} polled, {failing} failing for long, {retired} gone for good"
    yield True, words + ("; the status page names them" if failing or retired else "")


def _ask(connection: psycopg.Connection[Any], statement: str) -> tuple[Any, ...] | None:
    return connection.execute(statement).fetchone()
