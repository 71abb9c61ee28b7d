"""Where an outlet's articles are usually about: learned from its own earlier articles, a lean and never a fact.

A paper that is sure to write of Rapides Parish every day means Alexandria, Louisiana, when it says only Alexandria.

Numbers without a measurement beside them were chosen by hand, not measured.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

SURE = 0.8
"""Decisions with a lower score teach nothing about the outlet."""

WINDOW = 30
"""Latest articles of an outlet that are looked at."""

# Suffixes of domains that are sold to the whole world say nothing of a country.
_WORLDWIDE = frozenset(
    "ac ag ai am as at bz cc cd co cx dj fm gg gl io is la li ly me mn ms mu nu pn sc sh so st tk to tv ws".split()  # noqa: SIM905
)
_OTHER_SUFFIX = {"uk": "GB", "eu": ""}


@dataclass(slots=True)
class OutletPlaces:
    """How many of an outlet's earlier articles surely name each place, region (country, admin1) and country."""

    articles: int = 0
    places: Counter[int] = field(default_factory=Counter)
    regions: Counter[tuple[str, str]] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)

    def add_article(self, sure: Iterable[tuple[int, str, str]]) -> None:
        """Count one article by its sure places: (location id, country code, admin1 code)."""
        held = set(sure)
        self.articles += 1
        self.places.update({place for place, _, _ in held})
        self.regions.update({(country, region) for _, country, region in held if region})
        self.countries.update({country for _, country, _ in held if country})

    def share_of_place(self, location_id: int) -> float:
        return self.places[location_id] / (self.articles + 1)

    def share_of_region(self, country: str, admin1: str) -> float:
        return self.regions[country, admin1] / (self.articles + 1) if admin1 else 0.0

    def share_of_country(self, country: str) -> float:
        return self.countries[country] / (self.articles + 1) if country else 0.0


def country_of_domain(domain: str) -> str:
    """Return the country whose suffix a domain bears ("example.co.uk": GB), "" for suffixes sold to all the world."""
    suffix = domain.rpartition(".")[2].lower()
    if suffix in _OTHER_SUFFIX:
        return _OTHER_SUFFIX[suffix]
    return suffix.upper() if len(suffix) == 2 and suffix.isalpha() and suffix not in _WORLDWIDE else ""
