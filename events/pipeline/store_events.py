"""Writing events: foundings, memberships, and everything an event says, recomputed from its members."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q

from events.models import Article, Event, EventArticle
from events.pipeline.cluster import KEPT
from events.pipeline.copy_rows import copy_rows
from events.pipeline.count_event_parts import recount_actors_of, recount_places_of
from events.pipeline.describe import choose_place, lead_sentences
from events.pipeline.load_scenes import Scene, load_scenes
from events.pipeline.origins import count_origins
from events.pipeline.records import ConcludedArticle, Membership
from events.pipeline.tell_events import choose_read, load_openings, save_sentences, tell

# What a curator's lock of a field keeps.
LOCKED_COLUMNS = {
    "title": ("title",),
    "topic": ("topic", "topic_score"),
    "location": ("location_id", "country_code"),
}
COUNT_MEMBERS = """
SELECT COALESCE(held.canonical_id, held.id), count(DISTINCT joined.article_id)
  FROM events_event AS held JOIN events_eventarticle AS joined ON joined.event_id = held.id
 WHERE held.id = ANY(%(events)s) OR held.canonical_id = ANY(%(events)s)
 GROUP BY 1
"""
# Events up to this size are derived with every batch; deriving 50 articles takes 6 ms.
SMALL = 50
GROWTH = 1.1
RECOMPUTE_VECTORS = """
WITH member AS (
    SELECT DISTINCT COALESCE(held.canonical_id, held.id) AS event_id, joined.article_id
      FROM events_event AS held JOIN events_eventarticle AS joined ON joined.event_id = held.id AND joined.primary
     WHERE held.id = ANY(%(events)s) OR held.canonical_id = ANY(%(events)s)
)
INSERT INTO events_eventvector (event_id, vector, first_at, last_at)
SELECT member.event_id, l2_normalize(avg(held.vector)), min(article.published_at), max(article.published_at)
  FROM member
  JOIN events_article AS article ON article.id = member.article_id
  JOIN events_articlevector AS held ON held.article_id = member.article_id
 GROUP BY 1
    ON CONFLICT (event_id) DO UPDATE
   SET vector = excluded.vector, first_at = excluded.first_at, last_at = excluded.last_at
"""
# What is derived of an event, with the column's type.
SAVED = (
    ("title", "varchar"), ("topic", "varchar"), ("topic_score", "float8"), ("plover_type", "varchar"),
    ("plover_score", "float8"), ("start_at", "timestamptz"), ("end_at", "timestamptz"), ("time_precision", "varchar"),
    ("time_basis", "varchar"), ("location_id", "bigint"), ("country_code", "varchar"), ("size", "int"), ("origins", "int"),
    ("latest_at", "timestamptz"), ("is_sample", "boolean"),
)  # fmt: skip
SAVE = f"""
UPDATE events_event AS event SET {", ".join(f"{column} = made.{column}" for column, _ in SAVED)}, modified_at = now()
  FROM unnest(%s::bigint[], {", ".join(f"%s::{kind}[]" for _, kind in SAVED)})
       AS made(id, {", ".join(column for column, _ in SAVED)})
 WHERE event.id = made.id
"""  # noqa: S608 (names of columns alone)


def save_memberships(items: Sequence[ConcludedArticle], memberships: Sequence[Membership]) -> dict[int, int]:
    """Found the new events and write the memberships; returns article -> event of the whole batch."""
    first_of: dict[int, ConcludedArticle] = {}
    for item, membership in zip(items, memberships, strict=True):
        if membership.event_id is not None and membership.event_id < 0:
            first_of.setdefault(membership.event_id, item)
    events = {
        temporary: Event(title=title_of(item), is_sample=item.article.is_sample) for temporary, item in first_of.items()
    }
    copy_rows(list(events.values()))
    real = {temporary: event.pk for temporary, event in events.items()}
    event_of: dict[int, int] = {}
    rows = []
    for item, membership in zip(items, memberships, strict=True):
        assert membership.event_id is not None
        event = real.get(membership.event_id, membership.event_id)
        event_of[item.article.article_id] = event
        if membership.reason != KEPT:
            rows.append(
                EventArticle(
                    event_id=event,
                    article_id=item.article.article_id,
                    score=membership.score,
                    reason=membership.reason[:300],
                )
            )
    copy_rows(rows)
    return event_of


def title_of(item: ConcludedArticle) -> str:
    article = item.article
    if article.title.strip():
        return article.title.strip()[:500]
    sentences = lead_sentences(article.text, article.reading.sentences, 1)
    return (article.text[slice(*sentences[0])] if sentences else article.text.strip())[:300] or "Untitled"


def choose_due(event_ids: Iterable[int]) -> list[int]:
    """Return the events to be derived anew now: small ones always, large ones each time they have grown by a tenth.

    So an article costs the same however large its event is. The others stay at most a tenth behind until healing comes
    by, which looks at every event that took an article.
    """
    sizes = _list_sizes(event_ids)
    return [e for e, (count, told) in sizes.items() if count <= SMALL or count >= told * GROWTH]


def find_behind(event_ids: Iterable[int]) -> list[int]:
    """Return the events that took articles of which they do not tell yet."""
    return [event for event, (count, told) in _list_sizes(event_ids).items() if count != told]


def _list_sizes(event_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Event -> how many articles it has, and of how many it tells."""
    ids = find_answering(event_ids)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_MEMBERS, {"events": ids})
        counts = dict(cursor.fetchall())
    told = dict(Event.objects.filter(pk__in=ids).values_list("pk", "size"))
    return {event: (counts.get(event, 0), told.get(event, 0)) for event in ids}


