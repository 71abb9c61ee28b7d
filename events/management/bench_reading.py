"""How long pages and lists take on the stored articles, and the same SQL without us: psycopg and orjson alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsbase.memory import keep_what_is_loaded

Told = Callable[[str], None]
# A page may link to what was merged away: its answer is the way there.
ANSWERED = (200, 301, 302)
READS = ("SELECT", "WITH", "(")


@dataclass(frozen=True, slots=True)
class Timing:
    """One kind of request: milliseconds in the server, statements and kB of the largest; `bare`: median milliseconds of
    its statements through psycopg, the rows written as JSON by orjson; `slowest`: the statement that took longest."""

    what: str
    p50: float
    p95: float
    bare: float
    queries: int
    kilobytes: float
    slowest: str
    slowest_ms: float


def time_requests(requests: Mapping[str, Sequence[str]], tell: Told) -> list[Timing]:
    """Ask every address once to warm up and once for the clock, in this process, its memory settled as a web process's is.
    CommandError for one that fails."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client(raise_request_exception=True)
    client.get("/", REMOTE_ADDR="127.1.255.1")  # loads the views
    keep_what_is_loaded()
    found = []
    for what, addresses in requests.items():
        if addresses:
            found.append(_time_kind(client, what, addresses))
            tell(word_timing(found[-1]))
    return found


def word_timing(one: Timing) -> str:
    """A line of the report."""
    return (
        f"{one.what:32} p50 {one.p50:7.1f} ms  p95 {one.p95:7.1f} ms  bare {one.bare:7.1f} ms  "
        f"{one.queries:3} queries  {one.kilobytes:6.1f} kB  slowest {one.slowest_ms:.1f} ms"
    )


def as_rows(timings: Sequence[Timing]) -> list[dict[str, Any]]:
    """For --json."""
    return [asdict(one) for one in timings]


def _time_kind(client: Client, what: str, addresses: Sequence[str]) -> Timing:
    times, bare, queries, size = [], [], 0, 0
    slowest, slowest_ms = "", 0.0
    for number, address in enumerate(addresses):
        # A reader each, so that no limit of one reader's requests is met.
        reader = f"127.1.{number // 250}.{number % 250 + 1}"
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, REMOTE_ADDR=reader)
        if answer.status_code not in ANSWERED:
            raise CommandError(f"{address} answered {answer.status_code}")
        asked_for = (query["sql"].lstrip() for query in asked.captured_queries)
        statements = [statement for statement in asked_for if statement.startswith(READS)]
        queries = max(queries, len(asked.captured_queries))
        started = time.perf_counter()
        answer = client.get(address, REMOTE_ADDR=reader)
        size = max(size, len(b"".join(answer) if answer.streaming else answer.content))
        times.append(1_000 * (time.perf_counter() - started))
        spent = [(_run_bare(statement), statement) for statement in statements]
        bare.append(sum(took for took, _ in spent))
        worst = max(spent, default=(0.0, ""))
        if worst[0] > slowest_ms:
            slowest_ms, slowest = worst
    ranked = sorted(times)
    return Timing(
        what=what,
        p50=ranked[len(ranked) // 2],
        p95=ranked[min(len(ranked) - 1, int(0.95 * len(ranked)))],
        bare=sorted(bare)[len(bare) // 2],
        queries=queries,
        kilobytes=size / 1_000,
        slowest=slowest,
        slowest_ms=slowest_ms,
    )


def _run_bare(statement: str) -> float:
    """Milliseconds of a statement, with its rows as JSON."""
    connection.ensure_connection()
    started = time.perf_counter()
    with connection.connection.cursor() as cursor:
        cursor.execute(statement)
        orjson.dumps(cursor.fetchall(), default=str)
    return 1_000 * (time.perf_counter() - started)
