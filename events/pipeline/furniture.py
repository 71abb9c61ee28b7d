"""Removes what is left of a page's furniture between the paragraphs of its article, and what stands there twice."""

from __future__ import annotations

from collections.abc import Sequence

from events.tagger.furniture_lines import ANYWHERE, AT_THE_END, compile_lines

# Longer lines are paragraphs, whatever they begin with.
MAX_LINE = 400
# A cell this long is no table's: old pages lay out their columns so.
MAX_CELL = 200
# A section's name before the headline: "Politics | ".
MAX_KICKER = 40
# A paragraph this long that comes again is a pull quote or a page's second copy of its text.
MIN_REPEATED = 40

_anywhere = compile_lines(ANYWHERE)
_at_the_end = compile_lines(AT_THE_END)


def clean_lines(lines: Sequence[str], title: str) -> list[str]:
    """Return the article's own lines, in order, without the title where it comes first."""
    kept: list[str] = []
    seen: set[str] = set()
    for line in (part for raw in lines for part in _split_row(raw.strip())):
        if not line or (len(line) <= MAX_LINE and _anywhere.match(_bare(line))):
            continue
        key = " ".join(line.casefold().split())
        if len(key) >= MIN_REPEATED and key in seen:
            continue
        seen.add(key)
        kept.append(line)
    while kept and len(kept[-1]) <= MAX_LINE and _at_the_end.match(_bare(kept[-1])):
        kept.pop()
    if kept and title and len(kept[0]) <= len(title) + MAX_KICKER and kept[0].casefold().endswith(title.casefold()):
        kept.pop(0)
    return kept


def _split_row(line: str) -> list[str]:
    """A table's row is its cells with a bar between them, a column of a page a line; a row of dashes is nothing."""
    if not (line.startswith("|") and line.endswith("|")):
        return [line]
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    cells = [cell for cell in cells if cell.strip("-: ")]
    return cells if any(len(cell) > MAX_CELL for cell in cells) else [" | ".join(cells)]


def _bare(line: str) -> str:
    return line.strip(" \t-–—•*·►▶>»|[](){}")
