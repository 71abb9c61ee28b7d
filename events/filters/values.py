"""Form fields that read filter values: one or many, comma-separated or repeated, each checked and named when wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime

from events import vocabulary

MAX_ID = 2**63 - 1
# What one filter takes at once: a page of 200 ids asked for by name, and no query plan of a thousand branches.
MAX_VALUES = 200
MAX_WORDS = 500
_COUNTRY = re.compile(r"[A-Z]{2}")
_TRUE = frozenset({"true", "1", "yes", "on"})
_FALSE = frozenset({"false", "0", "no", "off"})


class RawWidget(forms.Widget):
    """Hands on every value of a parameter as it came, repeated ones included."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        if hasattr(data, "getlist"):
            return [str(value) for value in data.getlist(name)]
        value = data.get(name)
        return [] if value is None else [str(part) for part in (value if isinstance(value, list | tuple) else [value])]


def refuse(value: object, problem: str, way_out: str, choices: Collection[str] = ()) -> ValidationError:
    """Make the error that says which value is wrong, why, what to give instead, and of what choices."""
    shown = str(value)[:100]
    return ValidationError(
        f"{shown!r} {problem}; {way_out}.",
        code="invalid",
        params={"value": shown, "problem": problem, "way_out": way_out, "choices": choices},
    )


class ManyField(forms.Field):
    """Values that are alternatives; `clean` returns a list without doubles, empty when nothing was given."""

    widget = RawWidget
    # Whether `exclude=` may turn the filter around.
    negatable = True
    schema: dict[str, Any] = {"type": "string"}

    def to_python(self, value: Any) -> list[Any]:
        given = [part.strip() for text in value or [] for part in text.split(",") if part.strip()]
        if len(given) > MAX_VALUES:
            raise refuse(f"{len(given)} values", "are too many", f"give at most {MAX_VALUES}")
        return list(dict.fromkeys(self.read(part) for part in given))

    def read(self, text: str) -> Any:
        raise NotImplementedError


class IdsField(ManyField):
    schema = {"type": "integer", "minimum": 1}

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 19 and 0 < int(text) <= MAX_ID):
            raise refuse(text, "is not an id", "give a positive whole number")
        return int(text)


class ChoicesField(ManyField):
    """Values of a closed list."""

    def __init__(self, *, allowed: Collection[str], **options: Any) -> None:
        super().__init__(**options)
        self.allowed = tuple(allowed)
        self.schema = {"type": "string", "enum": list(self.allowed)}

    def read(self, text: str) -> str:
        if text.lower() not in self.allowed:
            raise refuse(text, "is not one of the values", f"give one of {', '.join(self.allowed)}", self.allowed)
        return text.lower()


class TopicsField(ManyField):
    """Topics by the vocabulary's codes or labels (which may hold commas); `clean` gives both of each."""

    def to_python(self, value: Any) -> list[Any]:
        labels = {topic.label.lower() for topic in vocabulary.topics()}
        parts = [[text.strip()] if text.strip().lower() in labels else text.split(",") for text in value or []]
        given = [part.strip() for texts in parts for part in texts if part.strip()]
        return list(dict.fromkeys(name for part in given for name in self.read(part)))

    def read(self, text: str) -> tuple[str, str]:
        for topic in vocabulary.topics():
            if text.lower() in (topic.code.lower(), topic.label.lower()):
                return topic.code, topic.label
        known = "; ".join(f"{topic.code} ({topic.label})" for topic in vocabulary.topics())
        raise refuse(text, "is not a topic", f"give one of {known}")


class CountriesField(ManyField):
    schema = {"type": "string", "pattern": "^[A-Za-z]{2}$"}

    def read(self, text: str) -> str:
        if not _COUNTRY.fullmatch(text.upper()):
            raise refuse(text, "is not a country code", "give two letters of ISO 3166, such as IQ")
        return text.upper()


class CodesField(ManyField):
    """Short codes without a closed list: languages, units, domains, register ids."""

    schema = {"type": "string"}

    def read(self, text: str) -> str:
        if "\x00" in text or len(text) > MAX_WORDS:
            raise refuse(text, "is not a value we could hold", f"give at most {MAX_WORDS} characters without U+0000")
        return text


@dataclass(frozen=True, slots=True)
class SourceName:
    """An outlet as the caller names it: by id or by domain."""

    id: int | None
    domain: str


