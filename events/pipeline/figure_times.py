"""Whether a figure is told of another time than the article's own: the toll of an earlier quake is no toll of this one."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta

from events.pipeline.records import FoundTime, Span
from events.pipeline.times_in_text import find_times

# A time nearer than this to the article's own day is the time of what it reports.
BACKGROUND = timedelta(days=30)
# "The worst attack since 2009", "until May": a time that what is told is measured against.
_AGAINST = re.compile(r"\b(?:since|until|before|after|than|till|by|from)\s+(?:[A-Z]\w+\s+)?\Z")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTH_ALONE = re.compile(rf"\b(?:[Ii]n|[Ll]ast|[Dd]uring)\s(?:early\s|late\s|mid-)?({'|'.join(_MONTHS)})\b(?!\s+\d)")
# "A 2005 earthquake", "the 2004 tsunami"; "26 December 2004" is found as a day.
_OF_YEAR = re.compile(r"\b(?:[Aa]n?|[Tt]he|[Tt]hat)\s((?:19|20)\d\d)\s(?=[a-z])")
_COUNTS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = {
    "day": timedelta(days=1), "week": timedelta(days=7), "fortnight": timedelta(days=14), "month": timedelta(days=30),
    "year": timedelta(days=365),
}  # fmt: skip
# What stands after "that killed" befell others than those the article reports.
_EARLIER_ONE = re.compile(
    rf"\b(an?|{'|'.join(_COUNTS)}|\d{{1,2}})\s({'|'.join(_UNITS)})s?\s(?:after|since)\b[^.;]*?\s(?:that|which)\s"
    r"(?:had\s)?(?:killed|left|injured|wounded|claimed|displaced|destroyed)\b[^.;]*\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?:It|They|That\s\w+|Those\s\w+)\s")


def find_other_time(
    text: str, sentence: Span, before: Span | None, published: datetime | None, place: int
) -> FoundTime | None:
    """The other time that a sentence tells of, or that the one before tells of where this one goes on; None for none.

    `place`: where the figure stands. A sentence that names the article's own time too is taken to report that.
    """
    earlier = _find_earlier_one(text, sentence[0], place, published)
    if earlier is not None:
        return earlier
    own, other = _split_times(text, sentence, published)
    if own or other:
        return None if own else other
    if before is None or not _GOES_ON.match(text, sentence[0]) or text.find("\n", before[1], sentence[0]) >= 0:
        return None
    own, other = _split_times(text, before, published)
    return None if own else other


def _find_earlier_one(text: str, start: int, place: int, published: datetime | None) -> FoundTime | None:
    """`Two weeks after the shocks that killed 47,000`: the time of those, as exactly as the words tell it."""
    found = _EARLIER_ONE.search(text, start, place)
    if found is None or published is None:
        return None
    count = found.group(1).lower()
    number = int(count) if count.isdigit() else _COUNTS.index(count) if count in _COUNTS else 1
    day = published - number * _UNITS[found.group(2).lower()]
    return FoundTime(found.start(), found.end(2), _day(day.year, day.month, day.day), day, "month")


def _split_times(text: str, sentence: Span, published: datetime | None) -> tuple[bool, FoundTime | None]:
    """(whether a time near the day of publication is named, the first that is far from it)."""
    own, other = False, None
    for found in [*find_times(text, published, *sentence), *_find_months(text, sentence, published)]:
        if _AGAINST.search(text, sentence[0], found.start) or _AGAINST.search(
            text, sentence[0], _first_word(text, found)
        ):
            continue
        if _is_far(found, published):
            other = other or found
        else:
            own = True
    return own, other


def _first_word(text: str, found: FoundTime) -> int:
    """Where the words of a time end that may begin with their preposition: "since 2009"."""
    space = text.find(" ", found.start, found.end)
    return space + 1 if space >= 0 else found.start


def _is_far(found: FoundTime, published: datetime | None) -> bool:
    """Without a day of publication, a year or month that is named is another: of its own days no report names the year."""
    if published is None:
        return found.precision in {"month", "year"}
    return found.last < published - BACKGROUND


def _find_months(text: str, sentence: Span, published: datetime | None) -> list[FoundTime]:
    """Months without a year, the latest that had begun; and years in front of what happened in them."""
    found = []
    for match in _OF_YEAR.finditer(text, *sentence):
        year = int(match.group(1))
        found.append(FoundTime(match.start(1), match.end(1), _day(year, 1, 1), _day(year, 12, 31), "year"))
    if published is None:
        return found
    for match in _MONTH_ALONE.finditer(text, *sentence):
        month = _MONTHS.index(match.group(1)) + 1
        year = published.year - (month > published.month)
        last = monthrange(year, month)[1]
        found.append(FoundTime(match.start(1), match.end(1), _day(year, month, 1), _day(year, month, last), "month"))
    return found


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
