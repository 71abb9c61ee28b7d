"""The record that every reader of the gazetteer yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["point", "near", "city", "region", "country"]

SURVEYED = ""
FACTBOOK = "World Factbook"
LARGEST_POLYGON = "area centroid of largest polygon"
HULL = "hull centroid of places"
NEAREST_LAND = "centroid of land nearest its places"
APPROXIMATE = "approximate middle"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the world.

    `lat`, `lon` in degrees (WGS 84), both None where no point is known; `point_note` says how the point was found when
    it is not the surveyed one. `geonames_id` is None for the areas of areas.yaml. `population` counts people; for
    regions it is the sum of their listed places, too high where boroughs are listed beside their city; 0 is unknown.
    `names` are the other names, `name` not among them, in the order of the source; `short_forms` abbreviations ("Calif.",
    "CA") that are found under dotted keys only; `strong_names` those of `names` that people wrote for this project.
    """

    geonames_id: int | None
    precision: Precision
    name: str
    ascii_name: str
    names: tuple[str, ...]
    lat: float | None
    lon: float | None
    feature_class: str
    feature_code: str
    country_code: str = ""
    admin1_code: str = ""
    admin2_code: str = ""
    population: int = 0
    point_note: str = SURVEYED
    short_forms: tuple[str, ...] = ()
    strong_names: tuple[str, ...] = ()
