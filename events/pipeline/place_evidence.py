"""What an article's other names say of where one of them lies, and the numbers that the ranker weighs.

Every reading of every name lends its probability to its country, region and square degree; a name's own readings are
taken out again, so that nothing supports itself. One pass over all readings a round: the cost grows with their number only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from events.pipeline.outlet_places import OutletPlaces
from events.pipeline.place_names import How
from events.pipeline.records import Entity, PlaceCandidate

Numbers = npt.NDArray[np.float64]
Cell = tuple[int, int]

STATIC = (
    "town people", "region people", "primary", "country", "first-level region", "second-level region", "area", "capital",
    "later reading", "near", "part", "prefix", "abbreviation", "dotted", "said region", "said town", "seat of its region",
    "region with seat", "demonym of it", "demonym near", "outlet's country", "outlet's usual country",
    "outlet's usual region", "outlet's usual place", "no people known",
)  # fmt: skip
DYNAMIC = (
    "inside what is named behind", "names inside it in front", "share in its country", "its country is named",
    "others in its region", "its region is named", "others near", "level of its neighbours", "same country neighbours",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Option:
    """One record that a name may mean, and how the name was read for it."""

    place: PlaceCandidate
    how: How
    rank: int


@dataclass(slots=True, eq=False)
class Name:
    """All mentions of an article that share words and container. Without mentions it only lends support to others."""

    text: str
    mentions: list[Entity]
    options: list[Option]
    said: str = ""
    dotted: bool = False
    inside: list[Name] = field(default_factory=list)
    holds: list[Name] = field(default_factory=list)
    beside: list[Name] = field(default_factory=list)
    static: Numbers = field(default_factory=lambda: np.zeros((0, len(STATIC))))
    chance: Numbers = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is known of the article as a whole."""

    demonyms: frozenset[str]
    outlet_country: str
    outlet: OutletPlaces


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
    return _is_close(place, container)


def _is_close(one: PlaceCandidate, other: PlaceCandidate) -> bool:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return abs(one.lat - other.lat) < 0.8 and abs(one.lon - other.lon) * math.cos(math.radians(one.lat)) < 0.8


def level_of(place: PlaceCandidate) -> str:
    """Return what kind of thing a place is among its neighbours in a list."""
    return place.feature_code if place.precision == "region" else place.precision


def weigh_static(name: Name, known: Surroundings) -> Numbers:
    """Return one row of STATIC for each option."""
    towns = {
        (o.place.country_code, o.place.admin1_code): o.place.population
        for o in sorted(name.options, key=lambda o: o.place.population)
        if o.place.precision == "city" and o.how == ""
    }
    regions = {
        (o.place.country_code, o.place.admin1_code): o.place.population
        for o in name.options
        if o.place.feature_code == "ADM1" and o.how == ""
    }
    return np.array([_static_row(name, option, known, towns, regions) for option in name.options], dtype=np.float64)


def _static_row(
    name: Name,
    option: Option,
    known: Surroundings,
    towns: dict[tuple[str, str], int],
    regions: dict[tuple[str, str], int],
) -> list[float]:
    place = option.place
    town, country = place.precision == "city", place.precision == "country"
    first, second = place.feature_code == "ADM1", place.feature_code == "ADM2"
    people = math.log10(place.population + 10)
    spot = (place.country_code, place.admin1_code)
    outlet = known.outlet
    return [
        people if town else 0.0,
        people if first or second else 0.0,
        place.is_primary,
        country,
        first,
        second,
        not (town or country or first or second),
        place.feature_code == "PPLC",
        min(option.rank, 4) / 4,
        option.how == "near",
        option.how == "part",
        option.how == "prefix",
        place.matched_key.endswith("."),
        place.matched_key.endswith(".") and (name.dotted or "." in name.text),
        name.said == "region" and (first or second),
        name.said == "town" and town,
        town and spot in regions,
        first and _share(towns.get(spot, 0), place.population),
        country and place.country_code in known.demonyms,
        not country and place.country_code in known.demonyms,
        known.outlet_country == place.country_code != "",
        outlet.share_of_country(place.country_code) if not country else 0.0,
        outlet.share_of_region(*spot),
        outlet.share_of_place(place.location_id),
        town and place.population < 1,
    ]


def _share(part: int, whole: int) -> float:
    return min(1.0, part / whole) if whole else 0.0


