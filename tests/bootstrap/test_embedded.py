"""The embedded PostgreSQL: shared while used, gone afterwards, whatever happens to its users."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from newsbase import embedded, embedded_cluster
from newsbase.embedded_paths import plan_layout

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from newsbase import embedded
with embedded.hold(Path(sys.argv[1]), durable=False):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """One cluster for this file, in a folder that root's database account can enter."""
    folder = Path(tempfile.mkdtemp(prefix=f"newsbase-test-{os.getpid()}-"))  # pytest's own folders are private
    folder.chmod(0o711)
    yield folder
    assert not embedded.is_running(folder), "a test left its server behind"
    shutil.rmtree(folder)


def start_holder(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end_holder(process: subprocess.Popen[str], kill: bool = False) -> None:
    if kill:
        process.kill()
    process.communicate()


def wait_until_down(home: Path) -> None:
    for _ in range(600):
        if not embedded.is_running(home):
            return
        time.sleep(0.05)
    pytest.fail("the server still runs")


def read_server_pid(home: Path) -> int:
    return int((plan_layout(home).data / "postmaster.pid").read_text().split()[0])


def test_gives_a_database_with_vectors_and_takes_it_away(home: Path) -> None:
    with embedded.hold(home, durable=False) as url:
        assert url == embedded.database_url(home)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT '[1,2]'::vector <-> '[1,4]'::vector").fetchone() == (2.0,)
            assert connection.info.server_version // 10000 == embedded_cluster.MAJOR
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not embedded.is_running(home)
    assert not (plan_layout(home).data / "postmaster.pid").exists()


def test_data_and_socket_are_closed_to_others(home: Path) -> None:
    with embedded.hold(home, durable=False):
        for folder in (plan_layout(home).data, plan_layout(home).sockets, home / "run"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_two_commands_share_one_server(home: Path) -> None:
    other = start_holder(home)
    pid = read_server_pid(home)
    with embedded.hold(home, durable=False):
        assert read_server_pid(home) == pid
    assert embedded.is_running(home), "the first still uses it"
    end_holder(other)
    assert not embedded.is_running(home)


def test_letting_go_of_one_home_leaves_another_alone(home: Path) -> None:
    other = home / "another"
    other.mkdir(mode=0o711)
    with embedded.hold(home, durable=False) as url:
        with embedded.hold(other, durable=False):
            pass
        assert not embedded.is_running(other)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_two_first_users_at_the_same_instant_get_one_server(home: Path) -> None:
    command = [sys.executable, "-c", HOLDER, str(home)]
    pair = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    for process in pair:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
    for process in pair:
        end_holder(process)
        assert process.returncode == 0
    assert not embedded.is_running(home)


def test_a_killed_user_does_not_keep_the_server(home: Path) -> None:
    end_holder(start_holder(home), kill=True)
    wait_until_down(home)


def test_starts_after_keeper_and_server_were_killed(home: Path) -> None:
    holder = start_holder(home)
    pid = read_server_pid(home)
    keeper = int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(keeper, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)
    end_holder(holder, kill=True)
    with embedded.hold(home, durable=False) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_starts_where_the_keeper_dies_while_its_server_is_waited_for(home: Path) -> None:
    lock = home / "run" / "keeper.lock"
    dying = "import fcntl, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, 2); print(flush=True); time.sleep(0.3)"
    with subprocess.Popen([sys.executable, "-c", dying, str(lock)], stdout=subprocess.PIPE) as keeper:
        assert keeper.stdout is not None
        keeper.stdout.readline()
        with embedded.hold(home, durable=False) as url, psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_stale_lock_files_whose_number_now_belongs_to_another_process_are_no_hindrance(home: Path) -> None:
    layout = plan_layout(home)
    for name in (layout.data / "postmaster.pid", layout.sockets / ".s.PGSQL.5432.lock"):
        name.write_text(f"{os.getpid()}\n{layout.data}\n1700000000\n5432\n{layout.sockets}\n\n  1 2\nready\n")
    with embedded.hold(home, durable=False) as url, psycopg.connect(url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_refuses_data_of_another_major_version_in_words(home: Path) -> None:
    version = plan_layout(home).data / "PG_VERSION"
    version.write_text("16\n")
    try:
        with pytest.raises(embedded.EmbeddedError, match="made by PostgreSQL 16, the embedded server is 18"):
            embedded.hold(home, durable=False).__enter__()
    finally:
        version.write_text("18\n")
    assert not embedded.is_running(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs as another account")
def test_names_the_folder_that_was_closed_later_and_leaves_it_closed(home: Path) -> None:
    home.chmod(0o700)
    try:
        with pytest.raises(embedded.EmbeddedError, match=rf"cannot enter {home}.*chmod o\+x {home}"):
            embedded.hold(home, durable=False).__enter__()
        assert home.stat().st_mode & 0o777 == 0o700
    finally:
        home.chmod(0o711)


def test_shows_the_log_when_the_server_cannot_start(home: Path) -> None:
    settings = plan_layout(home).data / "postgresql.conf"
    text = settings.read_text()
    settings.write_text(text + "\nno_such_setting = 1\n")
    try:
        with pytest.raises(embedded.EmbeddedError, match="no_such_setting"):
            embedded.hold(home, durable=False).__enter__()
    finally:
        settings.write_text(text)
    wait_until_down(home)


def test_does_not_take_a_folder_that_is_not_a_cluster(tmp_path: Path, home: Path) -> None:
    other = home / "other"
    (other / "postgres").mkdir(parents=True)
    (other / "postgres" / "holiday.jpg").touch()
    other.chmod(0o711)
    with pytest.raises(embedded.EmbeddedError, match="not a PostgreSQL data folder"):
        embedded.hold(other, durable=False).__enter__()
    assert (other / "postgres" / "holiday.jpg").exists()


def test_settings_fit_the_machine() -> None:
    from newsbase.embedded_conf import GIGABYTE, MEGABYTE, build_settings

    small = build_settings(512 * MEGABYTE, GIGABYTE, 1, 0, durable=True)
    large = build_settings(256 * GIGABYTE, 1000 * GIGABYTE, 64, GIGABYTE, durable=True)
    assert (small["shared_buffers"], large["shared_buffers"]) == ("64MB", "4096MB")
    assert (small["max_wal_size"], large["max_wal_size"]) == ("256MB", "4096MB")
    assert small["dynamic_shared_memory_type"] == "mmap", "a container's small /dev/shm cannot serve parallel queries"
    assert "fsync" not in large
