"""Find what stands in quotation marks, paragraph by paragraph, also where the marks are mixed or never closed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from events.pipeline.records import Span

_DOUBLE = re.compile(r"[\"“”„«»]|``|''")
_OPENING = {"“", "„", "«", "``"}
_CLOSING = {"”", "»"}
_EITHER = {'"', "''"}
# A single mark opens at a word's start and closes at a word's end; what is between must not cross a double one.
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=[\w“\"(])([^\n\"“”]{2,400}?[\w.,!?…)])['’](?![\w])")
_WORD = re.compile(r"[^\W_]+(?:['’-]\w+)*")
# Under this many words, and without a sentence's end inside, quoted words are a name or scare quotes, not a statement.
MIN_STATEMENT_WORDS = 4


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation with its marks; `closed` is false where the paragraph ended first. `words` counts those inside."""

    start: int
    end: int
    closed: bool
    words: int
    sentence_like: bool

    @property
    def states(self) -> bool:
        """Whether it may be somebody's statement by itself, rather than a name or scare quotes."""
        return self.words >= MIN_STATEMENT_WORDS or (self.words >= 1 and self.sentence_like)


def find_quotes(text: str, paragraphs: Sequence[Span], sentence_ends: Sequence[int]) -> list[Quote]:
    """The outermost quotations in order. `sentence_ends` bound one that was opened in mid-paragraph and never closed."""
    found: list[Quote] = []
    for number, (start, end) in enumerate(paragraphs):
        doubles = _find_doubles(text, start, end)
        if doubles and doubles[-1][2] is False:
            doubles[-1] = _end_unclosed(text, doubles[-1], paragraphs, number, sentence_ends)
        taken = [(a, b) for a, b, _ in doubles]
        singles = [(*m.span(), True) for m in _SINGLE.finditer(text, start, end) if not _crosses(m.span(), taken)]
        found.extend(_make_quote(text, *item) for item in sorted(doubles + singles))
    return found


def _find_doubles(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Quotations in double marks of one paragraph, as (start, end, closed)."""
    found: list[tuple[int, int, bool]] = []
    opened: int | None = None
    for match in _DOUBLE.finditer(text, start, end):
        mark = match.group()
        if opened is None:
            if mark in _OPENING or (mark in _EITHER and _may_open(text, match.end() - 1, end)):
                opened = match.start()
            elif (
                mark == "”"
                and _may_open(text, match.start(), end)
                and not text[match.start() - 1 : match.start()].strip()
            ):
                opened = match.start()  # a wrong mark, set by a program
        elif mark in _CLOSING or (mark in _EITHER and not _only_opens(text, match, opened, end)):
            found.append((opened, match.end(), True))
            opened = None
    if opened is not None:
        found.append((opened, end, False))
    return found


def _may_open(text: str, at: int, end: int) -> bool:
    return at + 1 < end and not text[at + 1].isspace()


def _only_opens(text: str, mark: re.Match[str], opened: int, end: int) -> bool:
    """A straight mark after a space and before a letter cannot close."""
    before, behind = mark.start() - 1, mark.end()
    return before > opened and text[before].isspace() and behind < end and text[behind].isalnum()


def _end_unclosed(
    text: str, quote: tuple[int, int, bool], paragraphs: Sequence[Span], number: int, sentence_ends: Sequence[int]
) -> tuple[int, int, bool]:
    """A quotation goes on to the paragraph's end if it began it or the next opens one too; else to its sentence's end."""
    start, end, _ = quote
    goes_on = number + 1 < len(paragraphs) and text[paragraphs[number + 1][0]] in '"“„«'
    if goes_on or start == paragraphs[number][0]:
        return quote
    for stop in sentence_ends:
        if start < stop <= end:
            return (start, stop, False)
    return quote


def _crosses(span: Span, taken: Sequence[Span]) -> bool:
    return any(span[0] < b and a < span[1] for a, b in taken)


def _make_quote(text: str, start: int, end: int, closed: bool) -> Quote:
    inside = text[start + 1 : end - 1 if closed else end]
    words = sum(1 for _ in _WORD.finditer(inside))
    ending = inside.rstrip()[-1:]
    return Quote(start, end, closed, words, ending in {".", ",", "!", "?", "…"})
