"""Counting who and what place an event's articles name, and what the actors do in it."""

from __future__ import annotations

from django.db import connection

from events.models.choices import ActorRole
from events.pipeline.describe import PlaceRow

# Which articles tell of an event: its own and those of the events merged into it, (event, article) once; a round-up, which
# has it among its items, names others too.
MEMBERS = """
WITH member AS (
    SELECT DISTINCT COALESCE(held.canonical_id, held.id) AS event_id, joined.article_id
      FROM events_event AS held JOIN events_eventarticle AS joined ON joined.event_id = held.id AND joined.primary
     WHERE held.id = ANY(%(events)s) OR held.canonical_id = ANY(%(events)s)
)
"""
# Actors and places are counted for the record they were decided for, so that merging or undoing changes no row here.
RECOUNT_ACTORS = (
    MEMBERS
    + """
INSERT INTO events_eventactor (event_id, actor_id, articles, roles)
SELECT member.event_id, mention.actor_id, count(DISTINCT mention.article_id), '{}'
  FROM member
  JOIN events_article AS article ON article.id = member.article_id
  JOIN events_mention AS mention ON mention.revision_id = article.revision_id AND mention.removed_at IS NULL
 WHERE mention.actor_id IS NOT NULL GROUP BY 1, 2
"""
)
# Doers of what the event is (acts of its own type), speakers, and those through whom words came.
COUNT_ROLES = (
    MEMBERS  # noqa: S608 (no value stands in it)
    + """
, told AS (
    SELECT member.event_id, article.id AS article_id, article.revision_id, event.plover_type
      FROM member JOIN events_article AS article ON article.id = member.article_id
      JOIN events_event AS event ON event.id = member.event_id
     WHERE article.copy_of_id IS NULL
)
SELECT told.event_id, mention.actor_id, party.role, count(DISTINCT told.article_id)
  FROM told JOIN events_act AS act ON act.revision_id = told.revision_id AND act.type = told.plover_type
  JOIN events_actparty AS party ON party.act_id = act.id
  JOIN events_mention AS mention ON mention.id = party.mention_id AND mention.removed_at IS NULL
 WHERE mention.actor_id IS NOT NULL GROUP BY 1, 2, 3
UNION ALL
SELECT told.event_id, claim.speaker_id, 'speaker', count(DISTINCT told.article_id)
  FROM told JOIN events_claim AS claim ON claim.revision_id = told.revision_id AND claim.removed_at IS NULL
 WHERE claim.speaker_id IS NOT NULL GROUP BY 1, 2
UNION ALL
SELECT told.event_id, claim.medium_id, 'medium', count(DISTINCT told.article_id)
  FROM told JOIN events_claim AS claim ON claim.revision_id = told.revision_id AND claim.removed_at IS NULL
 WHERE claim.medium_id IS NOT NULL GROUP BY 1, 2
"""
)
SAVE_ROLES = """
UPDATE events_eventactor AS held SET roles = string_to_array(made.roles, ' ')::varchar(8)[]
  FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS made(event, actor, roles)
 WHERE held.event_id = made.event AND held.actor_id = made.actor
"""
# A body of a place ("Paris Police Department") bears its name wherever it acts, so it does not say where something
# happened; a single word that was read as an organisation is the region itself ("Anbar operations").
_NAMED_PLACES = """
  FROM member
  JOIN events_article AS article ON article.id = member.article_id
  JOIN events_mention AS mention
    ON mention.revision_id = article.revision_id AND mention.removed_at IS NULL AND NOT mention.is_dateline
   AND (mention.type = 'location' OR strpos(mention.text, ' ') = 0)
"""
RECOUNT_PLACES = (
    MEMBERS
    + """
INSERT INTO events_eventlocation (event_id, location_id, articles)
SELECT member.event_id, mention.location_id, count(DISTINCT mention.article_id)"""
    + _NAMED_PLACES
    + "WHERE mention.location_id IS NOT NULL GROUP BY 1, 2"
)
PLACE_MENTIONS = (
    MEMBERS
    + """
SELECT member.event_id, COALESCE(place.canonical_id, place.id), mention.precision, place.country_code,
       count(DISTINCT mention.article_id), count(*), min(CASE mention.field WHEN 'title' THEN 0 ELSE mention.start END)"""
    + _NAMED_PLACES
    + """
  JOIN events_location AS place ON place.id = mention.location_id
 GROUP BY 1, 2, 3, 4
"""
)
# An actor that does in some articles what it suffers in others has the role that twice as many show, else neither.
CLEARLY = 2
_WEIGHTS = {role: place for place, role in enumerate(ActorRole.values)}


def recount_actors_of(event_ids: list[int]) -> None:
    """Count anew in how many articles of each event its actors are named, and what they do in it. Four statements."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_eventactor WHERE event_id = ANY(%s)", [event_ids])
        cursor.execute(RECOUNT_ACTORS, {"events": event_ids})
        cursor.execute(COUNT_ROLES, {"events": event_ids})
        counts: dict[tuple[int, int], dict[str, int]] = {}
        for event, actor, role, articles in cursor.fetchall():
            counts.setdefault((event, actor), {})[role] = articles
        rows = [(event, actor, " ".join(choose_roles(held))) for (event, actor), held in sorted(counts.items())]
        if rows:
            cursor.execute(SAVE_ROLES, [list(column) for column in zip(*rows, strict=True)])


def choose_roles(counts: dict[str, int]) -> list[str]:
    """The roles of an actor, the weightiest first; doer or receiver only where the articles do not contradict each other."""
    agent, target = counts.get(ActorRole.AGENT, 0), counts.get(ActorRole.TARGET, 0)
    against = {ActorRole.AGENT: target, ActorRole.TARGET: agent}
    kept = [role for role, count in counts.items() if count >= CLEARLY * against.get(ActorRole(role), 0)]
    return sorted(kept, key=lambda role: _WEIGHTS[role])


def recount_places_of(event_ids: list[int]) -> dict[int, list[PlaceRow]]:
    """Count anew the places of events; returns what choosing the main place needs (pipeline/describe.py)."""
    rows: dict[int, list[PlaceRow]] = {}
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_eventlocation WHERE event_id = ANY(%s)", [event_ids])
        cursor.execute(RECOUNT_PLACES, {"events": event_ids})
        cursor.execute(PLACE_MENTIONS, {"events": event_ids})
        for event, *row in cursor.fetchall():
            rows.setdefault(event, []).append(tuple(row))
    return rows
