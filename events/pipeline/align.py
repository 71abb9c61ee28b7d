"""Where the words of one revision stand in the next, so that decisions and ids move along with unchanged words."""

from __future__ import annotations

import re
from bisect import bisect_right
from difflib import SequenceMatcher

from events.pipeline.records import Span

WORD = re.compile(r"\w+|[^\w\s]")


class Alignment:
    """Maps spans of `old` to spans of `new` that hold exactly the same words; built once for a pair of texts.

    Cost: linear in the unchanged head and tail, difflib's in the words between them.
    """

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        head = _common_prefix(old, new)
        tail = _common_prefix(old[head:][::-1], new[head:][::-1])
        self.blocks: list[tuple[int, int, int]] = [(0, 0, head)]
        self.blocks += _word_blocks(old[head : len(old) - tail], new[head : len(new) - tail], head)
        self.blocks.append((len(old) - tail, len(new) - tail, tail))
        self.starts = [block[0] for block in self.blocks]

    def move(self, start: int, end: int) -> Span | None:
        """Return where old[start:end] stands in the new text, None where any of it changed."""
        place = bisect_right(self.starts, start) - 1
        while place >= 0:
            old_start, new_start, length = self.blocks[place]
            if old_start <= start and end <= old_start + length:
                moved = (start - old_start + new_start, end - old_start + new_start)
                return moved if self.new[moved[0] : moved[1]] == self.old[start:end] else None
            if old_start < start:
                break
            place -= 1
        return None


def _common_prefix(one: str, other: str) -> int:
    """Length of the common beginning, found by halving (string comparison runs in C)."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _word_blocks(old: str, new: str, offset: int) -> list[tuple[int, int, int]]:
    """Return (old start, new start, length) in characters of the runs of words that both middles share."""
    old_words, new_words = list(WORD.finditer(old)), list(WORD.finditer(new))
    matcher = SequenceMatcher(None, [w[0] for w in old_words], [w[0] for w in new_words], autojunk=True)
    blocks: list[tuple[int, int, int]] = []
    for block in matcher.get_matching_blocks():
        run = range(block.size)
        for step in run:
            first, second = old_words[block.a + step], new_words[block.b + step]
            joins = blocks and step and _same_gap(old, new, old_words, new_words, block.a + step, block.b + step)
            if joins:
                a, b, _ = blocks[-1]
                blocks[-1] = (a, b, first.end() + offset - a)
            else:
                blocks.append((first.start() + offset, second.start() + offset, first.end() - first.start()))
    return blocks


def _same_gap(
    old: str, new: str, old_words: list[re.Match[str]], new_words: list[re.Match[str]], a: int, b: int
) -> bool:
    """Tell whether the white space before two words is the same, so that their run stays one block."""
    return old[old_words[a - 1].end() : old_words[a].start()] == new[new_words[b - 1].end() : new_words[b].start()]
