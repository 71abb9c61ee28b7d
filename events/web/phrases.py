"""Stored values in words: times with their precision, figures with their bound, codes with their names. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from events import vocabulary
from events.models.choices import Bound, Standing, TimePrecision

UNKNOWN_DATE = _("date unknown")
MODALITY_WORDS = {
    "asserted": _("said"),
    "denied": _("denied"),
    "hedged": _("said it may be"),
    "promised": _("promised"),
    "threatened": _("threatened"),
    "warned": _("warned"),
    "demanded": _("demanded"),
    "asked": _("asked"),
}
STANDING_MEANINGS = {
    Standing.SINGLE_SOURCE: _("One origin carries it so far."),
    Standing.REPEATED: _("The same speaker says it in several places, or others quote the same words."),
    Standing.CORROBORATED: _("Somebody else, of an independent origin, says the same."),
    Standing.DISPUTED: _("A claim of the same event contradicts it."),
    Standing.SUPERSEDED: _("The same speaker later said something else about it."),
    Standing.RETRACTED: _("It was taken back."),
}
BOUND_SIGNS = {Bound.EXACT: "", Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ ", Bound.ABOUT: "≈ "}
# Values of closed lists that pages show with a space; here so that the catalogues hold them.
CLOSED_WORDS = (
    _("single source"),
    _("repeated"),
    _("corroborated"),
    _("disputed"),
    _("superseded"),
    _("retracted"),
    _("killed"),
    _("injured"),
    _("missing"),
    _("displaced"),
    _("arrested"),
    _("evacuated"),
    _("rescued"),
    _("escaped"),
    _("infected"),
    _("affected"),
    _("votes"),
    _("magnitude"),
)
UNIT_SAYS_IT = frozenset({"other", "percent", "distance", "area", "money"})
ROUND_ABOVE = 1_000_000
"""From here on figures are written with a word ("1.2 million"); below, every digit is shown."""


def tell_time(moment: datetime | None, precision: str) -> str:
    """Say a time no more exactly than it is known; times of day in UTC."""
    if moment is None or precision == TimePrecision.UNKNOWN:
        return str(UNKNOWN_DATE)
    return _tell_known(moment, precision, get_language())


@lru_cache(maxsize=4096)
def _tell_known(moment: datetime, precision: str, language: str | None) -> str:
    """Say a known time in the language that is active, which is named for the cache: pages say the same days often."""
    moment = moment.astimezone(UTC)
    if precision == TimePrecision.YEAR:
        return f"{moment:%Y}"
    if precision == TimePrecision.MONTH:
        return date_format(moment, "F Y")
    day = date_format(moment, gettext("j F Y"))
    return day if precision == TimePrecision.DAY else f"{day}, {moment:%H:%M} UTC"


def tell_range(start: datetime | None, end: datetime | None, precision: str) -> str:
    """Say a span of time in days, months or years, never in hours: "20 to 24 January 2022"."""
    coarse = TimePrecision.DAY if precision == TimePrecision.SECOND else precision
    first, last = tell_time(start, coarse), tell_time(end, coarse)
    if start is None or end is None or first == last:
        return first if start is not None else last
    if first.split(" ", 1)[-1] == last.split(" ", 1)[-1] and " " in first and coarse == TimePrecision.DAY:
        return gettext("%(first)s to %(last)s") % {"first": first.split(" ", 1)[0], "last": last}
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def machine_time(moment: datetime | None, precision: str) -> str:
    """Return the value of <time datetime>: only as many parts as are known."""
    if moment is None or precision == TimePrecision.UNKNOWN:
        return ""
    moment = moment.astimezone(UTC)
    formats = {TimePrecision.YEAR: "%Y", TimePrecision.MONTH: "%Y-%m", TimePrecision.DAY: "%Y-%m-%d"}
    return moment.strftime(formats.get(TimePrecision(precision), "%Y-%m-%dT%H:%MZ"))


def tell_number(value: float) -> str:
    """Write a number for readers: 12,500; 1.2 million; 5.9."""
    if abs(value) >= ROUND_ABOVE:
        for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
            if abs(value) >= size:
                return f"{value / size:,.2f}".rstrip("0").rstrip(".") + f" {word}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def tell_figure(value: float | None, low: float | None, high: float | None, bound: str, unit: str = "") -> str:
    """Write a figure with its bound: "≥ 70", "24 to 48", "≈ 90", "$" and other units behind the number."""
    if low is not None and high is not None and low != high:
        number = gettext("%(first)s to %(last)s") % {"first": tell_number(low), "last": tell_number(high)}
    elif value is not None:
        number = BOUND_SIGNS.get(Bound(bound), "") + tell_number(value)
    elif low is not None:
        number = "≥ " + tell_number(low)
    elif high is not None:
        number = "≤ " + tell_number(high)
    else:
        return gettext("a number not given in digits")
    if unit == "percent":
        return f"{number} %"
    return number if unit == "magnitude" else f"{number} {unit}".rstrip()


def tell_measure(measure: str) -> str:
    """Return the word for what is counted; "" where the figure's own unit says it (12 %, 400 m, 9 billion USD)."""
    return "" if measure in UNIT_SAYS_IT else gettext(measure)


def list_standings() -> list[tuple[str, str]]:
    """Return what each standing of a claim is called and what it means."""
    return [(gettext(word.replace("_", " ")), str(meaning)) for word, meaning in STANDING_MEANINGS.items()]


def tell_share(share: float | None) -> str:
    """Write a probability as a percentage; never "100 %" for less than certain."""
    if share is None:
        return gettext("not scored")
    return f"{min(int(share * 100 + 0.5), 99) if share < 1 else 100} %"


@lru_cache(maxsize=1)
def _country_names() -> dict[str, str]:
    return {state.code: state.name for state in vocabulary.states()}


@lru_cache(maxsize=1)
def _topic_labels() -> dict[str, str]:
    labels = {topic.code: topic.label for topic in vocabulary.topics()}
    return labels | {topic.label: topic.label for topic in vocabulary.topics()}


def tell_country(code: str) -> str:
    """Return the country's name, or the code itself where the vocabulary has no name for it (territories)."""
    return _country_names().get(code, code)


def tell_place(name: str, country_code: str, precision: str) -> str:
    """Name a place with its country, so that Paris in Texas is not taken for Paris."""
    return name if precision == "country" or not country_code else f"{name}, {tell_country(country_code)}"


def tell_topic(code: str) -> str:
    """Return the label of an IPTC Media Topic."""
    label = _topic_labels().get(code, code)
    return label[:1].upper() + label[1:]
