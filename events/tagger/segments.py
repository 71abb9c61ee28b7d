"""Cut a document into the pieces that attributions are read in: sentences joined across quotations, quotations folded.

A statement in quotation marks becomes one unit, so that the rules see `Q , Smith said .` however long the quotation is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from events.pipeline.records import Span

from .quotes import Quote
from .tokens import Tokens

QUOTE = "“”"
# The rules look both ways from every cue; more units than any real sentence has are read in pieces of this size.
MAX_UNITS = 500
# Share of capitalised words from which a line is set as a headline.
HEADLINE_SHARE = 0.6
# TEHRAN (Tasnim) – …   WASHINGTON, Jan 5 (Reuters) - …   what stands before the dash is no part of a sentence.
_DATELINE = re.compile(
    r"(?:[A-Z][\w.'’-]*+[ ,/]{1,2}){0,6}(?:[A-Z][\w.'’-]*+|\d{1,2}(?:, \d{4})?)?"
    r"\s?(?:\([^()\n]{2,40}\)\s?)?(?:[–—]|-{1,2})\s"
)
_CAPITAL_START = re.compile(r"[A-Z]{3,}|[A-Z][a-z]+(?:, [A-Z][a-z]+)?[^.\n]{0,30}\([A-Z][\w .]{1,30}\)|\([A-Z]")


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece, as parallel lists of units; `lower` is QUOTE for a folded quotation, else the word in lower case."""

    text: str
    paragraph: int
    raw: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    quotes: list[Quote | None]

    def __len__(self) -> int:
        return len(self.lower)

    @property
    def is_headline(self) -> bool:
        """Whether most words are capitalised, so that capitals tell nothing."""
        words = [word for word in self.raw if word[0].isalpha()]
        return sum(word[0].isupper() for word in words) > HEADLINE_SHARE * len(words)

    @property
    def only_quotes(self) -> bool:
        """Whether it says nothing outside quotation marks."""
        return QUOTE in self.lower and all(word == QUOTE or not word.isalnum() for word in self.lower)


def find_dateline_end(text: str, start: int) -> int:
    """Where the sentence proper begins in a paragraph that may open with a dateline."""
    match = _DATELINE.match(text, start, start + 120)
    return match.end() if match and _CAPITAL_START.match(text, start, match.end()) else start


def cut_segments(
    tokens: Tokens, paragraphs: Sequence[Span], sentences: Sequence[Span], quotes: Sequence[Quote]
) -> list[Segment]:
    """The segments in order; white space, line ends and datelines belong to none."""
    stating = [quote for quote in quotes if quote.states]
    segments: list[Segment] = []
    number = 0
    for index, (start, end) in enumerate(paragraphs):
        begin = find_dateline_end(tokens.text, start)
        pieces: list[Span] = []
        while number < len(sentences) and sentences[number][0] < end:
            pieces.append(sentences[number])
            number += 1
        inside = [quote for quote in stating if start <= quote.start < end]
        for piece in _join_across(pieces, inside):
            segments.extend(_fold(tokens, index, max(begin, piece[0]), piece[1], inside))
    return segments


def _join_across(sentences: Sequence[Span], quotes: Sequence[Quote]) -> list[Span]:
    joined: list[Span] = []
    place = 0
    for start, end in sentences:
        while place < len(quotes) and quotes[place].end <= start:
            place += 1
        if joined and place < len(quotes) and quotes[place].start < joined[-1][1] and start < quotes[place].end:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _fold(tokens: Tokens, paragraph: int, start: int, end: int, quotes: Sequence[Quote]) -> list[Segment]:
    found: list[Segment] = []
    current = Segment(tokens.text, paragraph, [], [], [], [], [])
    index = bisect_left(tokens.starts, start)
    inside = [quote for quote in quotes if start <= quote.start < end]
    place = 0
    while index < len(tokens) and tokens.starts[index] < end:
        at = tokens.starts[index]
        while place < len(inside) and inside[place].end <= at:
            place += 1
        if place < len(inside) and inside[place].start <= at:
            quote = inside[place]
            _append(current, tokens.text[quote.start : quote.end], QUOTE, quote.start, quote.end, quote)
            index = bisect_left(tokens.starts, quote.end, index + 1)
        else:
            if tokens.words[index] != "\n":
                _append(current, tokens.words[index], tokens.lower[index], at, tokens.ends[index], None)
            index += 1
        if len(current) >= MAX_UNITS:
            found.append(current)
            current = Segment(tokens.text, paragraph, [], [], [], [], [])
    if len(current):
        found.append(current)
    return found


def _append(segment: Segment, raw: str, lower: str, start: int, end: int, quote: Quote | None) -> None:
    segment.raw.append(raw)
    segment.lower.append(lower)
    segment.starts.append(start)
    segment.ends.append(end)
    segment.quotes.append(quote)
