"""Two workers and beat on a file broker, and what may happen to them: kills, an emptied or full broker."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsbase.supervise import tie

ROOT = Path(__file__).parents[2]
CELERY = (sys.executable, "-m", "celery", "--app", "newsbase.celery", "--quiet")
WORKER = (
    "worker",
    "--loglevel",
    "INFO",
    "--concurrency",
    "1",
    "--without-gossip",
    "--without-mingle",
    "--without-heartbeat",
)
LEASE_SECONDS = 30


@dataclass
class Rig:
    """The processes of one deployment in `home`, on one database; `happened` is the report."""

    home: Path
    environment: Mapping[str, str]
    names: tuple[str, ...] = ("worker-1", "worker-2")
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    happened: dict[str, int] = field(default_factory=dict)

    def start_all(self) -> None:
        """Start beat and the workers."""
        self.start("beat", (*CELERY, "beat", "--loglevel", "WARNING", "--pidfile", ""))
        for name in self.names:
            self.start_worker(name)

    def start_worker(self, name: str) -> None:
        self.start(name, (*CELERY, *WORKER, "--hostname", f"{name}@rig"))

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start a process in a session of its own, which ends with the test."""
        with (self.home / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                tie(command, signal.SIGKILL),
                cwd=ROOT,
                env={**self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def run(self, *command: str, patience: float = 300.0) -> str:
        """Run one management command and return what it wrote; AssertionError with its last lines when it fails."""
        words = [sys.executable, "-m", "django", *command]
        done = subprocess.run(
            words, cwd=ROOT, env={**self.environment}, capture_output=True, text=True, timeout=patience
        )
        assert done.returncode == 0, f"{' '.join(command)}: {done.stderr[-3000:]}"
        return done.stdout

    def hand_in(self, file: Path) -> None:
        """Hand documents in as `ingest` does, without the gazetteer that it would load first: 235,000 towns."""
        code = (
            "from pathlib import Path; from events.intake import close_run, take_in; from events.intake.paths import"
            " read_path; from events.intake.runs import run_for_command; run = run_for_command('faults', False);"
            f" take_in(run, read_path(Path({str(file)!r}))); close_run(run)"
        )
        self.run("shell", "--verbosity", "0", "-c", code)

    def kill_worker(self, chance: random.Random) -> None:
        """Kill a worker with all its children, as out of memory does, and start it again."""
        name = chance.choice(self.names)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()
        self.start_worker(name)
        self.note("workers killed")

    def empty_broker(self) -> None:
        """Lose every message."""
        for file in (self.home / "broker" / "queue").glob("*"):
            file.unlink(missing_ok=True)
        self.note("broker emptied")

    @contextmanager
    def full_broker(self) -> Iterator[bool]:
        """Fill the disk of the broker; yields False, and does nothing, where no disk may be mounted."""
        folder = self.home / "broker" / "queue"
        mounted = (
            shutil.which("mount")
            and not subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)], capture_output=True
            ).returncode
        )
        if mounted:
            self.note("broker full")
            with contextlib.suppress(OSError):
                (folder / "filler").write_bytes(b"x" * 16_384)
        try:
            yield bool(mounted)
        finally:
            if mounted:
                subprocess.run(["umount", "-l", str(folder)], check=True)

    def stop_all(self, patience: float = 90.0) -> list[int]:
        """Ask everybody to stop, wait, and return the exit codes."""
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + patience
        codes = []
        for process in self.processes.values():
            try:
                codes.append(process.wait(max(deadline - time.monotonic(), 0.1)))
            except subprocess.TimeoutExpired:
                self.kill_all()
                codes.append(-9)
        return codes

    def kill_all(self) -> None:
        """End what still runs."""
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def note(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1


def make_environment(home: Path, database_url: str) -> dict[str, str]:
    """Return what the rig's processes are started with."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "TMPDIR")}
    return {
        **kept,
        "DATABASE_URL": database_url,
        "NEWSBASE_HOME": str(home),
        "NEWSBASE_LEASE_SECONDS": str(LEASE_SECONDS),
        "NEWSBASE_TAGGER": "tests.faults.poison.PoisonTagger",
        "NEWSBASE_LOG_LEVEL": "INFO",
        "NEWSBASE_READ_NUDGES": "2",
        "DJANGO_SETTINGS_MODULE": "newsbase.settings",
        "PYTHONUNBUFFERED": "1",
        "C_FORCE_ROOT": "1",
    }
