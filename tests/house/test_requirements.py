"""What the product imports is named in requirements.txt: another package that happens to bring it may drop it."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[2]
OWN = {"newsbase", "events", "tests"}
# Training has requirements of its own, installed by whoever trains.
ELSEWHERE = (ROOT / "events/tagger/train",)
# kombu is celery's own transport and comes with it; pytest runs by `manage.py test` alone; `bench tagger` asks for spacy.
OTHERWISE = {"kombu", "pytest", "spacy"}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def find_imports() -> Iterator[tuple[Path, str]]:
    for folder in ("newsbase", "events"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if any(file.is_relative_to(other) for other in ELSEWHERE):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    yield from ((file, alias.name.split(".")[0]) for alias in node.names)
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    yield file, node.module.split(".")[0]


def test_each_package_that_is_imported_is_required() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {plain(match[0]) for line in lines if (match := re.match(r"[A-Za-z][\w.-]*", line))}
    makers = packages_distributions()
    missing = {
        f"{file.relative_to(ROOT)} imports {name}"
        for file, name in find_imports()
        if name not in sys.stdlib_module_names | OWN | OTHERWISE
        and not {plain(maker) for maker in makers.get(name, [name])} & required
    }
    assert not missing, sorted(missing)
