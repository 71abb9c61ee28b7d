"""What an event says of itself: its place and its lead sentences, chosen from its members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from events.pipeline.places import dateline_end
from events.pipeline.records import Span

# A named place in the first sentences says where it happened; one far down is usually background.
LEAD_CHARACTERS = 400
PRECISE = frozenset({"point", "near", "city", "region"})


def lead_sentences(text: str, sentences: Sequence[Span], count: int) -> list[Span]:
    """Return the first sentences of the body, without the dateline in front of them."""
    skip = dateline_end(text)
    leads = []
    for start, end in sentences:
        begin = max(start, skip)
        while begin < end and text[begin].isspace():
            begin += 1
        if end - begin >= 20:
            leads.append((begin, end))
        if len(leads) == count:
            break
    return leads


def choose_place(rows: Sequence[tuple[int, str, str, int, int, int]]) -> tuple[int | None, str]:
    """Choose the main place from (location, precision, country, articles, mentions, first offset) rows.

    The country most articles name comes first, then the place inside it that most of them name, early ones before
    late ones; a precise place wins over its country when at least half as many articles name it.
    """
    if not rows:
        return None, ""
    by_country: Counter[str] = Counter()
    for _, _, country, articles, mentions, first in rows:
        by_country[country] += articles * (3 if first < LEAD_CHARACTERS else 1) + min(mentions, 5)
    country = max(by_country, key=lambda code: (by_country[code], code))
    inside = [row for row in rows if row[2] == country]

    def weight(row: tuple[int, str, str, int, int, int]) -> float:
        _, precision, _, articles, mentions, first = row
        total = articles * (2.0 if first < LEAD_CHARACTERS else 1.0) + 0.1 * min(mentions, 10)
        return total * (1.9 if precision in PRECISE else 1.0) * (1.15 if precision != "region" else 1.0)

    best = max(inside, key=lambda row: (weight(row), -row[0]))
    return best[0], country
