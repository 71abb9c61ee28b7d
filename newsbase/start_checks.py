"""What must be true before `up` starts anything: one home, one `up`; a free port; room on the disk."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsbase.embedded_paths import make_home

FREE_BYTES_NEEDED = 300 * 1024 * 1024  # gazetteer, demo and write-ahead log of a first start take 250 MB
PORT_PATIENCE_SECONDS = 3.0  # services of an `up` that was killed need a moment to let go


class CannotStart(Exception):
    """`up` cannot start; the text is one line with the way out."""


@contextmanager
def hold_home(home: Path, address: str) -> Iterator[None]:
    """Be the only `up` of this home for the length of the block."""
    try:
        make_home(home)
        (home / "run").mkdir(mode=0o700, exist_ok=True)
        handle = os.open(home / "run" / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(f"cannot write {error.filename or home}: {error.strerror}; set NEWSBASE_HOME.") from error
    with os.fdopen(handle, "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = lock.read().strip() or "starting"
            raise CannotStart(
                f"newsbase is already up in {home} ({who}); stop that one, or set NEWSBASE_HOME."
            ) from None
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}")
        lock.flush()
        yield


def check_disk(home: Path) -> None:
    """Raise when the disk of the home is too full to start on."""
    free = shutil.disk_usage(home).free
    if free < FREE_BYTES_NEEDED:
        raise CannotStart(
            f"the disk of {home} has only {free // 1_000_000} MB left, {FREE_BYTES_NEEDED // 1_000_000} MB are needed; "
            "free some space or set NEWSBASE_HOME to a folder on another disk."
        )


def check_port(host: str, port: int) -> None:
    """Raise when the web server could not listen there."""
    deadline = time.monotonic() + PORT_PATIENCE_SECONDS
    while (reason := _try_port(host, port)) is not None:
        if reason != errno.EADDRINUSE or time.monotonic() > deadline:
            raise CannotStart(_describe_port(host, port, reason))
        time.sleep(0.2)


def _try_port(host: str, port: int) -> int | None:
    """Return None when the port is free, else the error number; -1 for a host that has no address."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        return -1
    except OSError as error:
        return error.errno or -1
    return None


def _describe_port(host: str, port: int, reason: int) -> str:
    if reason == errno.EADDRINUSE:
        return f"port {port} on {host} is in use; stop what listens there or choose another: up --port {port + 1}"
    if reason == errno.EACCES:
        return f"port {port} needs root; choose one from 1024 up: up --port 8000"
    if reason in (-1, errno.EADDRNOTAVAIL):
        return f"{host} is not an address of this machine; use up --host 127.0.0.1"
    return f"cannot listen on {host}:{port}: {os.strerror(reason)}"
