"""Days and years that a text names: what tells this year's storm from last year's where publication dates are missing."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR_BEHIND = r"(?:,?\s+(?P<year>(?:19|20)\d\d)\b)?"
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR_BEHIND}")
_DAY_FIRST = re.compile(rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}{_YEAR_BEHIND}")
_ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
_YEAR = re.compile(r"\b(?:19[5-9]\d|20[0-4]\d)\b")


def find_days(text: str) -> list[tuple[int | None, int, int]]:
    """The calendar days named, in order of kind: (year or None, month, day). Impossible ones are left out."""
    found = []
    for pattern in (_MONTH_FIRST, _DAY_FIRST):
        for match in pattern.finditer(text):
            month = _MONTHS.index(match[1][:3].lower()) + 1 if pattern is _MONTH_FIRST else _month_of(match)
            found.append((int(match["year"]) if match["year"] else None, month, int(match["day"])))
    found += [(int(m["year"]), int(m["month"]), int(m["day"])) for m in _ISO.finditer(text)]
    return [(year, month, day) for year, month, day in found if 1 <= month <= 12 and 1 <= day <= 31]


def _month_of(match: re.Match[str]) -> int:
    return _MONTHS.index(match[2][:3].lower()) + 1


def find_years(text: str) -> list[int]:
    """The years named, 1950 to 2049, as often as they stand there."""
    return [int(match.group()) for match in _YEAR.finditer(text)]