def recompute_events(event_ids: Iterable[int]) -> None:
    """Derive all that the events say from their current members. A constant number of statements a batch.

    A merged event stands as it was; the one that answers for it is derived from the articles of both.
    """
    ids = find_answering(event_ids)
    if not ids:
        return
    places = recount_places_of(ids)
    with connection.cursor() as cursor:
        cursor.execute(RECOMPUTE_VECTORS, {"events": ids})
    members, telling = _members(ids)
    read = {event: choose_read(articles) for event, articles in telling.items()}
    openings = load_openings(article for articles in read.values() for article in articles)
    scenes = load_scenes(openings)
    events = list(Event.objects.filter(pk__in=ids))
    sentences = {}
    for event in events:
        kept = {c: getattr(event, c) for field in event.locked_fields for c in LOCKED_COLUMNS.get(field, ())}
        sentences[event.pk] = tell(event, [openings[a.pk] for a in read.get(event.pk, ()) if a.pk in openings])
        _count(event, members.get(event.pk, []))
        there = set[Scene]().union(*(scenes.get(article.pk, ()) for article in read.get(event.pk, ())))
        event.location_id, event.country_code = choose_place(places.get(event.pk, []), there)
        for column, value in kept.items():
            setattr(event, column, value)
    _save(events)
    save_sentences(sentences)
    # Roles are those of the event's own type, so it must stand before.
    recount_actors_of(ids)


def _save(events: Sequence[Event]) -> None:
    """Write what the events say, in one statement (Django's own bulk_update costs four times as much a row)."""
    if not events:
        return
    rows = [tuple(getattr(event, column) for column, _ in SAVED) for event in events]
    with connection.cursor() as cursor:
        cursor.execute(SAVE, [[event.pk for event in events], *(list(values) for values in zip(*rows, strict=True))])


def _count(event: Event, articles: Sequence[Article]) -> None:
    event.size = len(articles)
    event.origins = count_origins(articles)
    if articles:
        event.latest_at = max((a.published_at for a in articles if a.published_at), default=None)
        event.is_sample = all(a.is_sample for a in articles)


def find_answering(event_ids: Iterable[int]) -> list[int]:
    """Return the events that answer for these, in order: a merged one's survivor, else itself. One query."""
    rows = Event.objects.filter(pk__in=set(event_ids)).values_list("pk", "canonical_id")
    return sorted({canonical or pk for pk, canonical in rows})


def recount_event_actors(event_ids: Iterable[int]) -> None:
    """Count anew in how many articles of each event its actors are named, and what they do in it."""
    recount_actors_of(find_answering(event_ids))


def _members(event_ids: Sequence[int]) -> tuple[dict[int, list[Article]], dict[int, list[Article]]]:
    """Return event -> its articles, copies among them; and event -> those of them that tell of it alone."""
    found: dict[int, list[Article]] = {}
    telling: dict[int, list[Article]] = {}
    family = Q(event__in=event_ids) | Q(event__canonical__in=event_ids)
    rows = EventArticle.objects.filter(family, article__revision__isnull=False)
    seen = set()
    for row in rows.select_related("article__source", "event").order_by("-primary"):
        event = row.event.canonical_id or row.event_id
        if (event, row.article_id) not in seen:
            seen.add((event, row.article_id))
            found.setdefault(event, []).append(row.article)
            if row.primary:
                telling.setdefault(event, []).append(row.article)
    return found, telling
