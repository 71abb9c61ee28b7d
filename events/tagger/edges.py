"""Put the edges of a name where words and lines have theirs: no name goes over a line end or stops at its hyphen."""

from __future__ import annotations

import re

from events.pipeline.records import Span

_LINE = re.compile(r"[^\n]+")
_REST = re.compile(r"[A-Z]\w*")
_EDGE_SIGNS = " \t\r-‐‑,;:"


def mend_edges(text: str, start: int, end: int) -> list[Span]:
    """The span cut at line ends; signs at its edges go, but a name that breaks off at a hyphen is read to its end."""
    mended = []
    for line in _LINE.finditer(text, start, end):
        first, last = line.span()
        rest = _REST.match(text, last) if text[last - 1] in "-‐‑" else None
        if rest is not None and last == end:
            last = rest.end()
        while last > first and text[last - 1] in _EDGE_SIGNS:
            last -= 1
        while first < last and text[first] in _EDGE_SIGNS:
            first += 1
        if first < last:
            mended.append((first, last))
    return mended
