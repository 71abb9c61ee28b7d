"""Numbers that report nothing: ages, dates, times, durations, scores, codes, addresses, telephone numbers."""

from __future__ import annotations

import re

from events.pipeline.quantities import Quantity

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_AFTER = re.compile(
    rf"""
      \s?-?\s?years?[-\s]old | \s+years?\s+of\s+age | -year                         # ages
    | \s?(?:am|pm|a\.m|p\.m|GMT|UTC|h)\b | \s+o['’]clock                            # times
    | [\s-](?:(?!(?:last|this|next|each|every|per|a|an|in)\s)\w+\s)?
        (?:seconds?|minutes?|hours?|days?|nights?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies))\b
    | \s+(?:to|or)\s+[\w.,]+[\s-](?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b
    | (?:\s|\s?[-–/]\s?\d{{1,2}}\s|\s+(?:and|to)\s+\d{{1,2}}\s)(?:of\s+)?{_MONTH}(?!\w)   # 27 January
    | -[A-Za-z] | \s+(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)\b     # 32-bit
    | \s?(?:st|nd|rd|th)\b | \s?(?:°|degrees?\b) | ['’]s\b
    | \s+counts?\s+of\s | \s+(?:\w+\s){{0,2}}(?:murder|manslaughter|assault)\scharges?\b  # two counts of murder
    | \s+(?:earth)?quakes?\s+(?:can|could|would|may)\b                                # what such a quake can do
    | \s+(?:times|pounds?|points?|goals?|parts\s+per)\b | \s*[x×]\s*\d
    | \s+(?:[A-Z][\w.'’-]*\s+){{1,3}}(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Lane|Drive|Square|Way)\b # addresses
    """,
    re.VERBOSE,
)
_BEFORE = re.compile(
    rf"""
      (?<!\w)(?:[Aa]ged?|[Aa]ge\s+of|turned|turning|turns)\s+\Z
    | (?<!\w)(?:[Nn]o|[Nn]os|[Nn]umber|[Aa]rticles?|[Ss]ections?|[Cc]hapters?|[Pp]ages?|[Rr]oute|[Hh]ighway|[Ff]lights?|
        [Rr]esolution|[Vv]erse|[Vv]ersion|[Rr]oom|[Gg]ate|[Ll]evel|[Pp]hase|[Ss]tage|[Gg]roup|[Gg]rade|[Ss]eason|
        [Ee]pisode|[Pp]art|[Dd]ay|[Rr]ound|[Gg]ame|[Ww]eek|[Cc]lass|[Uu]nder|[Ll]aw|[Tt]elephone|[Tt]el|[Pp]hone|
        [Cc]all|[Aa]pollo|[Cc]ovid|COVID|[Cc]hannel|[Pp]lace|[Ll]ine|[Pp]oint|[Uu]nit)\.?\s?\Z
    | [+#№@]\s?\Z
    | (?<!\w)[Aa]ll\s+but\s+\Z                                                         # who is left out
    # odds: eight in ten
    | (?:[.,;“"]\s|\b(?:that|says?|said|some|about|nearly|almost|around|only|than|for|as)\s|\A)
        (?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|\d)\s(?:in|out\sof)\s(?:every\s)?\Z
    | (?<=\s)[A-Z]{(2,)}\s\Z                                                          # a band or a code: NCT 127
    """,
    re.VERBOSE,
)
_MONTH_BEFORE = re.compile(rf"{_MONTH}(?P<comma>,?)\s+(?:the\s+)?\Z")
_WEEKDAY_BEFORE = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?,?\s+(?:the\s+)?\Z")
_ONE_OF = re.compile(r"\s+of\b")
_IS_ONE = re.compile(r"\b(?:was|is|were|are|be|been|being|became|become|as)\s\Z")
_APPOSED_AGE_BEFORE = re.compile(r"[A-Z][\w.'’-]*,\s\Z")
_APPOSED_AGE_AFTER = re.compile(r"\s?(?:[,.;)]|and\b|was\b|is\b|of\b|from\b|\Z)")
_CODE_BEFORE = re.compile(r"(?:(?<=[a-z,)] )|(?<=^))[A-Z][\w-]*\s\Z")
_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|by|until|till|late|early|mid|year|of|from|during|after|before|for|and|to|through|the)[\s-]\Z", re.I
)
_SCORE = re.compile(r"\d{1,3}\s?[-–]\s?\d{1,3}\Z")
_PHONE = re.compile(r"\+?\(?\d[\d()]*(?:[\s.-]\(?\d[\d()]*){2,}")
MAX_AGE = 115
MAX_DAY = 31
FIRST_YEAR, LAST_YEAR = 1000, 2150
# Rows of digits of this length are telephone numbers and codes.
PHONE_DIGITS = 7


def reports_nothing(text: str, quantity: Quantity, counts_something: bool) -> bool:
    """Whether a number without a unit is no figure; `counts_something`: a plural noun follows it."""
    before = text[max(0, quantity.start - 40) : quantity.start]
    after = text[quantity.end : quantity.end + 60]
    if _AFTER.match(after) or _BEFORE.search(before):
        return True
    if _is_day(quantity, before, counts_something):
        return True
    if quantity.value == 1 and _ONE_OF.match(after) and _IS_ONE.search(before):
        return True
    if not quantity.plain:
        return False
    digits = text[quantity.start : quantity.end]
    return (
        _is_year(digits, before, counts_something)
        or _is_apposed_age(quantity, before, after)
        or (quantity.value is None and not counts_something and _SCORE.match(digits) is not None)
        or (not counts_something and _CODE_BEFORE.search(before) is not None)
        or _is_phone(text, quantity)
    )


def _is_day(quantity: Quantity, before: str, counts_something: bool) -> bool:
    """`January 27`, `Friday the 13`; but "On Friday 12 people", "In January 112 people", "In March, 27 people"."""
    month = _MONTH_BEFORE.search(before)
    if month is None:
        return not counts_something and _WEEKDAY_BEFORE.search(before) is not None
    large = quantity.value is not None and quantity.value > MAX_DAY
    return not (counts_something and (large or month.group("comma")))


def _is_year(digits: str, before: str, counts_something: bool) -> bool:
    years = re.findall(r"\d+", digits)
    if len(years) == 2 and all(len(year) == 4 and 1800 <= int(year) <= LAST_YEAR for year in years):
        return True
    if not all(len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR for year in years[:1]) or "," in digits:
        return False
    return not counts_something or (_YEAR_BEFORE.search(before) is not None and int(years[0]) >= 1800)


def _is_apposed_age(quantity: Quantity, before: str, after: str) -> bool:
    """`Sara Haddad, 34, said`."""
    small = quantity.value is not None and quantity.value <= MAX_AGE
    return small and bool(_APPOSED_AGE_BEFORE.search(before)) and bool(_APPOSED_AGE_AFTER.match(after))


def _is_phone(text: str, quantity: Quantity) -> bool:
    low = max(0, quantity.start - 20)
    for match in _PHONE.finditer(text, low, quantity.end + 20):
        if match.start() <= quantity.start < match.end():
            return sum(letter.isdigit() for letter in match.group()) >= PHONE_DIGITS
    return False
