"""How a place name may be read: the keys to look it up under, and what the words around it say of it.

"Hasakah prison" may be near Hasakah, "north Arlington" a part of Arlington, "Sioux Falls, S.D." has its state inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from events.gazetteer.name_choice import make_short_key, name_variants
from events.names import bare, fold
from events.pipeline.records import Entity

How = Literal["", "near", "part", "prefix"]
"""As written; beside a facility of the name; a side of the place; the first words of a longer name."""

MAX_NAME = 300
"""Characters of a name that are read; no place has a longer one."""
MAX_PREFIX_WORDS = 4

_FACILITY_WORDS = """airport|airfield|air base|airbase|prison|jail|hospital|medical center|medical centre|clinic|port
 harbor|harbour|stadium|arena|university|college|high school|middle school|elementary school|school|bridge|station
 mosque|church|cathedral|dam|refinery|camp|refugee camp|base|barracks|border crossing|crossing|courthouse|court|city hall
 town hall|library|museum|zoo|park|mall|theatre|theater|market|square|cemetery|monastery|power plant|nuclear plant|plant
 mine|road|street|avenue|lane|highway|checkpoint|detention center|fairgrounds|racecourse|speedway|slum|embassy|hotel
 sports|police|marina|civic center|community center|recreation center|convention center|mobile home park"""
_BODY_WORDS = """police department|police|fire department|fire district|fire rescue|sheriff|sheriff s office
 sheriff s department|sheriffs office|city council|town council|county council|district council|borough council|council
 county court|county board|county commission|county commissioners|board of education|school board|school district
 board of supervisors|high school|middle school|elementary school|superior court|circuit court|district court
 supreme court|fiscal court|magistrate court|municipal court|crown court|magistrates court|general sessions court
 commissioners court|chamber of commerce|general assembly|legislature|house of representatives|senate|house
 state police|state patrol|highway patrol|state university|university|community college|police academy
 department of health|health department|public schools|city schools|county schools|schools|attorney general
 district attorney|auditor s office|auditor|clerk|city hall|planning commission|water district|transit authority
 housing authority|city commission|zoning board|hospital|medical center|courthouse|police force|police service
 fire service|ambulance service|governor|provincial council|provincial police|foreign ministry|interior ministry
 defense ministry|defence ministry|health ministry|justice ministry|ministry of health|ministry of defense
 ministry of interior|ministry of foreign affairs|parliament|national guard|army national guard|city government
 provincial government|government|division|farm bureau|department of public health|department of agriculture"""


def _words(listed: str) -> str:
    words = [" ".join(word.split()) for line in listed.splitlines() for word in line.split("|")]
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


FACILITY = re.compile(
    rf"(?P<place>.+?)(?: (?:international|central|state|general|city|regional|memorial|metropolitan|municipal|community"
    rf"|national|county|provincial|public|district|correctional))* (?:{_words(_FACILITY_WORDS)})"
)
LOCAL_BODY = re.compile(rf"(?P<place>.+?) (?:\w+ )?(?:{_words(_BODY_WORDS)})")
BODY_OF = re.compile(
    r"(?:(?:\w+ )?(?:city|town|village|county|state|university|bank|parish|port|diocese|archdiocese|government|parliament"
    r"|republic|ministry|mayor|council|board) )of (?P<place>.+)"
)
SIDE = re.compile(
    r"(?:(?:far|mid|inner|outer|rural|down|up)[ -])?(?:north|south|east|west|northern|southern|eastern|western|central"
    r"|north ?east|north ?west|south ?east|south ?west|north ?eastern|north ?western|south ?eastern|south ?western"
    r"|n|s|e|w|historic|downtown|uptown|midtown|inner city|old|upper|lower|greater|metro|metropolitan|suburban|occupied"
    r"|mainland|rural|former) (?P<place>.+)"
)
_KIND_OF = re.compile(
    r".*?\b(?:state|province|region|governorate|county|district|department|prefecture|oblast|city|town|village|suburb"
    r"|township|municipality|port|capital|island|valley) of (?P<place>.+)"
)


@dataclass(frozen=True, slots=True)
class NameReading:
    """One way to read a name: the key to look up, how it relates to the name, and how many ways were better (from 0)."""

    key: str
    how: How
    rank: int


def read_name(text: str, dotted: bool = False) -> list[NameReading]:
    """Return the ways to read a place name, best first, without repetition; `dotted`: a full stop follows it.

    The first words of a longer name come last and are to be used only when nothing else is known ("prefix").
    """
    text = text[:MAX_NAME]
    head, _, _ = text.partition(",")
    found: list[tuple[str, How]] = [(key, "") for key in name_variants(text)]
    if dotted and len(text) <= len("Minn"):
        found.insert(0, (make_short_key(text), ""))
    if head != text:
        found += [(key, "") for key in name_variants(head)]
    whole = fold(head)
    kind_of = _KIND_OF.fullmatch(whole)
    if kind_of:
        found += [(key, "") for key in name_variants(kind_of["place"])]
    outer = whole.partition(" of ")[0]
    facility = FACILITY.fullmatch(whole)
    if facility:
        found += [(key, "near") for key in name_variants(facility["place"])]
    side = SIDE.fullmatch(whole)
    if side:
        found += [(key, "part") for key in name_variants(side["place"])]
    words = whole.split(" ")
    for count in range(min(len(words) - 1, MAX_PREFIX_WORDS), 0, -1):
        start = " ".join(words[:count])
        if len(start) > 3 and count <= len(outer.split(" ")):
            found.append((start, "prefix"))
    unique: dict[str, How] = {}
    for key, how in found:
        unique.setdefault(key, how)
    return [NameReading(key, how, rank) for rank, (key, how) in enumerate(unique.items())]


def read_body(text: str) -> str:
    """Return the place in the name of a local or public body ("Clarke County Superior Court"), folded, or ""."""
    whole = fold(text[:MAX_NAME])
    found = LOCAL_BODY.fullmatch(whole) or BODY_OF.fullmatch(whole)
    return found["place"] if found else ""


def list_parts(text: str) -> list[str]:
    """Return the folded words of an organisation's name that may be its region: the first ones, those behind "of"."""
    words = fold(text[:MAX_NAME]).split(" ")[:12]
    starts = [0, *(at + 1 for at, word in enumerate(words[:-1]) if word in ("of", "in", "for"))][:3]
    return [" ".join(words[start : start + size]) for start in starts for size in (3, 2, 1) if words[start:]]


