"""Small files: what a file is about fits on a few screens, or its first lines say why not."""

from __future__ import annotations

import statistics
from pathlib import Path

from tests.house.read_imports import ROOT, find_sources

LIMIT = 300
USUAL = 200
HIGHEST_MEDIAN = 100  # the aim is 80
REASON = "Longer than 300 lines:"


def count_lines(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def find_tests() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))


def test_no_file_is_long_without_a_reason_at_its_top() -> None:
    files = [*find_sources().values(), *find_tests(), *(ROOT / "templates").rglob("*.html")]
    head = {file: "\n".join(file.read_text(encoding="utf-8").splitlines()[:15]) for file in files}
    long = [str(f.relative_to(ROOT)) for f in files if count_lines(f) > LIMIT and REASON not in head[f]]
    assert long == [], f'split them, or write "{REASON} …" into their first lines'


def test_the_median_file_is_small() -> None:
    sizes = [size for file in find_sources().values() if (size := count_lines(file))]
    assert statistics.median(sizes) <= HIGHEST_MEDIAN


def test_few_files_are_longer_than_usual() -> None:
    sizes = [size for file in find_sources().values() if (size := count_lines(file))]
    assert sum(size > USUAL for size in sizes) <= len(sizes) * 0.1


def test_no_dumping_grounds() -> None:
    names = {"utils", "helpers", "helper", "util", "misc", "common", "services_lib"}
    files = [f for f in (*find_sources().values(), *find_tests()) if f.stem in names or f.parent.name in names]
    assert files == []
