"""Times every regular expression of the product against strings made to be slow; run as a program, writes JSON lines.

Patterns are those compiled in any module of events/ and newsbase/ once it is imported, and those written as literals in
calls of `re`. Each is tried on strings pumped from its own literals and from what usually hurts: each for at most
LIMIT_SECONDS, by a timer that the matcher honours.
"""

from __future__ import annotations

import ast
import gc
import importlib
import json
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
# Matching at one place must be fast at length; looking for a match at each place is quadratic by nature, and is tried
# on a tenth of it: what is worse than quadratic takes seconds there.
LENGTH = 4_000
# Matched against names alone, of which none is longer.
ON_NAMES = ("events.pipeline.place_words.", "events.gazetteer.", "events.names.", "events/names/")
NAME_LENGTH = 500
LIMIT_SECONDS = 2.0
PUMPS = (
    *("a", "A", "1", " ", "\t", "\n", ".", ",", "-", "'", '"', "“", "(", "<", ">", "&", "/", "a ", "A ", "1,", "1 "),
    *(". A", "a.", "<a", "</", "Aa ", "A. ", "a-", " \n", '="', "ab ", "of the ", "and A ", "said ", "0:", "é"),
)
CALLS = {"compile", "match", "search", "sub", "subn", "findall", "finditer", "fullmatch", "split"}


class TooSlow(Exception):
    pass


def collect() -> dict[str, re.Pattern[str]]:
    """Return where -> pattern, for text patterns and for those of bytes read as text."""
    import django

    django.setup()
    for package in ("events", "newsbase"):
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if ".migrations." not in found.name and ".train" not in found.name and "asgi" not in found.name:
                importlib.import_module(found.name)
    patterns: dict[str, re.Pattern[str]] = {}
    ours = {id(value): name for name, module in list(sys.modules.items()) if name.split(".")[0] in ("events", "newsbase")
            for value in list(vars(module).values()) if isinstance(value, (re.Pattern, list, tuple, dict))}  # fmt: skip
    for thing in gc.get_objects():
        if id(thing) in ours and not isinstance(thing, re.Pattern):
            members = thing.values() if isinstance(thing, dict) else thing
            for number, member in enumerate(members):
                if isinstance(member, re.Pattern):
                    add(patterns, f"{ours[id(thing)]}[{number}]", member.pattern, member.flags)
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("events", "newsbase"):
            for key, value in list(vars(module).items()):
                if isinstance(value, re.Pattern):
                    add(patterns, f"{name}.{key}", value.pattern, value.flags)
    for file in sorted([*(ROOT / "events").rglob("*.py"), *(ROOT / "newsbase").rglob("*.py")]):
        for line, text in literals(file):
            add(patterns, f"{file.relative_to(ROOT)}:{line}", text, 0)
    return patterns


def literals(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CALLS):
            continue
        first = node.args[0] if node.args else None
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and isinstance(first, ast.Constant):
            text = first.value
            if isinstance(text, (str, bytes)):
                yield node.lineno, text if isinstance(text, str) else text.decode("latin-1")


def add(patterns: dict[str, re.Pattern[str]], where: str, pattern: str | bytes, flags: int) -> None:
    text = pattern if isinstance(pattern, str) else pattern.decode("latin-1")
    if all(text != known.pattern for known in patterns.values()):
        try:
            patterns[where] = re.compile(text, flags & (re.I | re.M | re.S | re.X | re.A))
        except re.error:
            return


def pumps_of(pattern: str) -> list[str]:
    """Return what usually hurts, and pieces of the pattern's own words, alone and by twos."""
    words = list(re.findall(r"[A-Za-z]{2,12}", pattern))[:6]
    marks = list(dict.fromkeys(re.findall(r"[^\\\w\s(){}\[\]?*+|^$.]", pattern)))[:6]
    own = [
        *words,
        *(f"{word} " for word in words),
        *marks,
        *(f"{mark}a" for mark in marks),
        *(f"a{mark} " for mark in marks),
    ]
    return list(dict.fromkeys([*PUMPS, *own]))


def time_one(pattern: re.Pattern[str], length: int) -> tuple[float, str]:
    """Return the worst time and the pump that made it."""
    worst, culprit = 0.0, ""
    for pump in pumps_of(pattern.pattern):
        for size, run in ((length, pattern.match), (length // 10, pattern.search)):
            text = pump * (size // len(pump)) + "\x01!"
            began = time.perf_counter()
            try:
                signal.setitimer(signal.ITIMER_REAL, LIMIT_SECONDS)
                run(text)
            except TooSlow:
                return LIMIT_SECONDS, pump
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
            took = time.perf_counter() - began
            if took > worst:
                worst, culprit = took, pump
    return worst, culprit


def main() -> None:
    def stop(number: int, frame: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGALRM, stop)
    for where, pattern in collect().items():
        seconds, pump = time_one(pattern, NAME_LENGTH if where.startswith(ON_NAMES) else LENGTH)
        print(
            json.dumps({"where": where, "seconds": round(seconds, 4), "pump": pump, "pattern": pattern.pattern[:200]})
        )


if __name__ == "__main__":
    main()
