"""What an article's names together say of where things are.

Every reading of every name lends its probability to its country, region and square degree; a name's own readings are
taken out again, so that nothing supports itself. One pass over all readings a round: the cost grows with their number only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from events.pipeline.place_records import Name
from events.pipeline.records import PlaceCandidate

Cell = tuple[int, int]


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
            self.cell[cell_of(place)] += chance  # type: ignore[assignment]


def cell_of(place: PlaceCandidate) -> Cell:
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
