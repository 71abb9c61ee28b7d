"""A PostgreSQL as a deployment has it: another server, reached by TCP with a password, on a port of its own."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from newsbase import embedded_cluster
from newsbase.embedded_keeper import tie_to_parent
from newsbase.embedded_paths import plan_layout

PATIENCE = 30.0


@dataclass(frozen=True)
class Server:
    """Where the server listens, and the password of its superuser `newsbase`."""

    port: int
    password: str


def find_free_port() -> int:
    """Return a port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_postgres(folder: Path, initdb_arguments: str) -> Iterator[Server]:
    """Run a fresh server with the arguments that the image's POSTGRES_INITDB_ARGS gives to initdb.

    `folder` must not exist and its parents must be open to the account of the server (root runs none itself).
    """
    account = embedded_cluster.ensure_account(plan_layout(folder))
    programs = embedded_cluster.find_programs(account)
    folder.mkdir(mode=0o700)
    server = Server(find_free_port(), secrets.token_urlsafe(12) + "/@:")
    password_file = folder / "password"
    password_file.write_text(server.password)
    as_account = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}}
    if account is not None:
        as_account |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        for path in (folder, password_file):
            os.chown(path, account.pw_uid, account.pw_gid)
    data = folder / "data"
    command = [str(programs / "initdb"), "-D", str(data), "-U", "newsbase", "--auth=scram-sha-256", "--no-sync"]
    command += [f"--pwfile={password_file}", *initdb_arguments.split()]
    subprocess.run(command, check=True, capture_output=True, **as_account)  # type: ignore[call-overload]
    options = {"listen_addresses": "127.0.0.1", "port": server.port, "unix_socket_directories": "", "fsync": "off"}
    arguments = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(
        [str(programs / "postgres"), "-D", str(data), *arguments],
        stdout=log,
        stderr=log,
        preexec_fn=tie_to_parent(signal.SIGQUIT),
        **as_account,
    )  # type: ignore[call-overload]
    try:
        create_database(server, process, folder / "log")
        yield server
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait(PATIENCE)
        log.close()


def create_database(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait for the server and create the database, as the image does for POSTGRES_DB."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(
                host="127.0.0.1",
                port=server.port,
                user="newsbase",
                password=server.password,
                dbname="postgres",
                autocommit=True,
            ) as connection:
                connection.execute("CREATE DATABASE newsbase")
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}") from None
            time.sleep(0.1)
