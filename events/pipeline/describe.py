"""What an event says of itself: its place and its lead sentences, chosen from its members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set

from events.pipeline.places import dateline_end
from events.pipeline.records import Span

# A named place in the first sentences says where it happened; one far down is usually background.
LEAD_CHARACTERS = 400
PRECISE = frozenset({"point", "near", "city", "region"})
# What a place counts that no opening puts anything in. Chosen by hand, not measured.
ONLY_NAMED = 0.5

PlaceRow = tuple[int, str, str, int, int, int]


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


def choose_place(rows: Sequence[PlaceRow], there: Set[tuple[int, str]]) -> tuple[int | None, str]:
    """Choose the main place from (location, precision, country, articles, mentions, first offset) rows.

    The country most articles name comes first, then the place inside it that most of them name, early ones before
    late ones; a precise place wins over its country when at least half as many articles name it. `there`: the places
    (location, country) that the articles' openings put something in. A country that only plays, speaks or is spoken of is
    not where it happened: it counts where a place of it is told so. Other places without that count for less.
    """
    scenes = {location for location, _ in there}
    countries = {country for _, country in there}
    rows = [row for row in rows if row[0] in scenes or row[1] != "country" or row[2] in countries]
    if not rows:
        return None, ""

    def belief(row: PlaceRow) -> float:
        return 1.0 if row[0] in scenes else ONLY_NAMED

    by_country: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        _, _, country, articles, mentions, first = row
        by_country[country] += belief(row) * (articles * (3 if first < LEAD_CHARACTERS else 1) + min(mentions, 5))
    country = max(by_country, key=lambda code: (by_country[code], code))
    inside = [row for row in rows if row[2] == country]

    def weight(row: PlaceRow) -> float:
        _, precision, _, articles, mentions, first = row
        total = articles * (2.0 if first < LEAD_CHARACTERS else 1.0) + 0.1 * min(mentions, 10)
        return belief(row) * total * (1.9 if precision in PRECISE else 1.0) * (1.15 if precision != "region" else 1.0)

    best = max(inside, key=lambda row: (weight(row), -row[0]))
    return best[0], country
