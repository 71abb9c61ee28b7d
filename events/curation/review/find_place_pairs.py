"""Pairs of places that may be one: both named in texts, of one name and country, close to each other, not judged yet."""

from __future__ import annotations

import math

from django.db import connection

from events.curation.review.find_links import insert_new
from events.curation.review.pairs import ask_about_pair
from events.models import Location, LocationJudgement, ReviewItem, ReviewMark

MARK = "places paired"
# Mentions looked at in one run: each new place costs a look-up of its names.
A_RUN = 2_000
# Two records of one town lie this near in GeoNames and in other registers; chosen by hand, not measured.
NEAR_KM = 15.0
KM_OF_DEGREE = 111.2
# How likely two such places are one, less for each kilometre between them, and where a name is not what a place is
# usually called. Chosen by hand, not measured: no set of judged pairs of places exists.
SAME_SPOT = 0.8
PER_KM = 0.03
OTHER_NAME = 0.15
MOST_NAMESAKES = 20
MEETING = """
WITH fresh AS MATERIALIZED (
     SELECT DISTINCT mention.location_id AS id
       FROM (SELECT location_id FROM events_mention WHERE id > %(after)s ORDER BY id LIMIT %(limit)s) AS mention
      WHERE mention.location_id IS NOT NULL)
SELECT DISTINCT ON (least(one.id, other.id), greatest(one.id, other.id))
       one.id, other.id, mine.name, theirs.name, mine.is_primary AND theirs.is_primary
  FROM fresh
  JOIN events_location AS one ON one.id = fresh.id AND one.canonical_id IS NULL AND one.precision <> 'country'
  JOIN events_locationname AS mine ON mine.location_id = one.id
 CROSS JOIN LATERAL (SELECT location_id, name, is_primary FROM events_locationname
                      WHERE key = mine.key AND location_id <> one.id LIMIT %(most)s) AS theirs
  JOIN events_location AS other ON other.id = theirs.location_id AND other.canonical_id IS NULL
 WHERE other.precision = one.precision AND other.feature_class = one.feature_class
   AND other.country_code = one.country_code
   AND abs(other.lat - one.lat) < %(degrees)s AND abs(other.lon - one.lon) < %(degrees)s / greatest(cos(radians(one.lat)), 0.05)
   AND EXISTS (SELECT FROM events_mention AS named WHERE named.location_id = other.id AND named.removed_at IS NULL)
   AND EXISTS (SELECT FROM events_mention AS named WHERE named.location_id = one.id AND named.removed_at IS NULL)
 ORDER BY least(one.id, other.id), greatest(one.id, other.id), (mine.is_primary AND theirs.is_primary) DESC, mine.id
"""  # noqa: E501
LAST = "SELECT max(id) FROM (SELECT id FROM events_mention WHERE id > %s ORDER BY id LIMIT %s) AS fresh"


def find_place_pairs(limit: int = A_RUN) -> int:
    """Ask about places that the next mentions name; returns how many questions are new. A constant number of queries."""
    mark, _ = ReviewMark.objects.get_or_create(name=MARK)
    with connection.cursor() as cursor:
        cursor.execute(LAST, [mark.last_id, limit])
        last = cursor.fetchone()[0]
        if last is None:
            return 0
        wanted = {
            "after": mark.last_id, "limit": limit, "most": MOST_NAMESAKES, "degrees": NEAR_KM / KM_OF_DEGREE,
        }  # fmt: skip
        cursor.execute(MEETING, wanted)
        met = cursor.fetchall()
    mark.last_id = last
    mark.save()
    places = Location.objects.in_bulk({pk for row in met for pk in row[:2]})
    judged = LocationJudgement.objects.filter(left__in=places, right__in=places).values_list("left", "right")
    known = set(judged)
    return insert_new(
        [
            _ask(places[one], places[other], name, other_name, usual)
            for one, other, name, other_name, usual in met
            if (min(one, other), max(one, other)) not in known
        ]
    )


def _ask(one: Location, other: Location, name: str, other_name: str, usual: bool) -> ReviewItem:
    """The better known of the two is proposed to stay: a register's record, then the larger, then the older."""
    kept, second = sorted((one, other), key=lambda place: (place.geonames_id is None, -place.population, place.pk))
    away = _distance_km(one, other)
    score = max(SAME_SPOT - PER_KM * away - (0 if usual else OTHER_NAME), 0.0)
    reason = f"“{name[:60]}” and “{other_name[:60]}” are the same name, case and accents aside; {away:.0f} km apart"
    return ask_about_pair("location", kept, second, score, reason, 1)


def _distance_km(one: Location, other: Location) -> float:
    """On a plane: exact enough over NEAR_KM."""
    lat, lon = one.lat or 0.0, one.lon or 0.0
    north, east = (other.lat or 0.0) - lat, ((other.lon or 0.0) - lon) * math.cos(math.radians(lat))
    return KM_OF_DEGREE * math.hypot(north, east)
