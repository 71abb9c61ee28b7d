"""Loading the gazetteer: once, again, newer, beside people's changes, and killed half-way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command

from events.gazetteer.places import Place
from events.gazetteer.read import describe_version
from events.interop.geonames import DATA_NAME, Loaded, load_gazetteer, load_places
from events.models import DataVersion, Location, LocationName

pytestmark = pytest.mark.django_db

HASAKAH = Place(
    geonames_id=173811,
    precision="city",
    name="Al Ḩasakah",
    ascii_name="Al Hasakah",
    names=("Hasaka", "Al-Hasakah", "الحسكة"),
    lat=36.50237,
    lon=40.74772,
    feature_class="P",
    feature_code="PPL",
    country_code="SY",
    admin1_code="01",
    population=422445,
)
ANBAR = Place(
    geonames_id=99592,
    precision="region",
    name="Anbar",
    ascii_name="Anbar",
    names=("Al Anbar Governorate",),
    lat=33.7,
    lon=41.8,
    feature_class="A",
    feature_code="ADM1",
    country_code="IQ",
    admin1_code="01",
    point_note="hull centroid of places",
)
IRAQ = Place(
    geonames_id=99237,
    precision="country",
    name="Iraq",
    ascii_name="Iraq",
    names=(),
    lat=33.0,
    lon=43.7,
    feature_class="A",
    feature_code="PCL",
    country_code="IQ",
)
ADEN = Place(
    geonames_id=None,
    precision="region",
    name="Gulf of Aden",
    ascii_name="Gulf of Aden",
    names=(),
    lat=12.3,
    lon=47.8,
    feature_class="H",
    feature_code="GULF",
    point_note="approximate middle",
)
PLACES = [HASAKAH, ANBAR, IRAQ, ADEN]


def ignore(what: str, done: int, total: int) -> None:
    """Take progress and show none."""


def load(places: list[Place], version: str = "one") -> Loaded:
    return load_places(places, version, ignore)


def keys_of(geonames_id: int) -> set[str]:
    return set(LocationName.objects.filter(location__geonames_id=geonames_id).values_list("key", flat=True))


def snapshot() -> list[object]:
    return [*Location.objects.order_by("pk").values(), *LocationName.objects.order_by("pk").values()]


def test_places_are_found_under_every_key_of_their_names() -> None:
    loaded = load(PLACES)
    assert (loaded.inserted, loaded.was_current) == (4, False)
    assert keys_of(173811) == {"al hasakah", "hasakah", "hasaka", "الحسكة"}
    assert {"anbar", "anbar region", "al anbar governorate"} <= keys_of(99592)
    held = Location.objects.get(geonames_id=99592)
    assert (held.precision, held.point_source, held.origin) == ("region", "hull centroid of places", "import")
    assert (held.lat, held.lon, held.admin1_code) == (33.7, 41.8, "01")


def test_countries_bear_the_names_of_the_vocabulary_too() -> None:
    load(PLACES)
    assert "republic of iraq" in keys_of(99237)


def test_what_a_place_is_usually_called_is_primary() -> None:
    load(PLACES)
    primary = LocationName.objects.filter(location__geonames_id=173811, is_primary=True)
    assert set(primary.values_list("key", flat=True)) == {"al hasakah", "hasakah"}


def test_the_same_version_again_changes_nothing() -> None:
    load(PLACES)
    before = snapshot()
    again = load(PLACES)
    assert again.was_current
    assert snapshot() == before


def test_a_newer_version_updates_by_id_and_adds_what_is_new() -> None:
    load(PLACES)
    pks = set(Location.objects.values_list("pk", flat=True))
    newer = [replace(HASAKAH, population=500_000, names=("Hasaka", "Hassakeh")), ANBAR, IRAQ, replace(ADEN, lat=12.4)]
    newer.append(replace(HASAKAH, geonames_id=1, name="New Town", names=()))
    loaded = load(newer, "two")
    assert (loaded.inserted, loaded.updated) == (1, 2)
    assert pks < set(Location.objects.values_list("pk", flat=True))
    assert Location.objects.get(geonames_id=173811).population == 500_000
    assert {"hassakeh", "الحسكة"} <= keys_of(173811)
    assert Location.objects.get(name="Gulf of Aden").lat == 12.4
    assert DataVersion.objects.get(name=DATA_NAME).version == "two"


def test_a_newer_version_with_equal_places_leaves_their_rows_alone() -> None:
    load(PLACES)
    before = snapshot()
    loaded = load(PLACES, "two")
    assert (loaded.inserted, loaded.updated, loaded.names) == (0, 0, 0)
    assert snapshot() == before


def test_locked_places_and_peoples_own_places_stay_as_people_left_them() -> None:
    load(PLACES)
    Location.objects.filter(geonames_id=99592).update(name="Anbar (checked)", locked_fields=["name"])
    Location.objects.filter(geonames_id=99237).update(population=7, origin="curator")
    extra = Location.objects.get(geonames_id=173811)
    LocationName.objects.create(location=extra, name="Hesîçe", key="hesice", is_primary=False)
    load([replace(place, population=place.population + 1, names=("Another",)) for place in PLACES], "two")
    assert Location.objects.get(geonames_id=99592).name == "Anbar (checked)"
    assert Location.objects.get(geonames_id=99592).population == 0
    assert Location.objects.get(geonames_id=99237).population == 7
    assert "another" not in keys_of(99592) | keys_of(99237)
    assert {"hesice", "another"} <= keys_of(173811)


def test_a_load_that_breaks_half_way_leaves_nothing_behind() -> None:
    def break_off() -> Iterator[Place]:
        yield HASAKAH
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        load_places(break_off(), "one", ignore)
    assert not Location.objects.exists()
    assert not DataVersion.objects.filter(name=DATA_NAME).exists()
    assert load(PLACES).inserted == 4


def test_progress_is_reported_in_order() -> None:
    said: list[str] = []
    load_places(PLACES, "one", lambda what, done, total: said.append(what))
    assert said == ["reading places", "matching places", "storing places", "storing names"]


def test_the_command_does_nothing_when_this_version_is_loaded() -> None:
    DataVersion.objects.create(name=DATA_NAME, version=describe_version())
    assert load_gazetteer(ignore).was_current
    said = StringIO()
    call_command("load_gazetteer", stderr=said, verbosity=2)
    assert "is current" in said.getvalue()
    assert not Location.objects.exists()
