"""`manage.py up`: everything that a knowledge base needs, running, with one command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections

from events import accounts
from newsbase import embedded, server_check
from newsbase.embedded import say
from newsbase.first_password import PASSWORD_FILE
from newsbase.log_lines import LinePrinter
from newsbase.services import list_services
from newsbase.start_checks import CannotStart, check_disk, check_port, hold_home
from newsbase.stop_signal import StopRequested, StopSignal
from newsbase.supervise import POLL_SECONDS, Supervisor

WEB_ANSWER_SECONDS = 60.0
DATABASE_CHECK_SECONDS = 2.0
DEMO_DONE = "demo_offered"  # file in the home: the first run is over


class Command(BaseCommand):
    """Start database, web server, worker and beat; stop them all at Ctrl-C."""

    help = "Start everything on this machine and keep it running until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the web server (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
        parser.add_argument("--no-demo", action="store_true", help="do not load the sample articles on the first run")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        if not 1 <= port <= 65535:
            raise CommandError(f"--port {port} is not a port; expected 1 to 65535.")
        with StopSignal() as stop, ExitStack() as stack:
            try:
                self.run(stack, stop, host, port, demo=not options["no_demo"])
            except StopRequested:
                say("Stopping …")
            except (CannotStart, embedded.EmbeddedError) as error:
                raise CommandError(str(error)) from error
            except DatabaseError as error:
                raise CommandError(describe_database_error(error)) from error
            finally:
                stop.hold_back()
                connections.close_all()
                stack.close()
        say("Stopped.")

    def run(self, stack: ExitStack, stop: StopSignal, host: str, port: int, demo: bool) -> None:
        """Bring all up, in order, then watch over it until a signal comes."""
        home: Path = settings.NEWSBASE_HOME
        address = make_address(host, port)
        stack.enter_context(hold_home(home, address))
        check_disk(home)
        check_port(host, port)
        start_database(stack)
        fill_database()
        show_first_password()
        connections.close_all()
        settings.STATIC_ROOT.mkdir(exist_ok=True)  # WhiteNoise warns of a missing one
        printer = LinePrinter(home / "logs" / "up.log")
        stack.callback(printer.close)
        environment = {**os.environ, "NEWSBASE_HOME": str(home), "PYTHONUNBUFFERED": "1"}
        services = list_services(host, port)
        supervisor = Supervisor(services, environment, settings.BASE_DIR, printer.write)
        stack.callback(supervisor.stop)
        stop.hold_back()  # from here on signals are looked for, so that none falls between a fork and its record
        supervisor.start()
        wait_for_web(address, supervisor, stop)
        say(f"\nNewsbase is up: {address}   (administration: {address}admin/; Ctrl-C stops)\n")
        if host not in ("127.0.0.1", "localhost", "::1"):
            say(f"Others reach it under these names only (ALLOWED_HOSTS): {', '.join(settings.ALLOWED_HOSTS)}")
        if settings.FETCH_ALLOW:
            say(f"FETCH_ALLOW lets these non-public addresses be fetched: {', '.join(settings.FETCH_ALLOW)}")
        if demo and not (home / DEMO_DONE).exists():
            load_demo(supervisor, printer, stop, environment)
        watch(stack, supervisor, stop)


def make_address(host: str, port: int) -> str:
    """Return the address to type on this machine for a server that listens on `host`."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{reachable}]:{port}/" if ":" in reachable else f"http://{reachable}:{port}/"


def start_database(stack: ExitStack) -> None:
    """Have a database for as long as the stack lives: the embedded one, or the checked server of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        stack.enter_context(embedded.hold(settings.NEWSBASE_HOME))
    elif problems := server_check.find_problems(url):
        raise CannotStart("; ".join(problems))


def fill_database() -> None:
    """Bring tables, places and vocabulary up to date; quick when they are."""
    say("Migrating the database …")
    call_command("migrate", verbosity=0, interactive=False)
    accounts.ensure_roles()
    call_command("load_gazetteer")
    call_command("load_vocabulary")


def show_first_password() -> None:
    """On the first start make the administrator; the password goes to the terminal, or to a 0600 file without one."""
    password = accounts.ensure_first_admin()
    if password is None:
        return
    name = accounts.find_first_admin().username
    if sys.stderr.isatty():
        say(f"\nAdministrator: {name}   first password (shown once): {password}\n")
        return
    path = settings.NEWSBASE_HOME / PASSWORD_FILE  # our output may be a log, where no password belongs
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password + "\n")
    say(f"Administrator: {name}; the first password is in {path} until it is changed at the first login.")


def wait_for_web(address: str, supervisor: Supervisor, stop: StopSignal) -> None:
    """Return once the front page answers; raises CannotStart when it does not in time."""
    deadline = time.monotonic() + WEB_ANSWER_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=5):
                return
        except urllib.error.HTTPError as error:
            if error.code >= 500:
                say(f"{address} answers with an error ({error.code}); see the lines of web above.")
            return
        except OSError:
            stop.sleep(POLL_SECONDS)
            supervisor.tend()
    raise CannotStart(
        f"the web server did not answer on {address} within {WEB_ANSWER_SECONDS:.0f} s; see its lines above."
    )


def load_demo(supervisor: Supervisor, printer: LinePrinter, stop: StopSignal, environment: dict[str, str]) -> None:
    """Ingest the sample articles through the running worker; its progress bar has the terminal to itself."""
    printer.quiet = True
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "demo", "--load"]
    process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        while process.poll() is None:
            stop.sleep(POLL_SECONDS)
            supervisor.tend()
    finally:
        printer.quiet = False
        if process.poll() is None:
            process.kill()  # its articles are stored: the worker reads them now or after the next start
            process.wait()
    if process.returncode:
        say(
            f"Loading the sample articles failed (code {process.returncode}); again with: python3 manage.py demo --load"
        )
        return
    (settings.NEWSBASE_HOME / DEMO_DONE).touch()


def watch(stack: ExitStack, supervisor: Supervisor, stop: StopSignal) -> None:
    """Keep services and database running until a signal comes."""
    embedded_server = not os.environ.get("DATABASE_URL", "").strip()
    checked = time.monotonic()
    while True:
        stop.sleep(POLL_SECONDS)
        supervisor.tend()
        if embedded_server and time.monotonic() - checked > DATABASE_CHECK_SECONDS:
            checked = time.monotonic()
            if not embedded.is_running(settings.NEWSBASE_HOME):
                say("PostgreSQL ended; starting it again.")
                stack.enter_context(embedded.hold(settings.NEWSBASE_HOME))


def describe_database_error(error: DatabaseError) -> str:
    """Say in one line what the database could not do."""
    cause = error.__cause__
    if isinstance(cause, psycopg.errors.DiskFull):
        return (
            f"the disk of the database is full ({connection.settings_dict['NAME']}); free some space and start again."
        )
    return f"the database failed: {' '.join(str(error).split())}"
