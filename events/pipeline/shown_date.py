"""The day that a page shows its readers under the headline, where that is another than its metadata name.

Metadata are written by machines and outlive a text: a guide of 2016 that was written anew in 2019 says "Updated May 6,
2019" to its readers and 2016 to a machine. Two cases are believed over metadata: one only day without a label, and one
only day of an update so late that the text must be another one. In 92 dated pages of the development set the first
decides 1 and the second 2, all rightly; no other page changes.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lxml.html import HtmlElement

from events.cluster.dates import find_days
from events.pipeline.headline import squeeze

# A byline's date stands alone in its element; a date in a sentence is what the article tells of.
MAX_LINE = 48
# The line before it may be its label: "Updated:".
MAX_LABEL = 24
# Text under the headline in which the byline is looked for; a paragraph so long begins the body.
MAX_HEADER = 1_200
PARAGRAPH = 200
MAX_PIECES = 150
# A report is corrected within days; what is rewritten after half a year is another text. Chosen by hand.
REWRITTEN = timedelta(days=180)
# A shown day may be the reader's, the metadata's UTC's.
SAME = timedelta(days=1)
MARKED = re.compile(r"date|time|publish|posted|byline|meta|author|created|updated", re.I)
UPDATE = re.compile(r"updat|modif|edited|revis|review|aktualis|mis à jour|actualiz|aggiornat|bijgewerkt|uppdater", re.I)
NOT_HEADER = frozenset({"script", "style", "noscript", "template", "nav", "aside", "footer", "form", "select"})


@dataclass(frozen=True, slots=True)
class ShownDays:
    """The days that stand alone under the headline: those without a label or of publication, and those of updates."""

    published: frozenset[date]
    updated: frozenset[date]


def choose_shown(shown: ShownDays, published: datetime, latest: datetime) -> date | None:
    """The shown day to believe over the metadata's `published`, or None: it agrees, or says too little."""
    named = published.date()
    if any(abs(day - named) <= SAME for day in shown.published | shown.updated):
        return None
    if len(shown.published) == 1:
        (day,) = shown.published
        return day if day <= latest.date() else None
    if not shown.published and len(shown.updated) == 1:
        (day,) = shown.updated
        return day if named + REWRITTEN <= day <= latest.date() else None
    return None


def find_shown(tree: HtmlElement, title: str) -> ShownDays:
    """Read the lines under the headline; empty where the page has no heading of that wording."""
    heading = next((node for node in tree.iter("h1") if title and squeeze(node.text_content()) == title), None)
    published: set[date] = set()
    updated: set[date] = set()
    before = ""
    for line, is_marked in _read_header(heading) if heading is not None else ():
        if is_marked and len(line) <= MAX_LINE:
            days = {day for year, month, number in find_days(line) if year and (day := _make_day(year, month, number))}
            label = before if len(before) <= MAX_LABEL else ""
            (updated if UPDATE.search(f"{label} {line}") else published).update(days)
        before = line
    return ShownDays(frozenset(published), frozenset(updated))


def _read_header(heading: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of text between the headline and the body: (text, whether its element is one of dates)."""
    total = 0
    for piece in itertools.islice(heading.xpath("following::text()[normalize-space()]"), MAX_PIECES):
        line = squeeze(str(piece))
        node = piece.getparent()
        node = node.getparent() if piece.is_tail and node is not None else node
        around = list(itertools.islice((node, *node.iterancestors()), 3)) if node is not None else []
        if not line or any(one.tag in NOT_HEADER or one.tag == "a" for one in around):
            continue
        total += len(line)
        if len(line) >= PARAGRAPH or total > MAX_HEADER:
            return
        yield line, any(one.tag == "time" or MARKED.search(_name(one)) for one in around)


def _name(node: HtmlElement) -> str:
    return " ".join(filter(None, (node.get("class"), node.get("id"), node.get("itemprop"))))[:300]


def _make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
