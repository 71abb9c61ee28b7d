"""When an event happened: the days that its articles name for it, else only when they were published."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from events.pipeline.records import FoundTime, Span
from events.pipeline.times_in_text import find_times

# Sentences whose dates speak of the happening; further down stands its background.
OPENING_SENTENCES = 3
OPENING_CHARACTERS = 700
# A report names the day it tells of within this time; an older day is background, a later one an announcement.
RECENT = timedelta(days=14)
# A day must be named by this share of the articles that name any; below, the days disagree too much to call one.
LEAST_SHARE = 0.34
# Words of the first sentence say when; later ones may say when something else was.
FADES = 0.5


@dataclass(frozen=True, slots=True)
class Dated:
    """What an article says of time: when it was published, and the times named in its opening, with their weight."""

    published: datetime | None
    times: tuple[tuple[FoundTime, float], ...]


@dataclass(frozen=True, slots=True)
class When:
    """[start, end] as exactly as `precision` says; `basis`: text, published, or "" where nothing is known."""

    start: datetime | None
    end: datetime | None
    precision: str
    basis: str


UNKNOWN = When(None, None, "unknown", "")


def read_times(title: str, text: str, sentences: Sequence[Span], published: datetime | None) -> Dated:
    """The times that the headline and the opening sentences name."""
    times = [(found, 1.0) for found in find_times(title, published)]
    for place, (start, end) in enumerate(sentences[:OPENING_SENTENCES]):
        if start > OPENING_CHARACTERS:
            break
        times += [(found, FADES**place) for found in find_times(text, published, start, min(end, start + 500))]
    return Dated(published, tuple(times))


def choose_time(articles: Sequence[Dated]) -> When:
    """The day, or first to last day, that the articles agree on; a month only where none of them is dated."""
    votes = [vote for article in articles if (vote := _vote(article))]
    if votes:
        weights: defaultdict[datetime, float] = defaultdict(float)
        for day, weight in votes:
            weights[day] += weight
        total = sum(weights.values())
        named = sorted(day for day, weight in weights.items() if weight >= LEAST_SHARE * total)
        if named:
            return When(named[0], named[-1].replace(hour=23, minute=59, second=59), "day", "text")
    dates = sorted(article.published for article in articles if article.published)
    if dates:
        # Reports follow a happening: its first report is the nearest thing to when it was, and it is no later.
        return When(dates[0], dates[0], "day", "published")
    # A year alone is background more often than not ("opened in 1974"); a month in the first sentence seldom is.
    months = Counter(
        (found.first, found.last)
        for article in articles
        for found, weight in article.times
        if found.precision == "month" and weight == 1.0
    )
    if months:
        (first, last), _ = max(months.items(), key=lambda pair: (pair[1], pair[0]))
        return When(first, last, "month", "text")
    return UNKNOWN


def _vote(article: Dated) -> tuple[datetime, float] | None:
    """The day that an article most likely tells of: the weightiest one it names that is not in the future or long past."""
    best: tuple[float, datetime] | None = None
    for found, weight in article.times:
        if found.precision != "day":
            continue
        day = datetime.combine(found.first.date(), time.min, UTC)
        if article.published is not None:
            # Time zones: the day of the report may be a day behind or ahead of the outlet's own.
            ahead = day - article.published
            if ahead > timedelta(days=1) or -ahead > RECENT + timedelta(days=1):
                continue
        if best is None or weight > best[0]:
            best = (weight, day)
    return None if best is None else (best[1], best[0])
