"""Each measure of docs/THREATS.md names tests that are there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    line
    for line in (ROOT / "docs" / "THREATS.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and not line.startswith(("| threat", "|---"))
]
NAMED = re.compile(r"`((?:tests/|\.ci/)[\w/.]+|test_\w+)`")


@cache
def find_functions() -> frozenset[str]:
    """The names of all test functions."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: re.sub(r"\W+", " ", row)[:40].strip())
def test_a_threat_has_a_measure_and_tests_that_are_there(row: str) -> None:
    threat, measure, tests = (cell.strip() for cell in row.strip("|").split("|"))
    assert threat
    assert measure
    named = NAMED.findall(tests)
    assert named, f"{threat}: no test is named"
    missing = [name for name in named if not ((ROOT / name).exists() if "/" in name else name in find_functions())]
    assert not missing, f"{threat}: {missing}"
