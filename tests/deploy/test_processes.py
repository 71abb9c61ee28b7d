"""The services of docker-compose.yml, started by hand: PostgreSQL over TCP, Redis, two workers, web, beat.

Slow (about 25 s on two idle cores): one deployment is started for the whole module, and stopped by its last test.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from newsbase.supervise import tie
from tests.deploy import compose
from tests.deploy.processes import Process, Stage, wait_until
from tests.deploy.tcp_postgres import Server, find_free_port, run_postgres

PUBLIC = {"Host": "news.example.org", "X-Forwarded-Proto": "https"}  # what the proxy of a deployment sends
ADMIN_PASSWORD = "correct-horse-battery-7"
ARTICLES = 50
# 235,000 towns take longer to load than all the rest here; tests/gazetteer and tests/interop look at that.
LEFT_OUT = "python3 manage.py load_gazetteer && "
SECONDS = {"m": 60, "s": 1}

pytestmark = pytest.mark.skipif(
    shutil.which("redis-server") is None, reason="REDIS IS MISSING: apt-get install redis-server; nothing was tested"
)


@dataclass(frozen=True)
class Deployment:
    """Everything that runs, and how to ask it."""

    stage: Stage
    database: Server
    port: int
    processes: dict[str, Process]
    token: str

    def ask(self, path: str, body: Any = None, headers: dict[str, str] | None = None) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        sent = None if body is None else json.dumps(body).encode()
        given = {**PUBLIC, "Content-Type": "application/json", **(headers or {})}
        connection.request("GET" if sent is None else "POST", path, sent, given)
        return connection.getresponse()

    def read(self, path: str) -> Any:
        response = self.ask(path)
        text = response.read()
        assert response.status == 200, f"{path} answered {response.status}: {text[:500]!r}"
        return json.loads(text)

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(
            host="127.0.0.1",
            port=self.database.port,
            user="newsbase",
            password=self.database.password,
            dbname="newsbase",
        ) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    folder = Path(settings.NEWSBASE_HOME) / "deploy"
    folder.mkdir()
    (folder / "state" / "run").mkdir(parents=True)
    (folder / "state" / "static").mkdir()
    with ExitStack() as stack:
        raw = compose.read_raw()["services"]["db"]["environment"]["POSTGRES_INITDB_ARGS"]
        database = stack.enter_context(run_postgres(folder / "database", raw))
        redis_port, web_port = find_free_port(), find_free_port()
        services = compose.read_services(
            {
                "SECRET_KEY": secrets.token_hex(32),
                "POSTGRES_PASSWORD": database.password,
                "NEWSBASE_PUBLIC_URL": "https://news.example.org",
                "NEWSBASE_WORKERS": "1",
            }
        )
        replaced = {
            "@db:5432": f"@127.0.0.1:{database.port}",
            "//redis:6379": f"//127.0.0.1:{redis_port}",
            "0.0.0.0": "127.0.0.1",
            "8000": str(web_port),
        }
        stage = Stage(services, replaced, folder)
        stack.enter_context(run_redis(services["redis"]["command"], redis_port, folder))
        *shell, script = services["migrate"]["command"]
        assert LEFT_OUT in script
        stage.run("migrate", [*shell, script.replace(LEFT_OUT, "")], patience=120)
        token = make_account(stage)
        processes = start_all(stage, stack)
        deployed = Deployment(stage, database, web_port, processes, token)
        yield deployed


def run_redis(command: list[str], port: int, folder: Path) -> ExitStack:
    """Start Redis as the compose file does, on a port of this machine; the stack ends it."""
    log = (folder / "redis.log").open("wb")
    arguments = [*command, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    process = subprocess.Popen(tie(arguments, signal.SIGTERM), stdout=log, stderr=log)
    stack = ExitStack()
    stack.callback(log.close)
    stack.callback(process.wait, 10)
    stack.callback(process.terminate)
    return stack


def make_account(stage: Stage) -> str:
    """Make an administrator and a token for it, by the commands of docs/OPERATIONS.md."""
    manage = ["python3", "manage.py"]
    password = ["env", f"DJANGO_SUPERUSER_PASSWORD={ADMIN_PASSWORD}"]
    account = ["--username", "desk", "--email", "desk@example.org"]
    stage.run("web", [*password, *manage, "createsuperuser", *account, "--noinput"])
    scopes = ["--scope", "read", "--scope", "ingest"]
    found = re.search(r"nb_[\w-]{43}", stage.run("web", [*manage, "make_token", "desk", *scopes]))
    assert found
    return found[0]


def start_all(stage: Stage, stack: ExitStack) -> dict[str, Process]:
    """Start web, two workers and beat; what still runs at the end is killed."""
    names = {"web": "web", "worker-1": "worker", "worker-2": "worker", "beat": "beat"}
    processes = {}
    for name, service in names.items():
        processes[name] = stage.start(service, name)
        stack.callback(processes[name].handle.kill)
    return processes


def write_articles() -> list[dict[str, Any]]:
    """Write reports that differ in every number and most names, none of them a copy of another."""
    towns = ("Lyon", "Porto", "Oslo", "Quito", "Accra", "Osaka", "Cusco", "Turku", "Graz", "Bergen")
    things = ("a bridge", "a ferry line", "a school", "a market hall", "a library", "a tram depot", "a clinic")
    rows = []
    for n in range(ARTICLES):
        town, thing = towns[n % len(towns)], things[n % len(things)]
        text = (
            f"{town.upper()} — The council of {town} will close {thing} for {n + 2} weeks, its office said on Monday. "
            f"“We found {n + 3} cracks in wall number {n * 7}”, said Mira Stellan{n}, who leads the works. "
            f"About {n * 11 + 20} people live in the street."
        )
        rows.append(
            {"id": f"works-{n}", "title": f"{town} closes {thing} number {n}", "text": text, "published": "2026-03-02"}
        )
    return rows


def test_every_process_says_that_it_is_well(deployment: Deployment) -> None:
    everybody = list(deployment.processes.values())
    workers = [deployment.processes[name] for name in ("worker-1", "worker-2")]
    wait_until("the web server", lambda: is_well(deployment, "web"), everybody)
    wait_until("two workers", lambda: all("ready." in worker.read_log() for worker in workers), everybody)
    wait_until("beat's schedule", lambda: is_well(deployment, "beat"), everybody)
    assert is_well(deployment, "worker")


def is_well(deployment: Deployment, service: str) -> bool:
    """Run a service's health check, as the container would."""
    kind, *words = deployment.stage.services[service]["healthcheck"]["test"]
    environment = {**deployment.stage.build_environment(service), "HOSTNAME": "worker-1"}
    command = [deployment.stage.translate(word) for word in (words if kind == "CMD" else ["sh", "-c", *words])]
    return subprocess.run(command, cwd=compose.ROOT, env=environment, capture_output=True).returncode == 0


