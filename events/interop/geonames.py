"""Load the gazetteer (GeoNames, Natural Earth, our areas) into Location and LocationName by COPY.

One transaction: places and names go into temporary tables, then new ones are inserted and changed ones updated. A place
is known again by its GeoNames id, an area without one by name and kind. Rows with any locked field, and rows that
somebody other than an import made, are left as they are. Nothing is deleted: mentions may point at a place that a newer
version has dropped, and an added name may be a curator's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from events.gazetteer.name_rows import list_name_rows
from events.gazetteer.places import Place
from events.gazetteer.read import describe_version, read_places
from events.models import DataVersion
from events.vocabulary import states

DATA_NAME = "gazetteer"
LOCK = 7_301_148_201
"""Key of the advisory lock under which one process loads; any number that nothing else in the project uses."""

BATCH = 20_000
"""Places read before a COPY: about 60,000 names, 30 MB. One COPY cannot run inside another, so they take turns."""

EXPECTED_PLACES = 252_000
"""For the progress bar only."""

Report = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is (0: unknown)."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did; all zero when the version was there already."""

    version: str
    was_current: bool
    inserted: int = 0
    updated: int = 0
    names: int = 0


def load_gazetteer(report: Report, force: bool = False) -> Loaded:
    """Load the shipped data unless the database holds this version of it; one query when it does."""
    version = describe_version()
    if not force and is_loaded(version):
        return Loaded(version, was_current=True)
    return load_places(read_places(), version, report, force)


def is_loaded(version: str) -> bool:
    """Tell whether the database holds this version."""
    return DataVersion.objects.filter(name=DATA_NAME, version=version).exists()


def load_places(places: Iterable[Place], version: str, report: Report, force: bool = False) -> Loaded:
    """Load these places as this version; a second process waits for the first and then finds its work done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        if not force and is_loaded(version):
            return Loaded(version, was_current=True)
        cursor.execute(CREATE_STAGE)
        _copy_places(cursor, places, report)
        report("matching places", 0, 0)
        cursor.execute(MATCH_BY_ID)
        cursor.execute(MATCH_BY_NAME)
        cursor.execute(UPDATE_PLACES)
        updated = cursor.rowcount
        report("storing places", 0, 0)
        cursor.execute(INSERT_PLACES)
        inserted = cursor.rowcount
        report("storing names", 0, 0)
        cursor.execute(INSERT_NAMES)
        names = cursor.rowcount
        cursor.execute("DROP TABLE staged_place, staged_name")
        DataVersion.objects.update_or_create(name=DATA_NAME, defaults={"version": version})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_location, events_locationname")
    return Loaded(version, was_current=False, inserted=inserted, updated=updated, names=names)


def _copy_places(cursor: CursorWrapper, places: Iterable[Place], report: Report) -> None:
    known_names = {state.code: (state.name, *state.strong) for state in states()}
    done = 0
    remaining = iter(places)
    while batch := list(islice(remaining, BATCH)):
        with cursor.copy(COPY_PLACES) as copy:
            for number, place in enumerate(batch, done):
                copy.write_row(_place_row(number, place))
        with cursor.copy(COPY_NAMES) as copy:
            for row in _name_rows(batch, done, known_names):
                copy.write_row(row)
        done += len(batch)
        report("reading places", done, max(EXPECTED_PLACES, done))


def _place_row(number: int, place: Place) -> tuple[object, ...]:
    return (
        number,
        place.geonames_id,
        place.name,
        place.lat,
        place.lon,
        place.precision,
        place.point_note,
        place.feature_class,
        place.feature_code,
        place.country_code,
        place.admin1_code,
        place.population,
    )


def _name_rows(
    batch: Iterable[Place], first: int, known_names: dict[str, tuple[str, ...]]
) -> Iterator[tuple[object, ...]]:
    """States bear the names of the vocabulary too ("Czech Republic", "UAE"), which GeoNames' country file lacks."""
    for number, place in enumerate(batch, first):
        also = known_names.get(place.country_code, ()) if place.precision == "country" else ()
        for row in list_name_rows(place, also):
            yield number, row.name, row.key, row.skeleton, row.is_primary


# location_id: the row that the place is already; new_id: the one it gets when there is none.
CREATE_STAGE = """
CREATE TEMPORARY TABLE staged_place (
    number int, geonames_id bigint, name text, lat float8, lon float8, precision text, point_source text,
    feature_class text, feature_code text, country_code text, admin1_code text, population bigint,
    location_id bigint, new_id bigint DEFAULT nextval(pg_get_serial_sequence('events_location', 'id'))
) ON COMMIT DROP;
CREATE TEMPORARY TABLE staged_name (
    number int, name text, key text, skeleton text, is_primary bool
) ON COMMIT DROP;
"""
COLUMNS = (
    "geonames_id, name, lat, lon, precision, point_source, feature_class, feature_code, country_code, admin1_code, "
    "population"
)
STAGED = ", ".join(f"staged.{name}" for name in COLUMNS.split(", "))
HELD = ", ".join(f"held.{name}" for name in COLUMNS.split(", "))
COPY_PLACES = f"COPY staged_place (number, {COLUMNS}) FROM STDIN"
COPY_NAMES = "COPY staged_name (number, name, key, skeleton, is_primary) FROM STDIN"
MATCH_BY_ID = """
UPDATE staged_place AS staged SET location_id = held.id
  FROM events_location AS held WHERE held.geonames_id = staged.geonames_id
"""
MATCH_BY_NAME = """
UPDATE staged_place AS staged SET location_id = held.id
  FROM events_location AS held
 WHERE staged.geonames_id IS NULL AND held.geonames_id IS NULL AND held.origin = 'import'
   AND held.name = staged.name AND held.feature_code = staged.feature_code
"""
# S608 below: the statements are put together from the constants above only.
UPDATE_PLACES = f"""
UPDATE events_location AS held SET ({COLUMNS}, modified_at) = ROW ({STAGED}, now())
  FROM staged_place AS staged
 WHERE held.id = staged.location_id AND held.origin = 'import' AND held.locked_fields = '{{}}'
   AND ({HELD}) IS DISTINCT FROM ({STAGED})
"""  # noqa: S608
INSERT_PLACES = f"""
INSERT INTO events_location (id, {COLUMNS}, origin, locked_fields, modified_at)
SELECT new_id, {COLUMNS}, 'import', '{{}}', now() FROM staged_place WHERE location_id IS NULL ORDER BY number
"""  # noqa: S608
INSERT_NAMES = """
INSERT INTO events_locationname (location_id, name, key, skeleton, is_primary)
SELECT coalesce(place.location_id, place.new_id), staged.name, staged.key, staged.skeleton, staged.is_primary
  FROM staged_name AS staged
  JOIN staged_place AS place USING (number)
  LEFT JOIN events_location AS held ON held.id = place.location_id
 WHERE place.location_id IS NULL OR (held.origin = 'import' AND held.locked_fields = '{}')
 ORDER BY staged.key
    ON CONFLICT (location_id, key) DO UPDATE
   SET name = excluded.name, skeleton = excluded.skeleton, is_primary = excluded.is_primary
 WHERE (events_locationname.name, events_locationname.skeleton, events_locationname.is_primary)
       IS DISTINCT FROM (excluded.name, excluded.skeleton, excluded.is_primary)
"""
