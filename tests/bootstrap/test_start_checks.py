"""What `up` looks at before it starts anything."""

from __future__ import annotations

import shutil
import socket
from collections import namedtuple
from pathlib import Path

import pytest

from newsbase import start_checks
from newsbase.start_checks import CannotStart, check_disk, check_port, hold_home


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_checks, "PORT_PATIENCE_SECONDS", 0.0)


def test_names_a_port_that_is_in_use_and_another() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"port {port} on 127\.0\.0\.1 is in use.*--port {port + 1}"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "192.0.2.1"])
def test_names_a_host_that_is_not_ours(host: str) -> None:
    with pytest.raises(CannotStart, match="is not an address of this machine"):
        check_port(host, 8000)


def test_a_home_has_one_up_and_the_second_learns_which(tmp_path: Path) -> None:
    with (
        hold_home(tmp_path, "http://127.0.0.1:8000/"),
        pytest.raises(CannotStart, match=r"already up in .* \(process \d+, http://127\.0\.0\.1:8000/\)"),
        hold_home(tmp_path, "http://127.0.0.1:9000/"),
    ):
        pass
    with hold_home(tmp_path, "http://127.0.0.1:9000/"):
        pass


def test_names_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match="set NEWSBASE_HOME"), hold_home(tmp_path / "file" / "home", "x"):
        pass


def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**9, 10**9, 10**6))
    with pytest.raises(CannotStart, match=r"only 1 MB left") as caught:
        check_disk(tmp_path)
    assert "\n" not in str(caught.value)
