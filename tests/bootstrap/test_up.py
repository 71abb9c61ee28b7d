"""`manage.py up` as a person uses it: it comes up, answers, stops wholly, and comes up again after being killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 180  # the first start loads the gazetteer


class Up:
    """One home and the `up` in it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.output = home.with_name(home.name + ".out")
        kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
        self.environment = {**kept, "NEWSBASE_HOME": str(home), "NEWSBASE_WORKERS": "1"}

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, "manage.py", "up", "--no-demo", "--port", str(self.port)]
        with self.output.open("w") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=out, stderr=subprocess.STDOUT, text=True
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "Newsbase is up:" not in self.read():
            assert process.poll() is None, self.read()
            assert time.monotonic() < deadline, self.read()
            time.sleep(0.1)
        return process

    def read(self) -> str:
        return self.output.read_text(errors="replace")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True
        )

    def find_processes(self) -> list[int]:
        """Processes that know this home, by environment or command."""
        found = []
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and int(process.name) != os.getpid():
                try:
                    known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
                except OSError:
                    continue
                if os.fsencode(self.home) in known:
                    found.append(int(process.name))
        return found

    def wait_until_gone(self) -> None:
        deadline = time.monotonic() + 60
        while left := self.find_processes():
            assert time.monotonic() < deadline, f"left behind: {left}"
            time.sleep(0.1)


@pytest.fixture
def up() -> Iterator[Up]:
    home = Path(tempfile.mkdtemp(prefix=f"newsbase-test-{os.getpid()}-up-"))
    home.chmod(0o711)  # root's database account must get in
    up = Up(home)
    yield up
    for pid in up.find_processes():
        os.kill(pid, signal.SIGKILL)
    shutil.rmtree(home, ignore_errors=True)
    up.output.unlink(missing_ok=True)


def test_comes_up_stops_wholly_and_survives_a_kill(up: Up) -> None:
    first = up.start()
    password = (up.home / "first_password").read_text().strip()
    assert (up.home / "first_password").stat().st_mode & 0o777 == 0o600
    assert password not in up.read(), "our output may be a log"
    try:
        status = urllib.request.urlopen(f"http://127.0.0.1:{up.port}/accounts/login/", timeout=30).status
    except urllib.error.HTTPError as error:
        status = error.code
    assert status == 200

    second = up.run("up", "--port", str(up.port + 1))
    assert second.returncode == 1
    assert re.fullmatch(r"CommandError: newsbase is already up in \S+ \(process \d+, \S+\); stop .*\n", second.stderr)

    shared = up.run(
        "shell", "--verbosity", "0", "-c", "from events.models import Location as L; print(L.objects.count())"
    )
    assert int(shared.stdout) > 100_000, "a command beside it works on the same database"

    first.send_signal(signal.SIGINT)
    assert first.wait(timeout=60) == 0, up.read()
    assert up.find_processes() == []
    assert not any(password in file.read_text(errors="replace") for file in (up.home / "logs").iterdir())

    again = up.start()
    assert "first password" not in up.read()
    again.kill()
    again.wait()
    third = up.start()  # while what the killed one left is still going
    third.send_signal(signal.SIGTERM)
    assert third.wait(timeout=60) == 0, up.read()
    up.wait_until_gone()


def test_a_port_in_use_is_one_line_and_starts_nothing(up: Up) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", up.port))
        taken.listen()
        answer = up.run("up", "--port", str(up.port))
    assert answer.returncode == 1
    assert re.fullmatch(rf"CommandError: port {up.port} on 127\.0\.0\.1 is in use; .*\n", answer.stderr)
    assert not (up.home / "postgres").exists()
    assert up.find_processes() == []
