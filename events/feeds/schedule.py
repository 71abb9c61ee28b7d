"""How often a feed is asked: as its own volume suggests, rarer while it fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=1)
FIRST = timedelta(minutes=30)
WINDOW = timedelta(days=7)
# Asked this many times as often as it publishes: half of an entry's usual distance is the mean delay in seeing it.
CHECKS_PER_ENTRY = 2
MIN_DATED = 3
# Without dates: sooner after something new, later after nothing, as TCP finds its rate.
SOONER = 0.5
LATER = 1.5


def choose_interval(
    published: Sequence[datetime | None], now: datetime, previous: timedelta | None, added: int, total: int
) -> timedelta:
    """Return the time to the next check of a feed that was just read.

    `published`: its entries' dates; `previous`: the last interval; `added` of `total` entries were not known.
    """
    if total and previous is not None and added == total:
        return SHORTEST  # not one known entry: some may have come and gone unseen
    recent = [moment for moment in published if moment and now - WINDOW <= moment <= now]
    if len(recent) >= MIN_DATED:
        return _clamp((now - min(recent)) / len(recent) / CHECKS_PER_ENTRY)
    if previous is None:
        return FIRST
    return _clamp(previous * (SOONER if added else LATER))


def choose_delay(errors: int, after: float | None = None) -> timedelta:
    """Return the time to the next try after so many failures in a row; a server may ask for more, a day is the limit."""
    delay = SHORTEST * 2 ** min(max(errors, 1) - 1, 12)
    return _clamp(max(delay, timedelta(seconds=after or 0.0)))


def _clamp(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)
