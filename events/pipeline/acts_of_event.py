"""Which PLOVER type an event has, out of what its articles tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

# A headline says what happened; a sentence of the opening may tell of what was said about it.
TITLE_WEIGHT = 2.0
# The type must have this share of what all articles tell: an event of which half is something else has none.
LEAST_SHARE = 0.5


def choose_type(told: Iterable[Iterable[tuple[str, str]]]) -> tuple[str, float | None]:
    """Return (type, its share) from the articles' acts as (type, field); ("", None) where none prevails."""
    points: defaultdict[str, float] = defaultdict(float)
    for acts in told:
        mine: defaultdict[str, float] = defaultdict(float)
        for kind, field in acts:
            mine[kind] += TITLE_WEIGHT if field == "title" else 1.0
        total = sum(mine.values())
        for kind, weight in mine.items():
            points[kind] += weight / total
    if not points:
        return "", None
    best = min(points, key=lambda kind: (-points[kind], kind))
    share = points[best] / sum(points.values())
    return (best, round(share, 3)) if share >= LEAST_SHARE else ("", None)
