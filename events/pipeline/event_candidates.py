"""Which events an article may belong to, out of the database: those that share a weighty term in the same weeks, the
nearest in wording first. One indexed query a batch, whose cost does not grow with the years that are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import F
from django.db.models.functions import Collate

from events.cluster.keys import keys_to_keep
from events.cluster.pack import pack_profile, unpack_profile
from events.cluster.profile import Profile, add_profiles
from events.models import ArticleProfile, EventArticle, EventProfile
from events.pipeline.records import Vector
from events.pipeline.vector_text import write_vector

# Of the events that share a key this many are compared. Chosen by hand, not measured.
NEIGHBOURS = 12

# The order in which articles are published, whatever their ids: sums of floats depend on it in the last digits.
IN_ORDER = (F("article__published_at").asc(nulls_last=True), Collate("article__key", "C"))

NEAREST_EVENTS = """
SELECT wanted.number, near.event_id
  FROM unnest(%(numbers)s::bigint[], %(keys)s::text[], %(vectors)s::halfvec[]) AS wanted(number, keys, vector)
 CROSS JOIN LATERAL (
       SELECT held.event_id
         FROM events_eventprofile AS held
         JOIN events_eventvector AS placed ON placed.event_id = held.event_id
         JOIN events_event AS event ON event.id = held.event_id AND event.canonical_id IS NULL
        WHERE held.keys && wanted.keys::bigint[]
        ORDER BY placed.vector <=> wanted.vector, held.event_id LIMIT %(limit)s) AS near
 ORDER BY wanted.number
"""


def find_events_in_reach(
    wanted: Mapping[int, tuple[Sequence[int], Vector | str]], limit: int = NEIGHBOURS
) -> dict[int, list[int]]:
    """Return number -> events that share a key with it. `wanted`: any number -> (keys to look up, vector or its text)."""
    if not wanted:
        return {}
    found: dict[int, list[int]] = {number: [] for number in wanted}
    with connection.cursor() as cursor:
        # On a small table the planner would compare arrays row by row, which costs seconds; the index costs none.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            NEAREST_EVENTS,
            {
                "numbers": list(wanted),
                "keys": ["{" + ",".join(map(str, keys)) + "}" for keys, _ in wanted.values()],
                "vectors": [v if isinstance(v, str) else write_vector(v) for _, v in wanted.values()],
                "limit": limit,
            },
        )
        for number, event in cursor.fetchall():
            found[number].append(event)
        cursor.execute("SET LOCAL enable_seqscan = on")
    return found


def load_event_profiles(event_ids: Iterable[int]) -> dict[int, Profile]:
    rows = EventProfile.objects.filter(event__in=set(event_ids)).values_list("event_id", "data")
    return {event: unpack_profile(bytes(data)) for event, data in rows}


def load_article_profiles(article_ids: Iterable[int]) -> dict[int, Profile]:
    rows = ArticleProfile.objects.filter(article__in=set(article_ids)).values_list("article_id", "data")
    return {article: unpack_profile(bytes(data)) for article, data in rows}


def save_article_profiles(profiles: Mapping[int, Profile]) -> None:
    rows = [ArticleProfile(article_id=article, data=pack_profile(profile)) for article, profile in profiles.items()]
    ArticleProfile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["article"], update_fields=["data"])


def save_event_profiles(profiles: Mapping[int, Profile], stale: bool = True) -> None:
    """Write what events are found and compared by; `stale`: healing shall look at them."""
    rows = [
        EventProfile(event_id=event, data=pack_profile(profile), keys=keys_to_keep(profile), is_stale=stale)
        for event, profile in sorted(profiles.items())
    ]
    EventProfile.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["event"], update_fields=["data", "keys", "is_stale"]
    )


def add_up_profiles(event_ids: Iterable[int]) -> dict[int, Profile]:
    """The profiles of events from those of their own articles, copies left out (they say nothing new)."""
    members = EventArticle.objects.filter(event__in=set(event_ids), primary=True)
    rows = list(members.order_by(*IN_ORDER).values_list("event_id", "article_id", "article__copy_of"))
    profiles = load_article_profiles(article for _, article, _ in rows)
    originals = [(event, article) for event, article, origin in rows if origin is None and article in profiles]
    told = {event for event, _ in originals}
    # An event of copies alone (their origin stands elsewhere) is known by them.
    copies = [(event, article) for event, article, _ in rows if event not in told and article in profiles]
    found: dict[int, Profile] = {}
    for event, article in originals + copies:
        found[event] = add_profiles(found[event], profiles[article]) if event in found else profiles[article]
    return found
