"""Starts the services of docker-compose.yml by hand: the same commands and environment, other hosts and ports."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsbase.supervise import tie
from tests.deploy.compose import ROOT

# Of the machine's own environment nothing comes in but this; the rest is what the compose file gives.
KEPT = ("HOME", "LANG", "TMPDIR", "NEWSBASE_VENV")


@dataclass
class Process:
    """A service's process and the file that its output goes to."""

    name: str
    handle: subprocess.Popen[bytes]
    log: Path

    def read_log(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self, patience: float) -> int:
        """Send what `docker stop` sends and return the exit code; SIGKILL, seen as -9, when the patience ends."""
        self.handle.send_signal(signal.SIGTERM)
        return self.wait(patience)

    def wait(self, patience: float) -> int:
        try:
            return self.handle.wait(patience)
        except subprocess.TimeoutExpired:
            self.handle.kill()
            return self.handle.wait()


@dataclass(frozen=True)
class Stage:
    """The services as read, what to write for their hosts and ports, and where their files go."""

    services: Mapping[str, Mapping[str, Any]]
    replaced: Mapping[str, str]
    folder: Path

    def build_environment(self, service: str) -> dict[str, str]:
        """Return the service's environment; `python3` is the interpreter that runs the tests."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        given = {name: self.translate(str(value)) for name, value in self.services[service]["environment"].items()}
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "/usr/bin:/bin")])
        home = {"NEWSBASE_HOME": str(self.folder / "state"), "PYTHONUNBUFFERED": "1"}
        return {**kept, "PATH": path, **home, **given}

    def translate(self, text: str) -> str:
        for old, new in self.replaced.items():
            text = text.replace(old, new)
        return text

    def start(self, service: str, name: str = "", command: Sequence[str] = ()) -> Process:
        """Start a service, or another command in its environment."""
        name = name or service
        log = self.folder / f"{name}.log"
        words = [self.translate(word) for word in command or self.services[service]["command"]]
        with log.open("wb") as output:
            handle = subprocess.Popen(
                # Nothing is left behind by a killed run of the tests.
                tie([word.replace("newsbase@%h", f"newsbase@{name}") for word in words], signal.SIGTERM),
                cwd=ROOT,
                env=self.build_environment(service),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return Process(name, handle, log)

    def run(self, service: str, command: Sequence[str], patience: float = 60.0) -> str:
        """Run a command as `docker compose exec` would and return its output; AssertionError when it fails."""
        process = self.start(service, f"{service}-{command[-2]}", command)
        code = process.wait(patience)
        assert code == 0, f"{' '.join(command)} ended with {code}:\n{process.read_log()}"
        return process.read_log()


def wait_until(what: str, is_so: Callable[[], bool], processes: Sequence[Process], patience: float = 60.0) -> None:
    """Return once it is so; AssertionError with everybody's log when it does not come, or when somebody died."""
    deadline = time.monotonic() + patience
    while not is_so():
        dead = [process.name for process in processes if process.handle.poll() is not None]
        if dead or time.monotonic() > deadline:
            logs = "\n".join(f"--- {process.name}\n{process.read_log()[-3000:]}" for process in processes)
            raise AssertionError(f"waited for: {what}; ended: {dead or 'nobody'}\n{logs}")
        time.sleep(0.2)
