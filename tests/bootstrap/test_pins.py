"""Deciding whether the pinned versions are installed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from newsbase.bootstrap_pins import Pin, are_satisfied, is_compatible, is_satisfied, parse_release, read_pins

ROOT = Path(__file__).resolve().parents[2]
releases = st.lists(st.integers(0, 30), min_size=1, max_size=4).map(tuple)


def dotted(release: tuple[int, ...]) -> str:
    return ".".join(map(str, release))


@given(installed=releases, pinned=releases)
def test_compares_releases_as_pip_does(installed: tuple[int, ...], pinned: tuple[int, ...]) -> None:
    assume(len(pinned) > 1)  # ~=1 is not a valid pin
    assert is_compatible(installed, pinned) == SpecifierSet(f"~={dotted(pinned)}").contains(dotted(installed))


def test_reads_our_own_requirement_files() -> None:
    names = {pin.name for pin in read_pins(ROOT / "requirements-dev.txt")}
    assert {"Django", "pytest"} <= names, "the development file brings the runtime file along"


def test_the_interpreter_of_the_tests_has_what_they_need() -> None:
    assert are_satisfied(ROOT / "requirements-dev.txt")


def test_reads_extras_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text("# why\npsycopg[binary,pool]~=3.3  # a driver\n\nruff\n")
    assert list(read_pins(file)) == [Pin("psycopg", ("binary", "pool"), (3, 3)), Pin("ruff", (), ())]


@pytest.mark.parametrize("line", ["Django>=5", "git+https://example.org/x", "Django==5.2", "../wheel.whl"])
def test_counts_a_line_in_another_form_as_not_satisfied(tmp_path: Path, line: str) -> None:
    file = tmp_path / "requirements.txt"
    file.write_text(line + "\n")
    assert not are_satisfied(file)


def test_misses_a_package_that_is_not_installed() -> None:
    assert not is_satisfied(Pin("surely-not-installed-anywhere", (), ()))


def test_misses_another_version() -> None:
    assert not is_satisfied(Pin("Django", (), (99, 0)))


@pytest.mark.parametrize(("text", "numbers"), [("5.2.19", (5, 2, 19)), ("2.0rc1", (2, 0)), ("", ()), ("x", ())])
def test_takes_the_leading_numbers_of_a_version(text: str, numbers: tuple[int, ...]) -> None:
    assert parse_release(text) == numbers
