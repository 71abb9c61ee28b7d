"""The process that keeps one embedded PostgreSQL: its parent while somebody uses it, its end when nobody does.

Users hold a shared lock on `users.lock`. The kernel drops a lock with its process, however that process ends, so an
exclusive lock can be had exactly when no user is left; then the server is stopped. The keeper holds `keeper.lock`
for as long as its server may be running. Standard library only; started by embedded.py as a session of its own.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

POLL_SECONDS = 0.25
FAST_STOP_SECONDS = 60  # a checkpoint of full shared buffers on a slow disk
QUIT_STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1


def main() -> int:
    """Start the server, wait for the last user to go, stop the server; returns the server's exit code."""
    parser = argparse.ArgumentParser()
    for name in ("postgres", "data", "sockets", "run", "log"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    options = parser.parse_args()
    keeper_lock = os.open(options.run / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(keeper_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 0  # another keeper was faster
    clear_remains(options.data, options.sockets)
    stopping: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: stopping.append(received))
    server = start_server(options)
    users_lock = os.open(options.run / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    while server.poll() is None and not stopping:
        time.sleep(POLL_SECONDS)
        try:
            fcntl.flock(users_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # kept: newcomers wait until the server is down
            break
        except BlockingIOError:
            continue
    return stop_server(server)


def tie_to_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a new child runs before exec, so that the kernel sends it `number` when its parent ends.

    The child must be started from the parent's main thread: the kernel watches the thread.
    """
    libc = ctypes.CDLL(None)  # loaded before the fork: a child may not
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it ended in between
            os._exit(1)

    return tie


def start_server(options: argparse.Namespace) -> subprocess.Popen[bytes]:
    """Start postgres as its account; it gets a fast shutdown should the keeper be killed."""
    with options.log.open("ab") as log:
        return subprocess.Popen(
            [options.postgres, "-D", options.data, "-k", options.sockets],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=options.data.parent if options.uid is None else "/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            user=options.uid,
            group=options.gid,
            extra_groups=None if options.uid is None else [],
            umask=0o077,
            preexec_fn=tie_to_parent(signal.SIGINT),
        )


def stop_server(server: subprocess.Popen[bytes]) -> int:
    """Stop politely, then firmly; clients are disconnected at once, data are safe in every case."""
    for number, patience in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, QUIT_STOP_SECONDS)):
        if server.poll() is None:
            server.send_signal(number)
        try:
            return server.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    server.kill()
    return server.wait()


def clear_remains(data: Path, sockets: Path) -> None:
    """End servers without a keeper on these data, then remove the lock files of the last run.

    Called under keeper.lock, so that no rightful server can be there. Needed because PostgreSQL refuses to start when
    the number in an old lock file now belongs to any process, which is usual after a reboot and in containers.
    """
    for number, patience in (
        (signal.SIGINT, FAST_STOP_SECONDS),
        (signal.SIGQUIT, QUIT_STOP_SECONDS),
        (signal.SIGKILL, 5),
    ):
        deadline = time.monotonic() + patience
        for pid in find_servers(data):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        while find_servers(data) and time.monotonic() < deadline:
            time.sleep(0.1)
    for file in (data / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
        file.unlink(missing_ok=True)


def find_servers(data: Path) -> list[int]:
    """Return the processes of a PostgreSQL on this data folder: each has it as its working directory."""
    folder, found = data.resolve(), []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if (process / "cwd").readlink() == folder and (process / "comm").read_text().strip() == "postgres":
                found.append(int(process.name))
        except OSError:  # it ended, or belongs to somebody else
            continue
    return found


if __name__ == "__main__":
    sys.exit(main())
