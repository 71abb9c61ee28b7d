"""Removes what is left of a page's furniture between the paragraphs of its article, and what stands there twice."""

from __future__ import annotations

from collections.abc import Sequence

from events.pipeline.furniture_lines import ANYWHERE, AT_THE_END, compile_lines

# Longer lines are paragraphs, whatever they begin with.
MAX_LINE = 400
# A paragraph this long that comes again is a pull quote or a page's second copy of its text.
MIN_REPEATED = 40

_anywhere = compile_lines(ANYWHERE)
_at_the_end = compile_lines(AT_THE_END)


def clean_lines(lines: Sequence[str], title: str) -> list[str]:
    """Return the article's own lines, in order, without the title where it comes first."""
    kept: list[str] = []
    seen: set[str] = set()
    for raw in lines:
        line = _plain_row(raw.strip())
        if not line or (len(line) <= MAX_LINE and _anywhere.match(_bare(line))):
            continue
        key = " ".join(line.casefold().split())
        if len(key) >= MIN_REPEATED and key in seen:
            continue
        seen.add(key)
        kept.append(line)
    while kept and len(kept[-1]) <= MAX_LINE and _at_the_end.match(_bare(kept[-1])):
        kept.pop()
    if kept and title and kept[0].casefold() == title.casefold():
        kept.pop(0)
    return kept


def _plain_row(line: str) -> str:
    """A table's row is its cells with a bar between them; a row of dashes is nothing."""
    if not (line.startswith("|") and line.endswith("|")):
        return line
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    return " | ".join(cell for cell in cells if cell.strip("-: "))


def _bare(line: str) -> str:
    return line.strip(" \t-–—•*·►▶>»|[](){}")
