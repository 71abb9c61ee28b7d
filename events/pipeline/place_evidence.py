"""The numbers that the ranker weighs: of each reading of a name alone, and in the light of the article's other names.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from events.gazetteer.region_words import strip_area_word
from events.pipeline.place_names import WEAK
from events.pipeline.place_records import DYNAMIC, STATIC, Name, Numbers, Option, Surroundings, is_in
from events.pipeline.place_support import Support, cell_of
from events.pipeline.records import PlaceCandidate

UNSAID = 2.0
"""Names that an article is taken to leave unsaid, so that a single other name does not make its country certain."""


_NEIGHBOURS = tuple((i, j) for i in (-1, 0, 1) for j in (-1, 0, 1))


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
        if o.place.feature_code in ("ADM1", "PCL") and o.how == ""
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
    elsewhere = any(size > place.population for size in regions.values())
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
        option.how in WEAK,
        place.matched_key.endswith("."),
        place.matched_key.endswith(".") and (name.dotted or "." in name.text),
        name.said == "region" and (first or second),
        name.said == "town" and town,
        town and spot in regions,
        first and _share(towns.get(spot, 0), place.population),
        town and spot not in regions and elsewhere and place.feature_code != "PPLC",
        second and strip_area_word(place.matched_key) == place.matched_key,
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


def supports(name: Name, at: int) -> float:
    """Return how much the article, apart from the name itself, speaks for the country of one of its options (0 to 1)."""
    static = dict(zip(STATIC, name.static[at].tolist(), strict=True))
    dynamic = dict(zip(DYNAMIC, name.dynamic[at].tolist(), strict=True))
    return max(
        dynamic["inside what is named behind"],
        dynamic["share in its country"],
        dynamic["its country is named"],
        static["outlet's country"],
        static["outlet's usual country"],
        static["demonym near"],
    )


def weigh_dynamic(name: Name, support: Support) -> Numbers:
    """Return one row of DYNAMIC for each option, without what the name's own readings lend."""
    own = {option.place.location_id: option.place for option in name.options}
    for key, place in own.items():
        support.add(place, -support.place[key])
    is_tied = bool(name.inside or name.holds or name.beside)
    rows = [
        [*(_weigh_ties(name, o.place) if is_tied else _UNTIED), *_weigh_support(o.place, support)] for o in name.options
    ]
    for key, place in own.items():
        support.add(place, support.place[key])
    return np.array(rows, dtype=np.float64)[:, _ORDER]


def _weigh_ties(name: Name, place: PlaceCandidate) -> tuple[float, float, float, float]:
    """What the text says of its neighbours: what contains it, what it contains, those beside it in a list."""
    return (
        max((_chance_around(place, other) for other in name.inside), default=0.0),
        max((_chance_within(place, other) for other in name.holds), default=0.0),
        _mean([_chance_of_level(place, other) for other in name.beside]),
        _mean([_chance_of_country(place, other) for other in name.beside]),
    )


_UNTIED = (0.0, 0.0, 0.0, 0.0)
# The order of DYNAMIC: two of the ties, then what the article lends, then the other two ties.
_ORDER = [0, 1, 4, 5, 6, 7, 8, 2, 3]


def _weigh_support(place: PlaceCandidate, support: Support) -> tuple[float, float, float, float, float]:
    code = place.country_code
    share = support.country[code] / (support.total + UNSAID) if code else 0.0
    if place.precision == "country":
        return share, 0.0, _log(support.region[code, place.admin1_code]) if place.admin1_code else 0.0, 0.0, 0.0
    named = min(1.0, support.named_country[code])
    spot = (code, place.admin1_code)
    region = _log(support.region[spot]) if place.admin1_code else 0.0
    if place.feature_code == "ADM1":
        return share, named, region, 0.0, 0.0
    named_region = min(1.0, support.named_region[spot]) if place.admin1_code else 0.0
    near = 0.0
    if place.lat is not None:
        lat, lon = cell_of(place)
        near = sum(support.cell[cell] for i, j in _NEIGHBOURS if (cell := (lat + i, lon + j)) in support.cell)
    return share, named, region, named_region, _log(near)


def _log(lent: float) -> float:
    return math.log1p(lent) if lent > 0.0 else 0.0


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