class SourcesField(ManyField):
    schema = {"type": "string", "description": "id or domain"}

    def read(self, text: str) -> SourceName:
        if text.isascii() and text.isdigit():
            return SourceName(IdsField().read(text), "")
        if "." not in text or "\x00" in text or len(text) > 253:
            raise refuse(
                text, "is neither an id nor a domain", "give an outlet's id or its domain, such as example.org"
            )
        return SourceName(None, text.lower())


class OneField(forms.Field):
    """A single value; an empty one counts as not given."""

    widget = RawWidget
    negatable = False
    schema: dict[str, Any] = {"type": "string"}

    def to_python(self, value: Any) -> Any:
        given = [text.strip() for text in value or [] if text.strip()]
        if len(given) > 1:
            raise refuse(", ".join(given), "are several values", "give this parameter once")
        return self.read(given[0]) if given else None

    def read(self, text: str) -> Any:
        raise NotImplementedError


class WordsField(OneField):
    """Free words, commas and all."""

    schema = {"type": "string", "maxLength": MAX_WORDS}

    def read(self, text: str) -> str:
        if len(text) > MAX_WORDS:
            raise refuse(text, f"is longer than {MAX_WORDS} characters", "give fewer words")
        if "\x00" in text:
            raise refuse(text.replace("\x00", "\\0"), "holds U+0000", "leave it out")
        return text


class AddressField(WordsField):
    """A URL or an id of the caller's own, exactly."""

    schema = {"type": "string", "maxLength": 2000}

    def read(self, text: str) -> str:
        if len(text) > 2000 or "\x00" in text:
            raise refuse(text, "is no address or id that we could hold", "give at most 2000 characters")
        return text


class FlagField(OneField):
    schema = {"type": "boolean"}

    def read(self, text: str) -> bool:
        if text.lower() not in _TRUE | _FALSE:
            raise refuse(text, "is neither true nor false", "give true or false")
        return text.lower() in _TRUE


class NumberField(OneField):
    """A finite number."""

    schema = {"type": "number"}

    def read(self, text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or "_" in text:
            raise refuse(text, "is not a number", "give one such as 70 or 6.8")
        return number


class CountField(OneField):
    schema = {"type": "integer", "minimum": 0}

    def read(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            raise refuse(text, "is not a count", "give a whole number of at most nine digits")
        return int(text)


class MomentField(OneField):
    """A time: ISO 8601, UTC unless it says otherwise. A bare date means its first moment, or its last (`ends`)."""

    schema = {"type": "string", "description": "ISO 8601 date or date and time; UTC unless it names an offset"}

    def __init__(self, *, ends: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.ends = ends

    def read(self, text: str) -> datetime:
        try:
            day = parse_date(text)
            # A plus sign in a URL arrives as a space.
            moment = self._take_day(day) if day else parse_datetime(text.replace(" ", "+") if "T" in text else text)
            if moment is not None:
                aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
                return aware.astimezone(UTC)
        except (ValueError, OverflowError):
            pass
        raise refuse(text, "is not a time", "give an ISO date or time such as 2022-01-24 or 2022-01-24T09:00:00Z")

    def _take_day(self, day: date) -> datetime:
        first = datetime.combine(day, time.min, UTC)
        return first + timedelta(days=1) - timedelta(microseconds=1) if self.ends else first


@dataclass(frozen=True, slots=True)
class Circle:
    """Around a point: degrees and kilometres."""

    lat: float
    lon: float
    km: float


class CircleField(OneField):
    schema = {"type": "string", "description": "lat,lon,km: degrees and up to 2000 kilometres"}

    def read(self, text: str) -> Circle:
        wrong = refuse(text, "is no circle", "give lat,lon,km with at most 2000 km, such as 36.5,40.7,50")
        try:
            numbers = [NumberField().read(part.strip()) for part in text.split(",")]
        except ValidationError:
            raise wrong from None
        if len(numbers) != 3 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180 or not 0 < numbers[2] <= 2000:
            raise wrong
        return Circle(*numbers)


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees; `west` greater than `east` means that it crosses the date line."""

    west: float
    south: float
    east: float
    north: float


class BoxField(OneField):
    schema = {"type": "string", "description": "west,south,east,north in degrees, as in GeoJSON"}

    def read(self, text: str) -> Box:
        wrong = refuse(
            text, "is not a bounding box", "give west,south,east,north in degrees, such as 38.7,29.0,48.6,37.4"
        )
        try:
            edges: Sequence[float] = [NumberField().read(part.strip()) for part in text.split(",")]
        except ValidationError:
            raise wrong from None
        if len(edges) != 4:
            raise wrong
        west, south, east, north = edges
        if not (abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90):
            raise wrong
        return Box(west, south, east, north)
