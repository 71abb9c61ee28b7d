"""The process that keeps one embedded PostgreSQL: its parent while somebody uses it, its end when nobody does.

Users hold a shared lock on `users.lock`. The kernel drops a lock with its process, however that process ends, so an
exclusive lock can be had exactly when no user is left; then the server is stopped. The keeper holds `keeper.lock`
for as long as its server may be running. Standard library only; started by embedded.py as a session of its own.
"""

from __future__ import annotations

import argparse
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
    clear_stale_pid(options.data)
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


def clear_stale_pid(data: Path) -> None:
    """Remove a postmaster.pid left by a reboot or a kill; a server without keeper is stopped first.

    Needed because PostgreSQL refuses to start when the old number now belongs to any process of the same account,
    which is usual in containers.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if is_server(pid, data):
        for number, patience in ((signal.SIGINT, FAST_STOP_SECONDS), (signal.SIGQUIT, QUIT_STOP_SECONDS)):
            os.kill(pid, number)
            deadline = time.monotonic() + patience
            while is_server(pid, data) and time.monotonic() < deadline:
                time.sleep(0.1)
            if not is_server(pid, data):
                return
    pid_file.unlink(missing_ok=True)


def is_server(pid: int, data: Path) -> bool:
    """Tell whether process `pid` is a PostgreSQL server on this data folder."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return command[0].endswith(b"/postgres") and os.fsencode(data) in command


if __name__ == "__main__":
    sys.exit(main())
