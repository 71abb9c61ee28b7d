"""Reading settings from the environment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newsbase import env


def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NB_TEST", "  ")
    assert env.env_str("NB_TEST", "default") == "default"
    assert env.env_int("NB_TEST", 7) == 7
    assert env.env_bool("NB_TEST", True) is True
    assert env.env_list("NB_TEST", ["a"]) == ["a"]


def test_a_required_variable_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NB_TEST", raising=False)
    with pytest.raises(env.EnvError, match="NB_TEST is not set"):
        env.env_str("NB_TEST", required=True)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("many", lambda: env.env_int("NB_TEST", 1)),
        ("0", lambda: env.env_int("NB_TEST", 1, minimum=1)),
        ("17", lambda: env.env_int("NB_TEST", 1, maximum=16)),
        ("maybe", lambda: env.env_bool("NB_TEST")),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], Any]
) -> None:
    monkeypatch.setenv("NB_TEST", value)
    with pytest.raises(env.EnvError, match=rf"NB_TEST is '{value}'; expected "):
        read()


@pytest.mark.parametrize(("value", "expected"), [("Yes", True), ("on", True), ("0", False), ("FALSE", False)])
def test_reads_yes_and_no(monkeypatch: pytest.MonkeyPatch, value: str, expected: bool) -> None:
    monkeypatch.setenv("NB_TEST", value)
    assert env.env_bool("NB_TEST", not expected) is expected


def test_reads_a_list_without_its_empty_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NB_TEST", " a, b,,c ,")
    assert env.env_list("NB_TEST") == ["a", "b", "c"]


def test_a_path_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NB_TEST", "here")
    assert env.env_path("NB_TEST", "/elsewhere") == tmp_path / "here"
