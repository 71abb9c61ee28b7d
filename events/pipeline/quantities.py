"""Find numbers in running text: digits, number words, ranges and quantities in words, with what bounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.vocabulary import VagueQuantity

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "lakh": 1e5, "million": 1e6, "crore": 1e7, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12, "trn": 1e12}
_SCALE_WORDS = "|".join(_SCALES)
_WORDS = "|".join(sorted((*_ONES, *_TENS, *_SCALES, "dozen"), key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMBER = re.compile(
    rf"""
      (?:(?<![\w.,:/+#°-])|(?<=\d-))(?P<digits>{_DIGITS})
        (?:[ \u00a0-]?(?P<scale>(?:{_SCALE_WORDS})s?\b|(?-i:mln|mn|bn|trn|tn|[kmbKMB])\b(?![/²³'’])))?
        (?![\w:/]|[.,]\d|[-–](?:year|month|week|day|hour|minute|time)s?-?\b)
    | (?<![\w-])(?P<half>half\ a\ )(?P<halved>{_SCALE_WORDS}|dozen)\b
    | (?<![\w-])(?P<words>(?:(?:a|an)\ (?=hundred|thousand|million|billion|trillion|dozen|lakh|crore))?(?:{_WORDS})
        (?:(?:\ and\ |[ -])(?:{_WORDS})){{0,7}})(?![\w’'-])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DIGIT, _LETTERS = re.compile(r"\d"), re.compile(r"[^\W\d_]+")
_JOIN = re.compile(r"(?:\s?[-–—]\s?|\s(?:to|and|or)\s)[$€£¥₹]?")
_BETWEEN = re.compile(r"\bbetween\s[$€£¥₹]?\Z", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s(?:\S+\s){0,2}[$€£¥₹]?\Z", re.IGNORECASE)
# "30-40" is a range; a chain of such numbers is a date, a score or a telephone number.
_LOW_END = re.compile(rf"(?<![\w.,:/+#°-])({_DIGITS})-(?!.)", re.DOTALL)
LOW_END_REACH = 20
_WORDS_OF_NONE = re.compile(r"\s+(?!(?:more|fewer|less|later|longer|matter|doubt|way|such)\b)[a-z]")
# `spread over 900 acres`, `2,100 metres over 180 kilometres`: across, not more than.
_ACROSS = re.compile(
    r"\b(?:spread(?:s|ing)?|stretch\w*|extend\w*|scattered|metres|meters|feet|miles|kilometres|kilometers)\s\Z",
    re.IGNORECASE,
)
# A bound stands within this many characters of its number ("more than an estimated 300").
REACH = 40


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands. [start, end) is the number, [first, last) takes in the words that bound it.

    `value` is None for a range or a quantity in words. exact: low = high = value; at_least has only low, at_most only
    high, about neither, unless a range gives both. `plain`: digits without a scale, so that it may be a date or a code.
    """

    start: int
    end: int
    first: int
    last: int
    value: float | None
    low: float | None
    high: float | None
    bound: str
    plain: bool


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    low: float
    high: float | None
    vague: bool
    plain: bool


def find_quantities(text: str, start: int = 0, end: int | None = None) -> list[Quantity]:
    """The numbers of a piece of text in order, ranges joined, with their bounds."""
    end = len(text) if end is None else end
    if not may_hold_number(text[start:end]):
        return []
    raw = _join_ranges(text, _find_raw(text, start, end))
    return [_bound(text, item, is_range, start, end) for item, is_range in raw]


def may_hold_number(words: str) -> bool:
    """Whether a digit or a word of a number stands in these words: a quick look, right wherever it says no."""
    return _DIGIT.search(words) is not None or not _number_words().isdisjoint(_LETTERS.findall(words.lower()))


@lru_cache(maxsize=1)
def _number_words() -> frozenset[str]:
    """Number words, and of each vague phrase its longest word."""
    vague = (max(_LETTERS.findall(item.phrase), key=len) for item in vocabulary.vague_quantities())
    return frozenset({*_ONES, *_TENS, *_SCALES, "dozen", *vague})


def _find_raw(text: str, start: int, end: int) -> list[_Raw]:
    found: list[_Raw] = []
    vague = list(_find_vague(text, start, end))
    taken = [(begin, stop) for begin, stop, _ in vague]
    for match in _NUMBER.finditer(text, start, end):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        if text[match.start() - 1 : match.start()] == "-" and not _ends_range(text, match):
            continue
        value = _read(match)
        if value is not None:
            plain = match.group("digits") is not None and match.group("scale") is None
            found.append(_Raw(match.start(), match.end(), value, value, False, plain))
    for begin, stop, item in vague:
        if item.phrase == "no" and not _WORDS_OF_NONE.match(text, stop, end):
            continue
        found.append(_Raw(begin, stop, item.low, item.high, item.low != item.high, False))
    return sorted(found, key=lambda item: item.start)


def _ends_range(text: str, match: re.Match[str]) -> bool:
    """Whether a number behind a hyphen is the larger end of a range; else it is part of a date, a score or a code."""
    start = match.start()
    low = _LOW_END.search(text[max(0, start - LOW_END_REACH) : start])
    if low is None or match.group("digits") is None or text[match.end() : match.end() + 1] in {"-", "–"}:
        return False
    return float(low.group(1).replace(",", "")) < float(match.group("digits").replace(",", ""))


def _read(match: re.Match[str]) -> float | None:
    if match.group("digits"):
        digits = match.group("digits").replace(",", "")
        scale = (match.group("scale") or "").lower()
        if len(digits) > 15:
            return None
        factor = _SCALES.get(scale.removesuffix("s")) or _SHORT_SCALES.get(scale, 1.0)
        return round(float(digits) * factor, 6)
    if match.group("half"):
        return 6.0 if match.group("halved").lower() == "dozen" else _SCALES[match.group("halved").lower()] / 2
    return read_words(match.group("words"))


def read_words(words: str) -> float | None:
    """The value of number words ("two hundred and five thousand" -> 205000); None where they do not form a number."""
    total, group, last = 0.0, 0.0, ""
    for word in re.split(r"[ -]+", words.lower()):
        if word in {"a", "an", "and"}:
            continue
        if word == "dozen":
            group = (group or 1) * 12
        elif word in _SCALES:
            scale = _SCALES[word]
            if scale == 1e2:
                group = (group or 1) * scale
            else:
                total, group = total + (group or 1) * scale, 0.0
        else:
            value = _ONES.get(word) or _TENS[word]
            if last in _ONES or (last in _TENS and value >= 10):
                return None
            group += value
        last = word
    return total + group


def _find_vague(text: str, start: int, end: int) -> Iterator[tuple[int, int, VagueQuantity]]:
    """Quantities in words with their places. In small letters the search takes a fifth of the time."""
    first = max(0, start - 1)  # the character in front may join the first word to another
    piece = text[first : end + 1]
    lower = piece.lower()
    pattern, phrases = _vague_pattern(ignore_case=len(lower) != len(piece))
    for match in pattern.finditer(piece if len(lower) != len(piece) else lower, start - first, end - first):
        item = phrases.get(match.group().lower())
        if item is not None:
            yield match.start() + first, match.end() + first, item


@lru_cache(maxsize=2)
def _vague_pattern(*, ignore_case: bool) -> tuple[re.Pattern[str], dict[str, VagueQuantity]]:
    by_phrase = {item.phrase: item for item in vocabulary.vague_quantities()}
    phrases = "|".join(map(re.escape, by_phrase))
    return re.compile(rf"(?<![\w-])(?:{phrases})(?![\w-])", re.IGNORECASE if ignore_case else 0), by_phrase


def _join_ranges(text: str, raw: list[_Raw]) -> list[tuple[_Raw, bool]]:
    """Make one of "20 to 30", "20–30" and "between 20 and 30"; "from 20 to 30" may be a change and stays two."""
    joined: list[tuple[_Raw, bool]] = []
    for item in raw:
        if joined and not joined[-1][1]:
            one = joined[-1][0]
            link = text[one.end : item.start]
            if not one.vague and not item.vague and _JOIN.fullmatch(link) and _makes_range(text, one, item, link):
                low = one.low
                if low < 1e3 <= item.low and not item.plain:
                    low *= _scale_of(text, item)
                if item.high is not None and low < item.high:
                    joined[-1] = (_Raw(one.start, item.end, low, item.high, False, one.plain and item.plain), True)
                    continue
        joined.append((item, False))
    return joined


def _makes_range(text: str, one: _Raw, other: _Raw, link: str) -> bool:
    word = link.strip(" $€£¥₹")
    if word == "and":
        return _BETWEEN.search(text, max(0, one.start - 10), one.start) is not None
    if word == "to":
        return _FROM.search(text, max(0, one.start - 30), one.start) is None
    return True


def _scale_of(text: str, item: _Raw) -> float:
    """`3 to 5 million`: the scale of the second number holds for the first."""
    word = text[item.start : item.end].lower().rstrip("s").split()[-1]
    return _SCALES.get(word, 1.0)


@lru_cache(maxsize=1)
def _bound_patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, str]]:
    """Bounds before and after a number, and what each phrase means."""
    before = [item.phrase for item in vocabulary.bounds() if item.position == "before"]
    after = [item.phrase for item in vocabulary.bounds() if item.position == "after"]
    meaning: dict[str, str] = {item.position[0] + item.phrase.lower(): item.bound for item in vocabulary.bounds()}
    lead = re.compile(
        rf"(?<![\w-])({'|'.join(map(re.escape, before))})\s?(?:(?:an?|the|some)\s)?[$€£¥₹]?\Z", re.IGNORECASE
    )
    tail = re.compile(rf"\s?({'|'.join(map(re.escape, after)) or '(?!)'})(?!\w)", re.IGNORECASE)
    return lead, tail, meaning


def _bound(text: str, item: _Raw, is_range: bool, start: int, end: int) -> Quantity:
    lead, tail, meaning = _bound_patterns()
    bound, first, last = "exact", item.start, item.end
    window = max(start, item.start - REACH)
    before = lead.search(text[window : item.start])
    if before is not None:
        first, bound = window + before.start(1), meaning["b" + before.group(1).lower()]
        if before.group(1).lower() == "over" and _ACROSS.search(text[window:first]):
            first, bound = item.start, "exact"
    after = tail.match(text, item.end, end)
    if after is not None:
        last, bound = after.end(), meaning["a" + after.group(1).lower()]
    between = _BETWEEN.search(text, window, item.start) if is_range else None
    first = between.start() if between is not None and before is None else first
    value = None if is_range or item.vague else item.low
    low, high = item.low, item.high
    if is_range:
        bound = "about" if bound == "exact" else bound
    elif item.vague:
        bound = bound if bound != "exact" else "at_least" if item.high is None else "about"
    elif bound != "exact":
        low, high = (low, None) if bound == "at_least" else (None, low) if bound == "at_most" else (None, None)  # type: ignore[assignment]
    return Quantity(item.start, item.end, first, last, value, low, high, bound, item.plain)
