"""Under which keys an event can be found: its weightiest terms, by the week in which they were news.

An index that is filtered by time afterwards finds next to nothing, and one without time grows with the store. A term
and its week are one key here, so that what is looked at for a dated article does not grow with the years.
"""

from __future__ import annotations

import numpy as np

from events.cluster.profile import Profile

# Days between an article and the nearest article of an event that it may join.
WINDOW = 10.0
# Terms by which an event is kept and an article looks. Chosen by hand, not measured.
TERMS = 24
# An undated article looks among the events of all times, so it looks by fewer terms.
TERMS_ALL_TIMES = 12
WEEK = 7.0
# A story of months is found by its latest weeks.
MOST_WEEKS = 8
_ANY, _NONE = -1, -2


def keys_to_keep(profile: Profile) -> list[int]:
    """The keys of an event."""
    terms = weightiest_terms(profile)
    keys = [mix(term, _ANY) for term in terms[:TERMS_ALL_TIMES]]
    if profile.first is None or profile.last is None:
        return sorted(keys + [mix(term, _NONE) for term in terms])
    last = int(profile.last // WEEK)
    weeks = range(max(int(profile.first // WEEK), last - MOST_WEEKS + 1), last + 1)
    return sorted(keys + [mix(term, week) for week in weeks for term in terms])


def keys_to_look_up(profile: Profile, window: float = WINDOW) -> list[int]:
    """The keys of the events that an article, or another event, may be one with."""
    terms = weightiest_terms(profile)
    if profile.first is None or profile.last is None:
        return sorted(mix(term, _ANY) for term in terms[:TERMS_ALL_TIMES])
    first = max(profile.first, profile.last - MOST_WEEKS * WEEK) - window
    weeks = range(int(first // WEEK), int((profile.last + window) // WEEK) + 1)
    return sorted(mix(term, week) for week in (*weeks, _NONE) for term in terms)


def weightiest_terms(profile: Profile) -> list[int]:
    words = profile.parts["words"]
    order = np.lexsort((words.keys, -words.weights))[:TERMS]
    return [int(key) for key in words.keys[order]]


def mix(term: int, week: int) -> int:
    """One signed 64-bit number for a term and a week."""
    number = (term << 32) | (week & 0xFFFFFFFF)
    return number - (1 << 64) if number >= 1 << 63 else number
