"""The shipped data: complete, well-formed, and where the world says it is."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest

import events
from events.gazetteer.name_choice import make_short_key, name_variants
from events.gazetteer.name_rows import list_name_rows
from events.gazetteer.places import Place
from events.gazetteer.read import read_areas, read_countries, read_regions
from events.names import fold

WORLD = Path(events.__file__).parent / "static" / "events" / "geo" / "world.geojson"

# Geographic centres as the US Geological Survey gives them (rounded); reference, not the source of our points.
STATE_CENTRES = {
    "AL": (32.8, -86.7),
    "AZ": (34.3, -111.8),
    "AR": (34.8, -92.3),
    "CA": (37.2, -120.0),
    "CO": (39.0, -105.6),
    "FL": (28.1, -81.6),
    "GA": (32.7, -83.4),
    "ID": (44.3, -114.1),
    "IL": (40.0, -89.3),
    "IA": (42.0, -93.4),
    "KS": (38.5, -98.7),
    "LA": (31.3, -92.5),
    "MI": (44.5, -85.5),
    "MN": (46.0, -95.3),
    "MO": (38.5, -92.6),
    "MT": (47.0, -109.6),
    "NE": (41.5, -99.9),
    "NM": (34.5, -106.1),
    "NY": (43.0, -76.0),
    "NC": (35.6, -79.8),
    "OH": (40.4, -82.7),
    "OK": (35.5, -97.5),
    "OR": (43.8, -120.6),
    "PA": (40.9, -77.8),
    "TN": (35.8, -86.6),
    "TX": (31.2, -99.5),
    "UT": (39.5, -111.5),
    "VA": (37.5, -78.6),
    "WA": (47.3, -120.2),
    "WI": (44.4, -89.8),
}


@cache
def regions() -> tuple[Place, ...]:
    return tuple(read_regions())


@cache
def countries() -> dict[str, Place]:
    return {place.country_code: place for place in read_countries()}


def distance_km(place: Place, point: tuple[float, float]) -> float:
    assert place.lat is not None and place.lon is not None
    phi1, phi2 = radians(place.lat), radians(point[0])
    half = sin((phi2 - phi1) / 2) ** 2 + cos(phi1) * cos(phi2) * sin(radians(point[1] - place.lon) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def find_region(country: str, name: str) -> Place:
    key = fold(name)
    return next(
        place
        for place in regions()
        if place.country_code == country and key in {fold(each) for each in (place.name, *place.names)}
    )


def test_nearly_all_us_states_lie_within_161_km_of_their_centre() -> None:
    states = {
        place.admin1_code: place for place in regions() if place.country_code == "US" and place.feature_code == "ADM1"
    }
    near = [code for code, centre in STATE_CENTRES.items() if distance_km(states[code], centre) <= 161]
    assert len(near) >= 0.95 * len(STATE_CENTRES)


@pytest.mark.parametrize(
    ("country", "name", "centre"),
    [
        ("IQ", "Anbar", (33.0, 42.0)),
        ("SY", "Al-Hasakah Governorate", (36.5, 41.0)),
        ("UA", "Donetsk", (48.0, 37.8)),
        ("DE", "Bavaria", (48.9, 11.4)),
        ("GB", "Scotland", (56.8, -4.2)),
        ("IN", "Kerala", (10.4, 76.4)),
        ("CN", "Sichuan", (30.6, 102.7)),
        ("CN", "Xinjiang", (41.5, 85.0)),
        ("CA", "Ontario", (50.0, -86.0)),
        ("AU", "Queensland", (-22.5, 144.5)),
        ("US", "Rapides Parish", (31.2, -92.5)),
        ("GB", "Kent", (51.2, 0.7)),
        ("PH", "Bulacan", (15.0, 121.0)),
    ],
)
def test_regions_are_known_by_the_names_of_news_and_lie_where_they_should(
    country: str, name: str, centre: tuple[float, float]
) -> None:
    assert distance_km(find_region(country, name), centre) < 250


def test_every_country_of_the_united_nations_has_a_point_and_regions() -> None:
    assert len(countries()) == 250
    assert {place.country_code for place in regions()} <= set(countries())
    assert [code for code, place in countries().items() if place.lat is None] == ["BV", "HM", "IO", "UM"] or all(
        place.lat is not None for code, place in countries().items() if place.population > 10_000
    )


@pytest.mark.parametrize(
    ("code", "centre"),
    [
        ("SY", (35.0, 38.5)),
        ("IQ", (33.0, 43.7)),
        ("FR", (46.5, 2.5)),
        ("US", (39.8, -98.6)),
        ("FJ", (-17.8, 178.0)),
        ("XK", (42.6, 20.9)),
    ],
)
def test_countries_lie_where_they_should(code: str, centre: tuple[float, float]) -> None:
    assert distance_km(countries()[code], centre) < 350  # the World Factbook rounds to whole degrees
    largest = "area centroid of largest polygon"
    assert countries()[code].point_note == (largest if code in {"FR", "XK"} else "World Factbook")


def test_areas_say_that_their_point_is_approximate_and_name_each_thing_once() -> None:
    areas = list(read_areas())
    assert len(areas) >= 150
    assert {place.point_note for place in areas} == {"approximate middle"}
    assert {place.precision for place in areas} == {"region"}
    names = Counter(key for place in areas for key in {fold(name) for name in (place.name, *place.names)})
    assert [name for name, count in names.items() if count > 1] == []
    assert {"gaza strip", "gulf of aden", "darfur", "sahel", "kashmir", "middle east", "mediterranean"} <= set(names)


def test_geonames_ids_are_given_once() -> None:
    ids = Counter(
        place.geonames_id for place in (*regions(), *countries().values(), *read_areas()) if place.geonames_id
    )
    assert [number for number, count in ids.items() if count > 1] == []


def test_points_are_on_earth() -> None:
    for place in (*regions(), *countries().values(), *read_areas()):
        assert (place.lat is None) == (place.lon is None)
        assert place.lat is None or (-90 <= place.lat <= 90 and place.lon is not None and -180 <= place.lon <= 180)


@pytest.mark.parametrize(
    ("written", "code", "first"),
    [
        ("La.", "US.LA", True),
        ("W. Va.", "US.WV", True),
        ("W.Va.", "US.WV", True),
        ("Calif.", "US.CA", True),
        ("Calif", "US.CA", False),
        ("NSW", "AU.02", False),
        ("Ont.", "CA.08", True),
    ],
)
def test_abbreviations_find_their_regions(written: str, code: str, first: bool) -> None:
    forms = {f"{place.country_code}.{place.admin1_code}": place.short_forms for place in regions() if place.short_forms}
    assert make_short_key(written) in {make_short_key(form) for form in forms[code]}
    assert (name_variants(written)[0] == make_short_key(written)) is first


def test_every_abbreviation_in_the_data_is_written_so_that_it_is_looked_up() -> None:
    forms = [form for place in regions() for form in place.short_forms]
    assert len(forms) > 100
    assert [form for form in forms if make_short_key(form) not in name_variants(form)] == []


def test_abbreviations_are_stored_under_dotted_keys_only() -> None:
    louisiana = next(place for place in regions() if (place.country_code, place.admin1_code) == ("US", "LA"))
    keys = {row.key for row in list_name_rows(louisiana)}
    assert "la." in keys
    assert "la" not in keys
    assert "louisiana region" in keys


def test_the_world_outline_is_small_and_valid_geojson() -> None:
    assert WORLD.stat().st_size <= 300_000
    world = json.loads(WORLD.read_text(encoding="utf-8"))
    assert len(world["features"]) == 177
    assert {"US", "SY", "IQ", "XK"} <= {feature["properties"]["iso2"] for feature in world["features"]}
    for feature in world["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in ring)
