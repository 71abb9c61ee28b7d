"""Entering the environment: stamps, locks and what is said where it cannot be made."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Never

import pytest

from newsbase import bootstrap, bootstrap_pins, bootstrap_pip


class Entered(BaseException):
    """The process would have been replaced."""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose requirements nothing installed satisfies, and a pip that only counts its calls."""
    (tmp_path / "requirements.txt").write_text("newsbase-test-package~=1.0\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "RUNTIME", tmp_path / "requirements.txt")
    monkeypatch.setattr(bootstrap, "DEVELOPMENT", tmp_path / "requirements-dev.txt")
    monkeypatch.delenv("NEWSBASE_VENV", raising=False)
    monkeypatch.setenv(bootstrap.REENTERED, "")

    def install(python: Path, requirements: Path, log: Path, unpacking: Path) -> str:
        with (tmp_path / "calls").open("a") as calls:
            calls.write(f"{requirements.name}\n")
        return ""

    def execute(path: str, arguments: list[str]) -> Never:
        raise Entered(path, arguments)

    monkeypatch.setattr(bootstrap_pip, "install", install)
    monkeypatch.setattr(os, "execv", execute)
    return tmp_path


def read_calls(checkout: Path) -> list[str]:
    return (checkout / "calls").read_text().split() if (checkout / "calls").exists() else []


def start(*arguments: str) -> None:
    with pytest.raises(Entered):
        bootstrap.ensure(["manage.py", *arguments])
    os.environ.pop(bootstrap.REENTERED)  # what the new process does first


def test_installs_once_and_enters_the_environment(checkout: Path) -> None:
    start("up")
    start("up")
    assert read_calls(checkout) == ["requirements.txt"]
    assert (checkout / ".venv/bin/python").exists()


def test_installs_again_when_the_file_changed(checkout: Path) -> None:
    start("up")
    (checkout / "requirements.txt").write_text("newsbase-test-package~=1.1\n")
    start("up")
    assert read_calls(checkout) == ["requirements.txt"] * 2


def test_only_the_tests_install_what_tests(checkout: Path) -> None:
    start("up")
    start("test")
    start("up")
    assert read_calls(checkout) == ["requirements.txt", "requirements-dev.txt"]


def test_an_interrupted_installation_is_made_anew(checkout: Path) -> None:
    start("up")
    (checkout / ".venv/.requirements.txt.sha256").unlink()
    (checkout / ".venv" / bootstrap.UNFINISHED).touch()
    half = checkout / ".venv/half-a-package"
    half.mkdir()
    start("up")
    assert not half.exists()
    assert not (checkout / ".venv" / bootstrap.UNFINISHED).exists()


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path) -> None:
    start("up")
    python = checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    start("up")
    assert os.access(python, os.X_OK)


def test_a_failed_installation_is_not_taken_for_a_good_one(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap_pip, "install", lambda *_: "a download failed")
        with pytest.raises(SystemExit):
            bootstrap.ensure(["manage.py", "up"])
    assert capsys.readouterr().err.endswith("newsbase: a download failed\n")
    start("up")
    assert read_calls(checkout) == ["requirements.txt"]


def test_uses_the_running_interpreter_when_it_has_everything(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap_pins, "are_satisfied", lambda file: True)
    bootstrap.ensure(["manage.py", "up"])
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "NEWSBASE_VENV"), (errno.EACCES, "NEWSBASE_VENV")],
)
def test_says_in_one_line_what_the_disk_refuses(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, said: str
) -> None:
    def refuse(*_: object, **__: object) -> Never:
        raise OSError(number, os.strerror(number), str(checkout / ".venv"))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(SystemExit):
        bootstrap.ensure(["manage.py", "up"])
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [
        ("Darwin", "arm64", ""),
        ("Linux", "riscv64", "glibc 2.36"),
        ("Linux", "x86_64", "glibc 2.17"),
        ("Linux", "x86_64", None),
    ],
)
def test_names_a_platform_without_wheels(
    checkout: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    system: str,
    machine: str,
    libc: str | None,
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr(os, "confstr", lambda name: libc)
    with pytest.raises(SystemExit):
        bootstrap.ensure(["manage.py", "up"])
    assert "no wheels for" in capsys.readouterr().err
    assert read_calls(checkout) == []


def test_does_not_go_round_in_circles(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start("up")
    monkeypatch.setenv(bootstrap.REENTERED, str(checkout / ".venv"))
    with pytest.raises(SystemExit):
        bootstrap.ensure(["manage.py", "up"])


def test_bootstrap_needs_the_standard_library_only() -> None:
    allowed = set(sys.stdlib_module_names) | {"newsbase"}
    folder = Path(bootstrap.__file__).parent
    for file in [folder / "embedded_keeper.py", *folder.glob("bootstrap*.py")]:
        for line in file.read_text().splitlines():
            if line.startswith(("import ", "from ")):
                assert line.split()[1].split(".")[0] in allowed, f"{file.name}: {line}"