@dataclass(slots=True)
class Support:
    """The probability that names lend to places, summed by country, region and square degree."""

    place: dict[int, float] = field(default_factory=dict)
    country: Counter[str] = field(default_factory=Counter)
    region: Counter[tuple[str, str]] = field(default_factory=Counter)
    cell: Counter[Cell] = field(default_factory=Counter)
    named_country: Counter[str] = field(default_factory=Counter)
    named_region: Counter[tuple[str, str]] = field(default_factory=Counter)
    total: float = 0.0

    def add(self, place: PlaceCandidate, chance: float) -> None:
        """Add (or take away, below zero) what one reading lends."""
        code, spot = place.country_code, (place.country_code, place.admin1_code)
        self.total += chance
        if code:
            self.country[code] += chance  # type: ignore[assignment]
            if place.precision == "country":
                self.named_country[code] += chance  # type: ignore[assignment]
            elif place.admin1_code:
                self.region[spot] += chance  # type: ignore[assignment]
                if place.feature_code == "ADM1":
                    self.named_region[spot] += chance  # type: ignore[assignment]
        if place.lat is not None and (place.precision == "city" or place.feature_code == "ADM2"):
            self.cell[_cell(place)] += chance  # type: ignore[assignment]


def _cell(place: PlaceCandidate) -> Cell:
    return math.floor(place.lat or 0.0), math.floor(place.lon or 0.0)


def gather_support(names: Iterable[Name]) -> Support:
    """Sum what all names lend; a record that several names may mean counts once, by the likeliest of them."""
    best: dict[int, tuple[float, PlaceCandidate]] = {}
    for name in names:
        for option, chance in zip(name.options, name.chance.tolist(), strict=True):
            held = best.get(option.place.location_id)
            if held is None or chance > held[0]:
                best[option.place.location_id] = (chance, option.place)
    support = Support()
    for key, (chance, place) in best.items():
        support.place[key] = chance
        support.add(place, chance)
    return support


def weigh_dynamic(name: Name, support: Support) -> Numbers:
    """Return one row of DYNAMIC for each option, without what the name's own readings lend."""
    own = {option.place.location_id: option.place for option in name.options}
    for key, place in own.items():
        support.add(place, -support.place[key])
    rows = [_dynamic_row(name, option.place, support) for option in name.options]
    for key, place in own.items():
        support.add(place, support.place[key])
    return np.array(rows, dtype=np.float64)


def _dynamic_row(name: Name, place: PlaceCandidate, support: Support) -> list[float]:
    country, spot = place.precision == "country", (place.country_code, place.admin1_code)
    lat, lon = _cell(place)
    near = sum(support.cell[lat + i, lon + j] for i in (-1, 0, 1) for j in (-1, 0, 1)) if place.lat is not None else 0.0
    is_region = place.feature_code == "ADM1"
    return [
        max((_chance_around(place, other) for other in name.inside), default=0.0),
        max((_chance_within(place, other) for other in name.holds), default=0.0),
        support.country[place.country_code] / (support.total + 0.5) if place.country_code else 0.0,
        0.0 if country else min(1.0, support.named_country[place.country_code]),
        math.log1p(max(0.0, support.region[spot])) if place.admin1_code else 0.0,
        0.0 if is_region or not place.admin1_code else min(1.0, support.named_region[spot]),
        0.0 if country or is_region else math.log1p(max(0.0, near)),
        _mean([_chance_of_level(place, other) for other in name.beside]),
        _mean([_chance_of_country(place, other) for other in name.beside]),
    ]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _chance_around(place: PlaceCandidate, other: Name) -> float:
    """How likely the other name means something that the place lies in; the likeliest one counts in full."""
    return max(
        (0.5 + 0.5 * c for o, c in zip(other.options, other.chance.tolist(), strict=True) if is_in(place, o.place)),
        default=0.0,
    )


def _chance_within(place: PlaceCandidate, other: Name) -> float:
    if place.precision == "city":
        return 0.0
    return max(
        (0.5 + 0.5 * c for o, c in zip(other.options, other.chance.tolist(), strict=True) if is_in(o.place, place)),
        default=0.0,
    )


def _chance_of_level(place: PlaceCandidate, other: Name) -> float:
    level = level_of(place)
    return sum(c for o, c in zip(other.options, other.chance.tolist(), strict=True) if level_of(o.place) == level)


def _chance_of_country(place: PlaceCandidate, other: Name) -> float:
    code = place.country_code
    return sum(c for o, c in zip(other.options, other.chance.tolist(), strict=True) if o.place.country_code == code)