# --------------------------------------------------------------------------------------------------- what stands around

_LINK = re.compile(
    r"(?:, | in | of | \(|, in |, a .{0,40}? (?:in|of|near) |, the .{0,40}? of | district of | suburb of "
    r"| \w+ (?:of|in) (?:the )?(?:\w+ )?| \w+ (?:of|in) (?:\w+ern )?)"
)
_MAX_LINK = 50
_STATE_BEHIND = re.compile(r",? \(?(?P<state>[A-Z][a-z]{1,4}\.|(?:[A-Z]\. ?){1,2}[A-Z][a-z]?\.?|[A-Z]{2}\b)")
_BEHIND = re.compile(r"(?:'s|’s)? (?P<kind>[a-z]+)\b")
_BEFORE = re.compile(r"(?P<kind>[a-z]+) of (?:the )?$")
_REGION_WORDS = frozenset(
    "state province region governorate county district department prefecture oblast provinces states".split()  # noqa: SIM905
)
_TOWN_WORDS = frozenset({"city", "town", "village", "suburb", "township"})


def contains_by_link(between: str) -> bool:
    """Tell whether the words between two names put the first inside the second ("Paris, Texas", "X, a town in Y")."""
    return len(between) <= _MAX_LINK and bool(_LINK.fullmatch(between))


def state_behind(body: str, end: int) -> str:
    """Return the key of a state's abbreviation right behind a name ("Surprise, Ariz."), or ""."""
    found = _STATE_BEHIND.match(body, end)
    return make_short_key(found["state"]) if found and len(found["state"]) > 1 else ""


def said_to_be(body: str, start: int, end: int) -> str:
    """Return "region" or "town" where the words around a name say so ("the state of Washington"), else ""."""
    for found in (_BEHIND.match(body, end), _BEFORE.search(body[max(0, start - 25) : start])):
        if found and found["kind"] in _REGION_WORDS:
            return "region"
        if found and found["kind"] in _TOWN_WORDS:
            return "town"
    return ""


def follows_full_stop(body: str, entity: Entity) -> bool:
    """Tell whether the name is cut from its full stop ("Orlando, Fla|.")."""
    return entity.field == "body" and body[entity.end : entity.end + 1] == "."


def plain_keys(texts: Iterable[str]) -> set[str]:
    """Return the folded and bare forms of names."""
    return {key for text in texts for key in (fold(text), bare(text)) if key}
