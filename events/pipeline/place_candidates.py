"""What the place names of a batch may mean, out of the gazetteer: two indexed queries a batch."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection

from events.pipeline.place_names import ALIKE
from events.pipeline.records import PlaceCandidate

MAX_NAMESAKES = 40
"""One more common name than this (San José, Springfield) is cut to its most populous bearers."""

COLUMNS = """
place.id, place.name, place.lat, place.lon, place.precision, place.feature_code, place.country_code, place.admin1_code,
place.population, name.key, name.is_primary
  FROM events_locationname AS name
  JOIN events_location AS held ON held.id = name.location_id
  JOIN events_location AS place ON place.id = coalesce(held.canonical_id, held.id)
"""
# Rows and not model objects: a batch of 100 articles has about 5,000 bearers, and an object takes 30 times as long.
BY_KEY = f"""
SELECT name.key, {COLUMNS} WHERE name.key = ANY(%s::varchar[])
 ORDER BY name.key, held.population DESC, name.location_id
"""
BY_SKELETON = f"""
SELECT name.skeleton, {COLUMNS} WHERE name.skeleton = ANY(%s::varchar[]) AND name.skeleton <> ''
 ORDER BY name.skeleton, held.population DESC, name.location_id
"""


def find_places(keys: set[str]) -> dict[str, list[PlaceCandidate]]:
    """Return the bearers of each key; those of a skeleton (`ALIKE`) stand under it with the key that they really bear.

    A merged place answers with its survivor.
    """
    plain = sorted(key for key in keys if not key.startswith(ALIKE))
    frames = sorted(key.removeprefix(ALIKE) for key in keys if key.startswith(ALIKE))
    found: dict[str, list[PlaceCandidate]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY, [plain])
        _collect(found, cursor.fetchall(), "")
        cursor.execute(BY_SKELETON, [frames])
        _collect(found, cursor.fetchall(), ALIKE)
    return found


def _collect(found: dict[str, list[PlaceCandidate]], rows: Iterable[tuple[Any, ...]], mark: str) -> None:
    known: set[tuple[str, int]] = set()
    for key, *columns in rows:
        pair = (key, columns[0])
        bearers = found.setdefault(mark + key, [])
        if pair not in known and len(bearers) < MAX_NAMESAKES:
            known.add(pair)
            bearers.append(PlaceCandidate(*columns))
