"""What the article itself says of where a name lies, against the records: namesakes elsewhere, names without a record.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from events.pipeline.outlet_places import SURE
from events.pipeline.place_evidence import supports
from events.pipeline.place_explain import MAX_SHOWN, explain
from events.pipeline.place_names import WEAK
from events.pipeline.place_records import Name, PlaceDecision, is_close, is_in
from events.pipeline.records import PlaceCandidate

MIN_SUPPORT = 0.3
"""What the rest of the article must lend to the country of a reading that is a guess ("Wesley Medical Center": Wesley?)."""

_UNKNOWN = "no record of that name; the article puts it in"
_UNITS = frozenset({"ADM1", "ADM2"})


def put_beside(names: Sequence[Name], unknown: Sequence[Name], decisions: dict[Name, PlaceDecision]) -> None:
    """Correct `decisions`: a namesake elsewhere gives way to one inside, a name of no record goes to what contains it."""
    unknown = [*unknown, *(name for name in names if name not in decisions)]
    for name in [name for name in names if name in decisions]:
        around = _find_contradiction(name, decisions)
        if around is not None:
            inside = _choose_inside(name, around)
            if inside is not None:
                decisions[name] = inside
            else:
                unknown.append(name)
                del decisions[name]
    decisions.update({name: decision for name in unknown if (decision := _place_beside(name, decisions))})


def _find_contradiction(name: Name, decisions: Mapping[Name, PlaceDecision]) -> PlaceCandidate | None:
    """Return what the article puts a town in, if the chosen record does not lie there: it is a namesake, then.

    A comma in front of a region or country says so too ("Grantville, Pennsylvania"), but not one in a list.
    """
    held = decisions[name]
    if held.precision not in ("city", "near", "point"):
        return None
    for other in name.inside:
        around = _decided(other, decisions)
        if around is None or not around.country_code or (around.precision == "region" and not _is_unit(around)):
            continue
        if is_in(held.candidate, around) or is_close(held.candidate, around):
            return None
        if around.country_code != held.candidate.country_code and _backing(name) >= _backing(other):
            continue
        if name.says_where or (around.precision != "city" and not _is_listed(other, name, decisions)):
            return around
    return None


def _backing(name: Name) -> float:
    """Return how much the article speaks for the country of a name's likeliest reading."""
    return supports(name, int(name.chance.argmax()))


def _is_unit(place: PlaceCandidate) -> bool:
    """Tell whether it is known what lies in a region: of islands and deserts it is not."""
    return place.feature_code in _UNITS


def _is_listed(other: Name, name: Name, decisions: Mapping[Name, PlaceDecision]) -> bool:
    """Tell whether a name stands in a list of its like ("Bundibugyo, Côte d'Ivoire and Sudan")."""
    held = decisions.get(other)
    return held is not None and any(
        beside is not name and beside in decisions and decisions[beside].precision == held.precision
        for beside in other.beside
    )


def _choose_inside(name: Name, around: PlaceCandidate) -> PlaceDecision | None:
    """Return the likeliest reading that lies inside, if the name has one."""
    within = [at for at, option in enumerate(name.options) if option.how not in WEAK and is_in(option.place, around)]
    if not within:
        return None
    at = max(within, key=lambda at: (float(name.chance[at]), -at))
    option = name.options[at]
    precision = (
        "near" if option.how == "near" and option.place.precision in ("city", "point") else option.place.precision
    )
    return PlaceDecision(option.place, precision, round(float(name.chance[at]), 3), explain(name, at))


def _decided(name: Name, decisions: Mapping[Name, PlaceDecision]) -> PlaceCandidate | None:
    """Return what a container was surely decided to be; a state's abbreviation that can be only one is sure."""
    held = decisions.get(name)
    if held is not None:
        return held.candidate if held.score >= SURE and held.precision != "near" else None
    return name.options[0].place if not name.mentions and len(name.options) == 1 else None


def _place_beside(name: Name, decisions: Mapping[Name, PlaceDecision]) -> PlaceDecision | None:
    """Put a name that no record bears near the town that the article puts it in ("Ghwayran district of Hasakah").

    After a comma alone the town must itself be followed by what contains it, or it may be the next of a list. A region
    stands for its seat of the same name, unless the article calls it a region; else the name is somewhere in the region.
    """
    for other in name.inside:
        held = decisions.get(other)
        if held is None:
            continue
        town, score = _find_town(other, held)
        if town is not None and (name.says_where or _is_followed(town, other)):
            return PlaceDecision(town, "near", score, f"{_UNKNOWN} {town.name[:MAX_SHOWN]}")
        if town is None and held.precision == "region" and _is_unit(held.candidate) and _backing(other) >= MIN_SUPPORT:
            return PlaceDecision(held.candidate, "region", held.score, f"{_UNKNOWN} {held.candidate.name[:MAX_SHOWN]}")
    return None


def _is_followed(town: PlaceCandidate, name: Name) -> bool:
    return any(is_in(town, option.place) for around in name.inside for option in around.options)


def _find_town(name: Name, held: PlaceDecision) -> tuple[PlaceCandidate | None, float]:
    """Return the town that a decided name stands for, with how likely the name means it or the region of its name."""
    if held.precision == "city":
        return held.candidate, held.score
    if not _is_unit(held.candidate) or name.said == "region":
        return None, 0.0
    seats = [
        (o.place.population, at)
        for at, o in enumerate(name.options)
        if o.how == "" and o.place.precision == "city" and o.place.is_primary and is_in(o.place, held.candidate)
    ]
    if not seats:
        return None, 0.0
    _, at = max(seats)
    return name.options[at].place, round(min(1.0, held.score + float(name.chance[at])), 3)
