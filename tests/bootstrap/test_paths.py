"""Where the embedded server's files go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from newsbase import embedded_cluster, embedded_paths
from newsbase.embedded_paths import MAX_SOCKET_PATH, SOCKET_NAME, plan_layout


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Plan as root would, with a public state folder of the test's own; gives an open folder."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(embedded_paths, "PUBLIC_STATE", tmp_path / "public")
    monkeypatch.setattr(embedded_paths, "find_closed_folder", lambda path: find_closed_below(tmp_path, path))
    return tmp_path


def find_closed_below(top: Path, path: Path) -> Path | None:
    """As the real one, but blind for what is above the test's folder (pytest's own is private)."""
    parts = [p for p in path.parents if p.is_relative_to(top) and p.exists() and not p.stat().st_mode & 0o001]
    return parts[-1] if parts else None  # the uppermost


def test_data_are_inside_an_open_home(as_root: Path) -> None:
    as_root.chmod(0o755)
    layout = plan_layout(as_root / "home")
    assert layout.data == as_root / "home" / "postgres"
    assert layout.moved_because == ""


def test_a_private_folder_stays_private_and_the_data_go_elsewhere(as_root: Path) -> None:
    as_root.chmod(0o755)
    private = as_root / "private"
    private.mkdir(mode=0o700)
    layout = plan_layout(private / "home")
    assert layout.data.is_relative_to(as_root / "public")
    assert str(private) in layout.moved_because
    assert private.stat().st_mode & 0o777 == 0o700


def test_each_home_has_data_of_its_own(as_root: Path) -> None:
    as_root.chmod(0o700)
    assert plan_layout(as_root / "one").data != plan_layout(as_root / "two").data


def test_data_are_found_again_when_the_folder_was_opened_or_closed_later(as_root: Path) -> None:
    as_root.chmod(0o700)
    outside = plan_layout(as_root / "home").data
    outside.mkdir(parents=True)
    (outside / "PG_VERSION").touch()
    as_root.chmod(0o755)
    assert plan_layout(as_root / "home").data == outside


def test_a_user_keeps_the_data_in_a_private_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    tmp_path.chmod(0o700)
    assert plan_layout(tmp_path).data == tmp_path / "postgres"


def test_a_long_home_has_its_socket_elsewhere(tmp_path: Path) -> None:
    layout = plan_layout(tmp_path / ("long" * 30))
    assert len(os.fsencode(layout.sockets / SOCKET_NAME)) <= MAX_SOCKET_PATH


def test_the_same_home_by_another_name_is_the_same_home(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert plan_layout(tmp_path / "link") == plan_layout(tmp_path / "real")


def test_does_not_use_a_socket_folder_that_somebody_else_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "theirs").mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(embedded_cluster.ClusterError, match="is not ours"):
        embedded_cluster.make_private(tmp_path / "theirs", None)


def test_does_not_follow_a_link_in_place_of_a_socket_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    with pytest.raises(embedded_cluster.ClusterError, match="is not ours"):
        embedded_cluster.make_private(tmp_path / "link", None)
