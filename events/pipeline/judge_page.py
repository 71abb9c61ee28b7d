"""Decides whether what was found on a page is an article at all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from events.pipeline.errors import Reject

# The shortest real notice ("an earthquake of magnitude 5.6 struck …, no damage was reported") has about this much.
MIN_CHARACTERS = 150
# A character of these scripts says about as much as two and a half letters.
DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
DENSE_WEIGHT = 2.5
MIN_PROSE_LINE = 60
MAX_APOLOGY = 1500
APOLOGY = re.compile(
    r"^\W*(?:(?:error\s*)?40[34]\b|page\s+not\s+found|not\s+found|access\s+denied|forbidden|just\s+a\s+moment|"
    r"attention\s+required|are\s+you\s+a\s+(?:robot|human)|robot\s+check|security\s+check|verify\s+you\s+are|"
    r"please\s+verify|before\s+you\s+continue|(?:5\d\d\s+)?(?:bad\s+gateway|service\s+unavailable|internal\s+server\s+error)|"
    r"this\s+(?:page|site)\s+(?:isn|can|is\s+not|cannot|could)|oops)",
    re.I,
)
# Of the lines of a list of links or headlines next to none is prose; recipes and tables of results still have some.
MIN_LIST_LINES = 12
MIN_PROSE_SHARE = 0.12


def judge_text(lines: Sequence[str], title: str) -> None:
    """Raise `Reject` ("too_short" or "not_an_article") unless these lines are an article's."""
    text = "\n".join(lines)
    size = len(text) + int((DENSE_WEIGHT - 1) * len(DENSE.findall(text)))
    if size <= MAX_APOLOGY and (APOLOGY.match(title) or (lines and APOLOGY.match(lines[0]))):
        raise Reject("not_an_article", f"an error page: {(title or lines[0])[:80]}")
    if size < MIN_CHARACTERS:
        raise Reject("too_short", f"{size} characters of text, an article has at least {MIN_CHARACTERS}")
    prose = sum(len(line) for line in lines if _is_prose(line))
    if len(lines) >= MIN_LIST_LINES and prose < MIN_PROSE_SHARE * len(text):
        raise Reject("not_an_article", f"a list: {len(lines)} lines, hardly a sentence among them")


def _is_prose(line: str) -> bool:
    dense = len(DENSE.findall(line))
    long_enough = len(line) + int((DENSE_WEIGHT - 1) * dense) >= MIN_PROSE_LINE
    return long_enough and re.search(r"[.!?…。！？؟।۔:;\"”»’)]\s*$|[.!?。！？؟।۔]\s", line) is not None
