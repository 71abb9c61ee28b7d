"""What the place names of a batch may mean, out of the gazetteer: two indexed queries a batch."""

from __future__ import annotations

from events.models import LocationName
from events.pipeline.place_names import ALIKE
from events.pipeline.records import PlaceCandidate

# One more common name than this (San José, Springfield) is cut to its most populous bearers.
MAX_NAMESAKES = 40


def find_places(keys: set[str]) -> dict[str, list[PlaceCandidate]]:
    """Return the bearers of each key; those of a skeleton (`ALIKE`) stand under it with the key that they really bear.

    A merged place answers with its survivor.
    """
    found: dict[str, list[PlaceCandidate]] = {}
    frames = {key.removeprefix(ALIKE) for key in keys if key.startswith(ALIKE)}
    by_people = ("-location__population", "location_id")
    names = LocationName.objects.select_related("location", "location__canonical")
    for row in names.filter(key__in=[key for key in keys if not key.startswith(ALIKE)]).order_by("key", *by_people):
        _add_bearer(found.setdefault(row.key, []), row)
    for row in names.filter(skeleton__in=frames).exclude(skeleton="").order_by("skeleton", *by_people):
        _add_bearer(found.setdefault(ALIKE + row.skeleton, []), row)
    return found


def _add_bearer(bearers: list[PlaceCandidate], row: LocationName) -> None:
    place = row.location.canonical or row.location
    if len(bearers) >= MAX_NAMESAKES or any(known.location_id == place.pk for known in bearers):
        return
    bearers.append(
        PlaceCandidate(
            location_id=place.pk,
            name=place.name,
            lat=place.lat,
            lon=place.lon,
            precision=place.precision,
            feature_code=place.feature_code,
            country_code=place.country_code,
            admin1_code=place.admin1_code,
            population=place.population,
            matched_key=row.key,
            is_primary=row.is_primary,
        )
    )
