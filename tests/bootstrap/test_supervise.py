"""Keeping child processes running, and ending all of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbase import supervise
from newsbase.log_lines import LinePrinter
from newsbase.supervise import Service, Supervisor

ROOT = Path(__file__).resolve().parents[2]
STUBBORN = """
import signal, subprocess, sys, time
for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
    signal.signal(number, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""
POLITE = "import time; print('ready', flush=True); time.sleep(600)"


@pytest.fixture
def lines() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def supervise_script(
    lines: list[tuple[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Supervisor]]:
    """Start scripts as services, with short patience; whatever is left at the end is stopped."""
    monkeypatch.setattr(supervise, "WARM_STOP_SECONDS", 0.3)
    monkeypatch.setattr(supervise, "COLD_STOP_SECONDS", 0.3)
    monkeypatch.setattr(supervise, "FIRST_BACKOFF_SECONDS", 0.05)
    started: list[Supervisor] = []

    def start(**scripts: str) -> Supervisor:
        services = [Service(name, (sys.executable, "-c", script)) for name, script in scripts.items()]
        supervisor = Supervisor(services, dict(os.environ), tmp_path, lambda *line: lines.append(line))
        supervisor.start()
        started.append(supervisor)
        return supervisor

    yield start
    for supervisor in started:
        supervisor.stop()


def wait_for(condition: Callable[[], bool], supervisor: Supervisor | None = None) -> None:
    for _ in range(400):
        if condition():
            return
        if supervisor:
            supervisor.tend()
        time.sleep(0.05)
    pytest.fail("it did not happen")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_passes_on_what_a_service_prints(
    supervise_script: Callable[..., Supervisor], lines: list[tuple[str, str]]
) -> None:
    supervise_script(web="import sys; sys.stdout.buffer.write(b'caf\\xc3\\xa9 \\xff\\n'); sys.stderr.write('two\\n')")
    wait_for(lambda: len(lines) == 2)
    assert set(lines) == {("web", "café �"), ("web", "two")}


def test_starts_a_dead_service_again_and_says_so(
    supervise_script: Callable[..., Supervisor], lines: list[tuple[str, str]]
) -> None:
    supervisor = supervise_script(web=POLITE, worker="print('once'); raise SystemExit(3)")
    wait_for(lambda: lines.count(("worker", "once")) >= 2, supervisor)
    assert any(name == "worker" and "ended with code 3; starting again in" in line for name, line in lines)
    assert lines.count(("web", "ready")) == 1


def test_waits_longer_after_each_failure(supervise_script: Callable[..., Supervisor]) -> None:
    supervisor = supervise_script(worker="raise SystemExit(1)")
    wait_for(lambda: supervisor.children["worker"].backoff >= supervise.FIRST_BACKOFF_SECONDS * 8, supervisor)
    assert supervisor.children["worker"].backoff <= supervise.LONGEST_BACKOFF_SECONDS


def test_ends_a_service_that_refuses_and_the_children_of_it(
    supervise_script: Callable[..., Supervisor], lines: list[tuple[str, str]]
) -> None:
    supervisor = supervise_script(worker=STUBBORN)
    wait_for(lambda: bool(lines))
    grandchild, leader = int(lines[0][1]), supervisor.children["worker"].process.pid
    supervisor.stop()
    wait_for(lambda: not is_alive(grandchild) and not is_alive(leader))
    assert any("still busy" in line for _, line in lines)


def test_a_service_does_not_get_the_ctrl_c_of_the_terminal(supervise_script: Callable[..., Supervisor]) -> None:
    supervisor = supervise_script(web=POLITE)
    assert os.getsid(supervisor.children["web"].process.pid) != os.getsid(0)


def test_services_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    script = f"""
import os, sys, time
from pathlib import Path
from newsbase.supervise import Service, Supervisor
supervisor = Supervisor([Service("web", (sys.executable, "-c", {POLITE!r}))], os.environ, Path("."), print)
supervisor.start()
print(supervisor.children["web"].process.pid, flush=True)
time.sleep(600)
"""
    process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    pid = int(next(line for line in process.stdout if line.strip().isdigit()))
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_for(lambda: not is_alive(pid))


def test_log_lines_cannot_drive_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printer = LinePrinter(tmp_path / "up.log")
    printer.write("web", "title \x1b[2J\x07 end")
    printer.close()
    assert capsys.readouterr().err == "web    | title �[2J� end\n"
    assert "title" in (tmp_path / "up.log").read_text()


def test_quiet_shows_troubles_with_their_whole_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printer = LinePrinter(tmp_path / "up.log")
    printer.quiet = True
    for line in (
        "usual",
        "Traceback (most recent call last):",
        "  File x",
        "KeyError: 1",
        "usual again",
        "12:00 ERROR no",
    ):
        printer.write("worker", line)
    printer.close()
    shown = [line.split("| ")[1] for line in capsys.readouterr().err.splitlines()]
    assert shown == ["Traceback (most recent call last):", "  File x", "KeyError: 1", "12:00 ERROR no"]
