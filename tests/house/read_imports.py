"""Who imports whom, read from the source by ast: nothing is executed, imports inside functions count too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("newsbase", "events")


@dataclass(frozen=True)
class Import:
    """`module` imports `target` (a module of ours, or the full name of a foreign one) on a line of its file."""

    module: str
    target: str
    line: int


def find_sources() -> dict[str, Path]:
    """Return every Python file of the product by module name; migrations are generated and left out."""
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
    return {name_module(file): file for file in files if "migrations" not in file.parts}


def name_module(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def read_imports(known: dict[str, Path]) -> list[Import]:
    """Return all imports of all sources, except those for type checkers alone."""
    return [found for name, file in known.items() for found in _read_file(name, file, known)]


def _read_file(name: str, file: Path, known: dict[str, Path]) -> Iterator[Import]:
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    for node in _walk_without_type_checking(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(name, alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*parents, base] if base else parents)
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield Import(name, inner if inner in known else base, node.lineno)


def _walk_without_type_checking(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for other in node.orelse:
                yield from _walk_without_type_checking(other)
            continue
        yield node
        yield from _walk_without_type_checking(node)
