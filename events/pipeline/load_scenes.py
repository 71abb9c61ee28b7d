"""Which places the openings of articles tell of as where something was: one query a batch of events."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from events.pipeline.happened_there import happened_there
from events.pipeline.tell_events import OPENING_CHARACTERS, Opening

NAMED = """
SELECT mention.article_id, COALESCE(place.canonical_id, place.id), place.country_code, mention.field, mention.start,
       mention."end"
  FROM events_mention AS mention JOIN events_location AS place ON place.id = mention.location_id
 WHERE mention.revision_id = ANY(%s) AND mention.removed_at IS NULL AND NOT mention.is_dateline AND mention."end" <= %s
"""

Scene = tuple[int, str]


def load_scenes(openings: Mapping[int, Opening]) -> dict[int, set[Scene]]:
    """Article -> the places (id, country) that its headline or opening puts something in."""
    revisions = [opening.article.revision_id for opening in openings.values()]
    scenes: dict[int, set[Scene]] = {}
    with connection.cursor() as cursor:
        cursor.execute(NAMED, [revisions, OPENING_CHARACTERS])
        for article, place, country, field, start, end in cursor.fetchall():
            opening = openings[article]
            text = opening.article.title if field == "title" else opening.text
            if happened_there(text, start, end):
                scenes.setdefault(article, set()).add((place, country))
    return scenes
