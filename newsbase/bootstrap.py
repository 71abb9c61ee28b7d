"""Makes manage.py run on a bare Python: an environment in `.venv`, the requirements in it, and this process inside it.

Standard library only, and nothing of it runs again once the requirements are there: where the pinned versions are
already installed (a container, an active environment) the running interpreter is used as it is. Two first starts wait
for each other on a file lock; one that is killed half-way is continued by the next, because the stamp comes last.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
DEVELOPMENT_COMMANDS = frozenset({"test", "lint"})
GLIBC_NEEDED = (2, 28)  # the manylinux_2_28 wheels of PostgreSQL and ONNX Runtime
MACHINES = frozenset({"x86_64", "aarch64", "arm64"})
REENTERED = "NEWSBASE_REENTERED"
UNFINISHED = ".unfinished"  # in the environment while pip unpacks: a package may be there by half


def ensure(argv: Sequence[str]) -> None:
    """Return inside an interpreter that has what the command needs; replaces the process when that is another one."""
    wanted = DEVELOPMENT if len(argv) > 1 and argv[1] in DEVELOPMENT_COMMANDS else RUNTIME
    venv = Path(os.environ.get("NEWSBASE_VENV") or ROOT / ".venv").absolute()
    reentered = os.environ.pop(REENTERED, "") == str(venv)  # not for the processes that we start
    inside = Path(sys.prefix).resolve() == venv.resolve()
    try:
        if _is_stamped(venv, wanted):
            if inside:
                return
        else:
            from newsbase import bootstrap_pins

            if not inside and bootstrap_pins.are_satisfied(wanted):
                return
            _install(venv, wanted)
            if inside:
                importlib.invalidate_caches()
                return  # the same interpreter, now with what was missing
    except OSError as error:
        _stop(_explain(error, venv))
    except KeyboardInterrupt:
        _stop("interrupted; the next start goes on from here.", code=130)
    if reentered:
        _stop(f"{venv} does not lead to an environment of its own; remove it and start again.")
    _enter(venv, argv)


def _enter(venv: Path, argv: Sequence[str]) -> NoReturn:
    python = _find_python(venv)
    os.environ[REENTERED] = str(venv)
    sys.stdout.flush()
    os.execv(python, [str(python), str(ROOT / "manage.py"), *argv[1:]])  # noqa: S606


def _find_python(venv: Path) -> Path:
    return venv / "bin" / "python"


def _stamp(venv: Path, wanted: Path) -> Path:
    return venv / f".{wanted.name}.sha256"


def _digest(venv: Path, wanted: Path) -> str:
    """Hash what the environment depends on: the files of requirements and the interpreter behind it."""
    texts = [wanted.read_bytes(), RUNTIME.read_bytes(), os.fsencode(_find_python(venv).resolve().name)]
    return hashlib.sha256(b"\0".join(texts)).hexdigest()


def _is_stamped(venv: Path, wanted: Path) -> bool:
    """Tell whether the environment is complete for `wanted` and its interpreter still exists."""
    try:
        stamped = _stamp(venv, wanted).read_text().strip()
    except FileNotFoundError:
        return False
    return stamped == _digest(venv, wanted) and os.access(_find_python(venv), os.X_OK)


@contextmanager
def _locked(venv: Path) -> Iterator[None]:
    venv.mkdir(parents=True, exist_ok=True)
    with (venv / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another start is preparing {venv}; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _install(venv: Path, wanted: Path) -> None:
    _check_platform()
    with _locked(venv):
        if _is_stamped(venv, wanted):
            return
        for stamp in (_stamp(venv, RUNTIME), _stamp(venv, DEVELOPMENT)):
            stamp.unlink(missing_ok=True)
        _make_environment(venv)
        from newsbase import bootstrap_pip

        problem = bootstrap_pip.install(_find_python(venv), wanted, venv / "install.log", venv / UNFINISHED)
        if problem:
            _stop(problem)
        (venv / UNFINISHED).unlink(missing_ok=True)
        for file in {wanted, RUNTIME}:
            draft = _stamp(venv, file).with_suffix(".draft")
            draft.write_text(_digest(venv, file))
            draft.replace(_stamp(venv, file))


def _make_environment(venv: Path) -> None:
    """Create the environment, or make it again where it is broken; what pip fetched stays in its cache."""
    probe = [str(_find_python(venv)), "-c", "import sys, encodings; sys.exit(sys.version_info < (3, 11))"]
    try:
        if not (venv / UNFINISHED).exists() and subprocess.run(probe, capture_output=True).returncode == 0:
            return
    except OSError:
        pass
    if importlib.util.find_spec("venv") is None:
        _stop("this Python has no module venv; install Debian's python3-venv or another Python.")
    say(f"Making an environment in {venv} …")
    for path in venv.iterdir():
        if path.name != ".lock":
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    base = getattr(sys, "_base_executable", sys.executable)  # ours may be in the environment just emptied
    command = [base, "-m", "venv", "--without-pip", str(venv)]
    result = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if result.returncode:
        output = result.stderr + result.stdout
        if os.strerror(errno.ENOSPC) in output:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(venv))
        _stop(f"making {venv} failed: {output.strip().splitlines()[-1] if output.strip() else 'no output'}")


def _check_platform() -> None:
    """Stop where PyPI has no wheels for us, before anything is downloaded."""
    name, machine = platform.system(), platform.machine().lower()
    way_out = "or install requirements.txt yourself into the Python that runs manage.py"
    if name != "Linux" or machine not in MACHINES or sys.maxsize < 2**32:
        bits = "" if sys.maxsize > 2**32 else ", 32 bits"
        _stop(f"no wheels for {name} on {machine}{bits}; needed is 64-bit Linux on x86-64 or arm64, {way_out}.")
    try:
        found = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError):
        found = ""
    version = tuple(int(part) for part in found.removeprefix("glibc ").split(".") if part.isdigit())
    if version < GLIBC_NEEDED:
        needed = ".".join(map(str, GLIBC_NEEDED))
        _stop(f"no wheels for this system's C library ({found or 'not glibc'}); needed is glibc ≥ {needed}, {way_out}.")


def _explain(error: OSError, venv: Path) -> str:
    where = error.filename or venv
    if error.errno == errno.ENOSPC:
        return f"the disk is full at {where}; about 600 MB are needed for the environment."
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"cannot write {where} ({error.strerror}); set NEWSBASE_VENV to a folder that can be written."
    return f"{where}: {error.strerror or error}"


def say(text: str) -> None:
    """Tell the person at the terminal; stdout belongs to the command's data."""
    print(text, file=sys.stderr, flush=True)


def _stop(message: str, code: int = 1) -> NoReturn:
    say(f"newsbase: {message}")
    sys.exit(code)
