"""Where the embedded PostgreSQL keeps its files, and which account runs it.

PostgreSQL refuses to run as root, so under root it runs as an account of its own (`SERVICE_ACCOUNT`). That account
must be able to enter every folder above the data. A folder that is closed to others stays closed: the data then live
in `PUBLIC_STATE/<hash of the home's path>`, and the programs are copied out of a private checkout too.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path

SERVICE_ACCOUNT = "newsbase-pg"
PUBLIC_STATE = Path("/var/lib/newsbase")
SOCKET_NAME = ".s.PGSQL.5432"
MAX_SOCKET_PATH = 107  # bytes: sockaddr_un.sun_path holds 108 with its closing NUL
DATABASE = "newsbase"


@dataclass(frozen=True)
class Layout:
    """The paths of one home's server; computing it touches nothing on disk."""

    home: Path
    data: Path
    sockets: Path
    moved_because: str  # "" when the data are inside the home

    @property
    def run(self) -> Path:
        """Folder of the lock files."""
        return self.home / "run"

    @property
    def log(self) -> Path:
        return self.home / "logs" / "postgres.log"

    @property
    def url(self) -> str:
        return f"postgresql://{DATABASE}@/{DATABASE}?host={str(self.sockets).replace('%', '%25').replace('/', '%2F')}"


def plan_layout(home: Path) -> Layout:
    """Decide where the server of `home` lives; the same answer before the first start and ever after."""
    home = home.resolve()
    digest = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    inside, outside = home / "postgres", PUBLIC_STATE / digest / "postgres"
    data, reason = inside, ""
    if os.geteuid() == 0 and not (inside / "PG_VERSION").exists():
        closed = find_closed_folder(inside)
        if closed is not None:
            data, reason = outside, f"{closed} is private and PostgreSQL cannot run as root"
    if os.geteuid() == 0 and (outside / "PG_VERSION").exists():
        data, reason = outside, reason or f"the data of {home} were put there by an earlier start"
    sockets = data.parent / "socket"
    if len(os.fsencode(sockets / SOCKET_NAME)) > MAX_SOCKET_PATH:
        sockets = Path("/tmp") / f"newsbase-{digest}"  # noqa: S108 - owner and mode are checked
    return Layout(home, data, sockets, reason)


def find_closed_folder(path: Path, uid: int | None = None) -> Path | None:
    """Return the uppermost existing folder above `path` that others (or account `uid`) may not enter, or None."""
    for folder in reversed(path.parents):
        try:
            found = folder.stat()
        except FileNotFoundError:
            return None  # what does not exist yet is made by us, enterable
        if not found.st_mode & (stat.S_IXUSR if found.st_uid == uid else stat.S_IXOTH):
            return folder
    return None


def make_home(home: Path) -> None:
    """Create the home, enterable (not listable) by other accounts; what is secret in it is closed one by one."""
    if not home.exists():
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711)


def find_owner(layout: Layout) -> pwd.struct_passwd | None:
    """Return the account the server runs as, or None when it is simply ours (not root).

    Existing data decide: root starts a user's server as that user. `KeyError` when the account is yet to be made.
    """
    if os.geteuid() != 0:
        return None
    try:
        uid = layout.data.stat().st_uid
    except FileNotFoundError:
        return pwd.getpwnam(SERVICE_ACCOUNT)
    return pwd.getpwuid(uid) if uid else pwd.getpwnam(SERVICE_ACCOUNT)
