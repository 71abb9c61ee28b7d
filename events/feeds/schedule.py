"""How often a feed is asked: as its own rhythm suggests, never against its wish, rarer while it fails."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(days=1)
FIRST = timedelta(minutes=30)
WINDOW = timedelta(days=7)
# Asked this many times as often as it publishes: half of an entry's usual distance is the mean delay in seeing it.
CHECKS_PER_ENTRY = 2
MIN_DATED = 3
# A feed that is silent is asked less: at a tenth of its silence. At night that is an hour instead of five minutes.
SILENCE_SHARE = 0.1
# Without dates: sooner after something new, later after nothing, as TCP finds its rate.
SOONER = 0.5
LATER = 1.5
# Silent for so many of its usual distances, and for a day at least, it is said to have gone quiet.
QUIET_DISTANCES = 10
QUIET_LEAST = timedelta(days=1)


def find_rhythm(published: Sequence[datetime | None], now: datetime) -> timedelta | None:
    """Return the usual distance of two entries in the last week; None where fewer than three are dated in it."""
    recent = [moment for moment in published if moment and now - WINDOW <= moment <= now]
    return (now - min(recent)) / len(recent) if len(recent) >= MIN_DATED else None


def choose_interval(
    rhythm: timedelta | None, silence: timedelta | None, previous: timedelta | None, added: int, total: int
) -> timedelta:
    """Return the time to the next check of a feed that was just read, by its rhythm alone.

    `silence`: since its last new entry; `previous`: the last interval; `added` of `total` entries were not known (both
    0 for an answer "not modified").
    """
    if total and previous is not None and added == total:
        return SHORTEST  # not one known entry: some may have come and gone unseen
    if rhythm is not None:
        return _clamp(max(rhythm / CHECKS_PER_ENTRY, (silence or timedelta()) * SILENCE_SHARE))
    if previous is None:
        return FIRST
    return _clamp(previous * (SOONER if added else LATER))


def respect(moment: datetime, now: datetime, least: timedelta, quiet_hours: Collection[int]) -> datetime:
    """Return the first moment from `moment` on that the feed's own wishes allow (its ttl, its hours and days of rest)."""
    moment = max(moment, now + min(least, LONGEST))
    for _ in range(7 * 24 if quiet_hours else 0):
        local = moment.astimezone(UTC)
        if local.weekday() * 24 + local.hour not in quiet_hours:
            break
        moment = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return moment


def has_gone_quiet(usual: timedelta | None, newest: datetime | None, now: datetime) -> bool:
    """Has a feed been silent for far longer than it ever is? Not known of one without a rhythm."""
    if usual is None or newest is None:
        return False
    return now - newest > max(usual * QUIET_DISTANCES, QUIET_LEAST)


def choose_delay(errors: int, after: float | None = None) -> timedelta:
    """Return the time to the next try after so many failures in a row; a server may ask for more, a day is the limit."""
    delay = SHORTEST * 2 ** min(max(errors, 1) - 1, 12)
    return _clamp(max(delay, timedelta(seconds=after or 0.0)))


def _clamp(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)
