"""The whole rig: `manage.py test -m faults`. Workers, broker and database fail for minutes; nothing is lost or doubled.

Bounded to eight minutes on two idle cores. NEWSBASE_FAULT_ARTICLES makes it smaller, NEWSBASE_FAULT_SECONDS allows a busy
machine more time; `-s` shows the report.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.faults import snapshot
from tests.faults.made_articles import write_articles
from tests.faults.postgres import Postgres
from tests.faults.rig import Rig, make_environment

ARTICLES = int(os.environ.get("NEWSBASE_FAULT_ARTICLES", "1500"))
MOST_SECONDS = float(os.environ.get("NEWSBASE_FAULT_SECONDS", "480"))
KILL_EVERY = (5.0, 11.0)
# Seconds of the storm at which the rarer things happen.
EMPTY_AT, RESTART_AT, FULL_AT, KILL_AT, EMPTY_AGAIN_AT = 12.0, 20.0, 32.0, 45.0, 55.0
FULL_SECONDS = 8.0
STORM_SECONDS = 75.0

pytestmark = pytest.mark.faults


@pytest.fixture
def server() -> Iterator[Postgres]:
    postgres = Postgres(Path(settings.NEWSBASE_HOME) / "faults-db")
    postgres.start()
    yield postgres
    postgres.stop()


def make_rig(server: Postgres, name: str) -> Rig:
    """Make a database of that name out of the prepared one, and a deployment on it."""
    home = Path(settings.NEWSBASE_HOME) / f"faults-{name}"
    (home / "run").mkdir(parents=True, mode=0o700)
    template = "" if name == "ground" else "TEMPLATE ground"
    server.execute(f"CREATE DATABASE {name} {template}")
    return Rig(home, make_environment(home, server.url(name)))


def say(report: list[str], line: str, began: float) -> None:
    report.append(f"{time.monotonic() - began:6.1f} s  {line}")
    print(report[-1], flush=True)


def wait_for_rest(server: Postgres, database: str, deadline: float) -> None:
    """Return when no article is pending or held; AssertionError with the states at the deadline."""
    statement = "SELECT count(*) FROM events_articlework WHERE status IN ('pending', 'claimed')"
    while True:
        try:
            if server.execute(statement, database) == [(0,)]:
                return
        except psycopg.OperationalError:
            pass
        assert time.monotonic() < deadline, server.execute(
            "SELECT stage, status, count(*), min(not_before), max(deaths) FROM events_articlework GROUP BY 1, 2",
            database,
        )
        time.sleep(0.5)


def raise_a_storm(rig: Rig, server: Postgres, chance: random.Random) -> None:
    """Let everything fail that may, for STORM_SECONDS."""
    began = time.monotonic()
    plan = [
        (EMPTY_AT, rig.empty_broker),
        (RESTART_AT, lambda: (server.restart(), rig.note("PostgreSQL restarted"))),
        (FULL_AT, lambda: fill_broker(rig)),
        (KILL_AT, lambda: (server.kill(), rig.note("PostgreSQL killed"))),
        (EMPTY_AGAIN_AT, rig.empty_broker),
    ]
    next_kill = chance.uniform(*KILL_EVERY)
    while (now := time.monotonic() - began) < STORM_SECONDS:
        while plan and plan[0][0] <= now:
            plan.pop(0)[1]()
        if now >= next_kill:
            rig.kill_worker(chance)
            next_kill = now + chance.uniform(*KILL_EVERY)
        time.sleep(0.2)
    assert not plan


def fill_broker(rig: Rig) -> None:
    with rig.full_broker():
        time.sleep(FULL_SECONDS)


def test_nothing_is_lost_or_doubled_whatever_fails(server: Postgres) -> None:
    began = time.monotonic()
    deadline = began + MOST_SECONDS
    report: list[str] = []
    ground = make_rig(server, "ground")
    ground.run("migrate", "--verbosity", "0")
    ground.run("load_vocabulary")
    file = Path(settings.NEWSBASE_HOME) / "faults.jsonl"
    poisoned = set(write_articles(file, ARTICLES, poisoned=True))
    assert len(poisoned) == 3
    say(report, f"{ARTICLES} articles made, {len(poisoned)} of them poisonous", began)

    calm_file = Path(settings.NEWSBASE_HOME) / "faults-calm.jsonl"
    write_articles(calm_file, ARTICLES)
    calm, calm_query = make_rig(server, "calm"), lambda statement: server.execute(statement, "calm")
    storm, query = make_rig(server, "storm"), lambda statement: server.execute(statement, "storm")
    try:
        calm.hand_in(calm_file)
        calm.start_all()
        wait_for_rest(server, "calm", deadline)
        assert calm.stop_all() == [0, 0, 0]
        say(report, f"undisturbed: {calm_query(snapshot.OUTCOMES)}", began)

        storm.hand_in(file)
        storm.start_all()
        chance = random.Random(20260301)
        raise_a_storm(storm, server, chance)
        say(report, f"storm over: {storm.happened}", began)
        wait_for_rest(server, "storm", deadline)
        say(report, f"at rest: {query(snapshot.OUTCOMES)}", began)
        codes = storm.stop_all()
    finally:
        calm.kill_all()
        storm.kill_all()

    tails = "\n".join(f"{file.name}:\n{file.read_text(errors='replace')[-1500:]}" for file in storm.home.glob("*.log"))
    assert codes == [0, 0, 0], f"{codes}\n{tails}"
    assert snapshot.find_wrong(query) == {}
    ended_badly = dict(
        query(
            "SELECT article.external_id, work.status FROM events_articlework AS work JOIN events_article AS article"
            " ON article.id = work.article_id WHERE work.status <> 'done'"
        )
    )
    say(report, f"not done: {ended_badly}", began)
    assert set(ended_badly) == poisoned
    assert sorted(ended_badly.values()) == ["failed", "quarantined", "quarantined"]
    differ = snapshot.compare(
        snapshot.take(calm_query, snapshot.CONTENT), snapshot.take(query, snapshot.CONTENT), poisoned
    )
    assert not differ, differ
    say(report, f"content equal: {snapshot.digest(snapshot.take(query, snapshot.CONTENT))}", began)

    code = "from events.pipeline.conclude_all import conclude_all; conclude_all()"
    with ThreadPoolExecutor(2) as pool:
        both = [
            pool.submit(rig.run, "shell", "--verbosity", "0", "-c", code, patience=MOST_SECONDS)
            for rig in (calm, storm)
        ]
        for done in both:
            done.result()
    links = snapshot.compare(snapshot.take(calm_query, snapshot.LINKS), snapshot.take(query, snapshot.LINKS), poisoned)
    say(report, f"links after concluding all again: {links or 'equal'}", began)
    assert not links, links
    assert time.monotonic() < deadline, f"longer than {MOST_SECONDS:.0f} s"
