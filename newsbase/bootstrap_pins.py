"""Are the pinned versions already installed in the running interpreter? Standard library only.

Reads the little of the requirement syntax that our own files use: `name[extra,…]~=1.2`, `name`, `-r other.txt`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

LINE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[(?P<extras>[^\]]*)\])?(?:~=(?P<version>[0-9.]+))?$")
EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


@dataclass(frozen=True)
class Pin:
    """One line of a requirements file; `version` is () where any will do."""

    name: str
    extras: tuple[str, ...]
    version: tuple[int, ...]


def read_pins(file: Path) -> Iterator[Pin]:
    """Yield the pins of a file and of those it names with -r; ValueError for a line in another form."""
    for raw in file.read_text(encoding="utf-8").splitlines():
        line = raw.split("#", 1)[0].strip()
        if line.startswith("-r "):
            yield from read_pins(file.parent / line[3:].strip())
        elif line:
            match = LINE.match(line.replace(" ", ""))
            if match is None:
                raise ValueError(f"{file}: cannot read {raw!r}; expected name[extra]~=1.2")
            extras = tuple(part for part in (match["extras"] or "").split(",") if part)
            yield Pin(match["name"], extras, parse_release(match["version"] or ""))


def parse_release(version: str) -> tuple[int, ...]:
    """Return the leading numbers: 5.2.19 → (5, 2, 19), 2.0rc1 → (2, 0), "" → ()."""
    numbers = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(int(part) for part in numbers[0].split(".")) if numbers else ()


def is_compatible(installed: tuple[int, ...], pinned: tuple[int, ...]) -> bool:
    """Tell whether `installed` meets `~= pinned`: not older, and equal in all but the last number given."""
    if not pinned:
        return True
    width = max(len(installed), len(pinned))
    padded = installed + (0,) * (width - len(installed))
    return padded >= pinned + (0,) * (width - len(pinned)) and padded[: len(pinned) - 1] == pinned[:-1]


def are_satisfied(file: Path) -> bool:
    """Tell whether every pin of the file, extras included, is installed; a line we cannot read counts as no."""
    try:
        return all(is_satisfied(pin) for pin in read_pins(file))
    except ValueError:
        return False


def is_satisfied(pin: Pin) -> bool:
    """Tell whether one pin is installed in a fitting version, with the packages its extras ask for."""
    try:
        found = metadata.distribution(pin.name)
    except metadata.PackageNotFoundError:
        return False
    if not is_compatible(parse_release(found.version), pin.version):
        return False
    for requirement in found.requires or ():
        needed_for = EXTRA.search(requirement)
        if needed_for and needed_for[1] in pin.extras and "sys_platform" not in requirement:
            name = re.match(r"[A-Za-z0-9._-]+", requirement)
            if name and not _is_installed(name[0]):
                return False
    return True


def _is_installed(name: str) -> bool:
    try:
        metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return False
    return True