def test_concludes_each_article_exactly_once(deployment: Deployment) -> None:
    headers = {"Authorization": f"Token {deployment.token}"}
    assert deployment.ask("/api/v1/articles/", write_articles()).status == 401
    response = deployment.ask("/api/v1/articles/", write_articles(), headers)
    run = json.loads(response.read())
    assert response.status == 202, run

    def is_done() -> bool:
        return deployment.query("SELECT count(*) FROM events_articlework WHERE status = 'done'") == [(ARTICLES,)]

    wait_until("every article concluded", is_done, list(deployment.processes.values()))
    assert deployment.query("SELECT status, count(*), max(attempts) FROM events_articlework GROUP BY 1") == [
        ("done", ARTICLES, 1)
    ]
    workers = [deployment.processes[name] for name in ("worker-1", "worker-2")]

    def count(verb: str) -> int:
        return count_in(verb, "".join(worker.read_log() for worker in workers))

    wait_until("the workers' word for it", lambda: count("concluded") >= ARTICLES, list(deployment.processes.values()))
    assert count("read") == count("concluded") == ARTICLES


def count_in(verb: str, logs: str) -> int:
    """Sum up what workers said that they did."""
    return sum(int(number) for number in re.findall(rf"\b{verb} (\d+) article", logs))


def test_what_was_read_is_on_the_api(deployment: Deployment) -> None:
    articles = deployment.read("/api/v1/articles/?count=true&page_size=200")
    assert articles["count"] == ARTICLES
    assert {row["title"] for row in articles["results"]} == {row["title"] for row in write_articles()}
    assert deployment.read("/api/v1/events/?count=true")["count"] > 0
    assert deployment.read("/api/v1/claims/?count=true")["count"] > 0


def test_handing_in_again_changes_nothing(deployment: Deployment) -> None:
    headers = {"Authorization": f"Token {deployment.token}"}
    before = deployment.query("SELECT count(*), max(id) FROM events_articlerevision")
    response = deployment.ask("/api/v1/articles/", write_articles(), headers)
    assert json.loads(response.read())["unchanged"] == ARTICLES
    assert deployment.query("SELECT count(*), max(id) FROM events_articlerevision") == before


def test_an_https_address_makes_cookies_secure_and_sets_hsts(deployment: Deployment) -> None:
    response = deployment.ask("/accounts/login/")
    response.read()
    assert response.status == 200
    assert "max-age=31536000" in (response.getheader("Strict-Transport-Security") or "")
    assert "Secure" in (response.getheader("Set-Cookie") or "")


def test_other_host_names_are_refused(deployment: Deployment) -> None:
    assert deployment.ask("/", headers={"Host": "evil.example"}).status == 400


def test_static_files_come_from_the_same_server(deployment: Deployment) -> None:
    response = deployment.ask("/static/events/newsbase.css")
    assert response.status == 200
    assert response.read()


def test_each_process_ends_with_0_within_its_grace(deployment: Deployment) -> None:
    for name, process in reversed(deployment.processes.items()):
        grace = deployment.stage.services[name.split("-")[0]]["stop_grace_period"]
        started = time.monotonic()
        code = process.stop(int(grace[:-1]) * SECONDS[grace[-1]])
        assert code == 0, (
            f"{name} ended with {code} after {time.monotonic() - started:.0f} s\n{process.read_log()[-2000:]}"
        )
    assert "Traceback" not in "".join(process.read_log() for process in deployment.processes.values())
