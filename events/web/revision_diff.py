"""What changed between two states of a text, word by word: a pure function that stays cheap on hostile texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_LINES = 4_000
MOST_WORDS = 3_000
"""difflib takes time by the square of what differs: 4,000 lines or 3,000 words that all differ take about a second;
what is longer is shown as replaced whole."""
KEPT_AROUND = 1
"""Unchanged paragraphs shown on each side of a change; longer stretches are folded to a line that counts them."""
_WORDS = re.compile(r"\s*\S+|\s+")


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that both texts have (`same`), only the older one (`gone`) or only the newer one (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph with its changes, or `skipped` unchanged ones that are not shown."""

    parts: Sequence[Part]
    skipped: int = 0


def compare_texts(old: str, new: str) -> list[Passage]:
    """Compare two texts paragraph by paragraph, and changed paragraphs word by word; [] where nothing changed."""
    before, after = _cut_lines(old), _cut_lines(new)
    if before == after:
        return []
    passages: list[Passage] = []
    for kind, a, b, c, d in _match(before, after, MOST_LINES):
        if kind == "equal":
            passages += _fold(before[a:b], is_first=not passages, is_last=d == len(after))
        else:
            passages += list(_compare_lines(before[a:b], after[c:d]))
    return passages


def compare_words(old: str, new: str) -> list[Part]:
    """Compare two lines word by word."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    parts: list[Part] = []
    for kind, a, b, c, d in _match(before, after, MOST_WORDS):
        if kind == "equal":
            parts.append(Part("same", "".join(before[a:b])))
            continue
        parts += [Part("gone", "".join(before[a:b]))] if b > a else []
        parts += [Part("new", "".join(after[c:d]))] if d > c else []
    return parts


def _cut_lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _match(before: Sequence[str], after: Sequence[str], most: int) -> list[tuple[str, int, int, int, int]]:
    if len(before) > most or len(after) > most:
        return [("replace", 0, len(before), 0, len(after))]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _compare_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Passage]:
    """Pair replaced paragraphs in their order; what has no counterpart is wholly gone or new."""
    for place in range(max(len(before), len(after))):
        if place < len(before) and place < len(after):
            yield Passage(compare_words(before[place], after[place]))
        elif place < len(before):
            yield Passage([Part("gone", before[place])])
        else:
            yield Passage([Part("new", after[place])])


def _fold(lines: Sequence[str], is_first: bool, is_last: bool) -> list[Passage]:
    """Keep the unchanged paragraphs next to a change, count those further off."""
    head = 0 if is_first else KEPT_AROUND
    tail = 0 if is_last else KEPT_AROUND
    if len(lines) <= head + tail + 1:
        return [Passage([Part("same", line)]) for line in lines]
    kept = [Passage([Part("same", line)]) for line in lines]
    return [*kept[:head], Passage([], skipped=len(lines) - head - tail), *kept[len(lines) - tail :]]
