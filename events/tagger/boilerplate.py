"""Lines of a supplied text that point elsewhere or ask for something: no names and claims of the article are in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from events.pipeline.records import Reading, Span

from .furniture_lines import ANYWHERE, AT_THE_END, compile_lines

# Longer lines are paragraphs, whatever they begin with.
MAX_LINE = 400
_EDGES = " \t\r-–—•*·►▶>»|[](){}"
_LINE = re.compile(r"[^\n]+")
_anywhere = compile_lines(ANYWHERE)
_at_the_end = compile_lines(AT_THE_END)


def find_boilerplate(text: str) -> list[Span]:
    """The lines that are boilerplate, in order; some wordings count only after the last paragraph."""
    lines = [match.span() for match in _LINE.finditer(text) if not match[0].isspace()]
    found = [span for span in lines if _matches(_anywhere, text, span)]
    while lines and (lines[-1] in found or _matches(_at_the_end, text, lines[-1])):
        if lines[-1] not in found:
            found.append(lines[-1])
        lines.pop()
    return sorted(found)


def _matches(pattern: re.Pattern[str], text: str, span: Span) -> bool:
    return span[1] - span[0] <= MAX_LINE and bool(pattern.match(text[slice(*span)].strip(_EDGES)))


def leave_out_boilerplate(text: str, reading: Reading) -> Reading:
    """The reading without names and attributions in boilerplate."""
    lines = find_boilerplate(text)
    if not lines:
        return reading
    entities = tuple(e for e in reading.entities if e.field != "body" or not _touch(lines, [(e.start, e.end)]))
    attributions = tuple(a for a in reading.attributions if not _touch(lines, a.cue or a.content))
    return replace(reading, entities=entities, attributions=attributions)


def _touch(lines: Sequence[Span], spans: Iterable[Span]) -> bool:
    return any(start < last and first < end for start, end in spans for first, last in lines)
