"""What deciding an article's places works on: names, the records they may mean, and the names of the weighed numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_names import How
from events.pipeline.records import Entity, PlaceCandidate

Numbers = npt.NDArray[np.float64]

STATIC = (
    *(
        "town people",
        "region people",
        "primary",
        "country",
        "first-level region",
        "second-level region",
        "area",
        "capital",
    ),
    *("later reading", "near", "part", "weak reading", "abbreviation", "dotted", "said region", "said town"),
    *("seat of its region", "region with seat", "namesake of a region", "county in a word", "demonym of it"),
    *("demonym near", "outlet's country", "outlet's usual country", "outlet's usual region", "outlet's usual place"),
    "no people known",
)
"""What is known of a reading before anything else of the article is decided, in the order of its numbers."""

DYNAMIC = (
    *("inside what is named behind", "names inside it in front", "share in its country", "its country is named"),
    *(
        "others in its region",
        "its region is named",
        "others near",
        "level of its neighbours",
        "same country neighbours",
    ),
)
"""What the other names of the article say of it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One record that a name may mean, and how the name was read for it."""

    place: PlaceCandidate
    how: How
    rank: int


@dataclass(slots=True, eq=False)
class Name:
    """All mentions of an article that share words and container. Without mentions it only lends support to others.

    `inside`, `holds`, `beside`: the names that the text puts around it; `says_where`: in words, not by a comma alone.
    """

    text: str
    mentions: list[Entity]
    options: list[Option]
    said: str = ""
    dotted: bool = False
    says_where: bool = False
    inside: list[Name] = field(default_factory=list)
    holds: list[Name] = field(default_factory=list)
    beside: list[Name] = field(default_factory=list)
    static: Numbers = field(default_factory=lambda: np.zeros((0, len(STATIC))))
    dynamic: Numbers = field(default_factory=lambda: np.zeros((0, len(DYNAMIC))))
    chance: Numbers = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the article as a whole."""

    demonyms: frozenset[str]
    outlet_country: str
    outlet: OutletPlaces


@dataclass(frozen=True, slots=True)
class PlaceDecision:
    """The record a place name was decided to mean; `score` is the ranker's probability of it among its namesakes.

    `doubts`: (location, probability) of the likeliest readings, where none is likely enough to go unasked.
    """

    candidate: PlaceCandidate
    precision: str
    score: float
    reason: str
    doubts: tuple[tuple[int, float], ...] = ()


def is_in(place: PlaceCandidate, container: PlaceCandidate) -> bool:
    """Tell whether a place lies in a country or first-level region, or close to a second-level one's middle."""
    if place.location_id == container.location_id or place.country_code != container.country_code:
        return False
    if container.precision == "country":
        return True
    if not place.admin1_code or place.admin1_code != container.admin1_code:
        return False
    if container.feature_code == "ADM1":
        return True
    return is_close(place, container)


def is_close(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    """Tell whether two places are less than about 90 km apart each way."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) < 0.8 and abs(one.lon - other.lon) * math.cos(math.radians(one.lat)) < 0.8
