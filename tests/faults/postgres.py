"""A PostgreSQL that can be restarted and killed: what a deployment's server does to its workers."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg

from newsbase import embedded_cluster
from newsbase.embedded_keeper import tie_to_parent
from newsbase.embedded_paths import plan_layout
from tests.deploy.tcp_postgres import find_free_port

PATIENCE = 60.0


class Postgres:
    """A server of one's own on a port of the loopback; `folder` must not exist and its parents must be open."""

    def __init__(self, folder: Path) -> None:
        account = embedded_cluster.ensure_account(plan_layout(folder))
        self.programs = embedded_cluster.find_programs(account)
        self.folder, self.port = folder, find_free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.as_account: dict[str, Any] = {"cwd": "/", "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}}
        folder.mkdir(mode=0o700)
        if account is not None:
            self.as_account |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
            os.chown(folder, account.pw_uid, account.pw_gid)
        command = [str(self.programs / "initdb"), "-D", str(folder / "data"), "-U", "newsbase", "--auth=trust"]
        command += ["--no-sync", "--encoding=UTF8", "--locale=C.UTF-8"]
        subprocess.run(command, check=True, capture_output=True, **self.as_account)

    def url(self, database: str) -> str:
        """Return the address of one of its databases."""
        return f"postgresql://newsbase@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it and wait until it answers; recovery after a kill included."""
        options = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *words],
                stdout=log,
                stderr=log,
                preexec_fn=tie_to_parent(signal.SIGQUIT),
                **self.as_account,
            )
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < deadline, (self.folder / "log").read_text(errors="replace")[-3000:]
            time.sleep(0.1)

    def answers(self) -> bool:
        """Does it take connections now?"""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def restart(self) -> None:
        """Stop it as an administrator does, cutting connections (fast), and start it again."""
        self._end(signal.SIGINT)
        self.start()

    def kill(self) -> None:
        """Kill it as a failing machine does, backends included, and start it again."""
        self._end(signal.SIGKILL)
        self.start()

    def stop(self) -> None:
        """End it for good."""
        if self.process and self.process.poll() is None:
            self._end(signal.SIGQUIT)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run one statement and return its rows, if it has any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def _end(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)
        self.process.wait(PATIENCE)
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
