"""Writing events: foundings, memberships, and everything an event says, recomputed from its members."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Q

from events.models import Article, ArticleReading, Event, EventArticle
from events.models.choices import Affiliation, TimePrecision
from events.pipeline.cluster import KEPT
from events.pipeline.describe import choose_place, lead_sentences
from events.pipeline.records import ConcludedArticle, Membership
from events.pipeline.store_reading import decode_spans

# What a curator's lock of a field keeps.
LOCKED_COLUMNS = {
    "title": ("title",),
    "topic": ("topic", "topic_score"),
    "location": ("location_id", "country_code"),
}
# Which articles an event has: its own and those of the events merged into it; (event, article) once.
MEMBERS = """
WITH member AS (
    SELECT DISTINCT COALESCE(held.canonical_id, held.id) AS event_id, joined.article_id
      FROM events_event AS held JOIN events_eventarticle AS joined ON joined.event_id = held.id
     WHERE held.id = ANY(%(events)s) OR held.canonical_id = ANY(%(events)s)
)
"""
COUNT_MEMBERS = """
SELECT COALESCE(held.canonical_id, held.id), count(*)
  FROM events_event AS held JOIN events_eventarticle AS joined ON joined.event_id = held.id
 WHERE held.id = ANY(%(events)s) OR held.canonical_id = ANY(%(events)s)
 GROUP BY 1
"""
# Events up to this size are derived with every batch; deriving 50 articles takes 6 ms.
SMALL = 50
GROWTH = 1.1
# Actors and places are counted for the record they were decided for, so that merging or undoing changes no row here.
RECOUNT_ACTORS = (
    MEMBERS
    + """
INSERT INTO events_eventactor (event_id, actor_id, articles)
SELECT member.event_id, mention.actor_id, count(DISTINCT mention.article_id)
  FROM member
  JOIN events_article AS article ON article.id = member.article_id
  JOIN events_mention AS mention ON mention.revision_id = article.revision_id AND mention.removed_at IS NULL
 WHERE mention.actor_id IS NOT NULL GROUP BY 1, 2
"""
)
# A body of a place ("Paris Police Department") bears its name wherever it acts, so it does not say where something
# happened; a single word that was read as an organisation is the region itself ("Anbar operations").
RECOUNT_PLACES = (
    MEMBERS
    + """
INSERT INTO events_eventlocation (event_id, location_id, articles)
SELECT member.event_id, mention.location_id, count(DISTINCT mention.article_id)
  FROM member
  JOIN events_article AS article ON article.id = member.article_id
  JOIN events_mention AS mention
    ON mention.revision_id = article.revision_id AND mention.removed_at IS NULL AND NOT mention.is_dateline
   AND (mention.type = 'location' OR strpos(mention.text, ' ') = 0)
 WHERE mention.location_id IS NOT NULL GROUP BY 1, 2
"""
)
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
PLACE_MENTIONS = (
    MEMBERS
    + """
SELECT member.event_id, COALESCE(place.canonical_id, place.id), mention.precision, place.country_code,
       count(DISTINCT mention.article_id), count(*), min(CASE mention.field WHEN 'title' THEN 0 ELSE mention.start END)
  FROM member
  JOIN events_article AS article ON article.id = member.article_id
  JOIN events_mention AS mention
    ON mention.revision_id = article.revision_id AND mention.removed_at IS NULL AND NOT mention.is_dateline
   AND (mention.type = 'location' OR strpos(mention.text, ' ') = 0)
  JOIN events_location AS place ON place.id = mention.location_id
 GROUP BY 1, 2, 3, 4
"""
)


def save_memberships(items: Sequence[ConcludedArticle], memberships: Sequence[Membership]) -> dict[int, int]:
    """Found the new events and write the memberships; returns article -> event of the whole batch."""
    first_of: dict[int, ConcludedArticle] = {}
    for item, membership in zip(items, memberships, strict=True):
        if membership.event_id is not None and membership.event_id < 0:
            first_of.setdefault(membership.event_id, item)
    events = {
        temporary: Event(title=title_of(item), is_sample=item.article.is_sample) for temporary, item in first_of.items()
    }
    Event.objects.bulk_create(events.values())
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
    EventArticle.objects.bulk_create(rows)
    return event_of


def title_of(item: ConcludedArticle) -> str:
    article = item.article
    if article.title.strip():
        return article.title.strip()[:500]
    sentences = lead_sentences(article.text, article.reading.sentences, 1)
    return (article.text[slice(*sentences[0])] if sentences else article.text.strip())[:300] or "Untitled"


def choose_due(event_ids: Iterable[int]) -> list[int]:
    """Return the events to be derived anew now: small ones always, large ones each time they have grown by a tenth.

    So an article costs the same however large its event is. The others are told of at once when healing comes by,
    which looks at every event that took an article; until then their size is counted, the rest a tenth behind.
    """
    ids = find_answering(event_ids)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_MEMBERS, {"events": ids})
        counts = dict(cursor.fetchall())
    sizes = dict(Event.objects.filter(pk__in=ids).values_list("pk", "size"))
    return [e for e in ids if counts.get(e, 0) <= SMALL or counts.get(e, 0) >= sizes.get(e, 0) * GROWTH]


def recompute_events(event_ids: Iterable[int]) -> None:
    """Derive all that the events say from their current members. A constant number of statements a batch.

    A merged event stands as it was; the one that answers for it is derived from the articles of both.
    """
    ids = find_answering(event_ids)
    if not ids:
        return
    recount_event_actors(ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_eventlocation WHERE event_id = ANY(%s)", [ids])
        cursor.execute(RECOUNT_PLACES, {"events": ids})
        cursor.execute(RECOMPUTE_VECTORS, {"events": ids})
        cursor.execute(PLACE_MENTIONS, {"events": ids})
        place_rows: dict[int, list[tuple[int, str, str, int, int, int]]] = {}
        for event, *row in cursor.fetchall():
            place_rows.setdefault(event, []).append(tuple(row))
    members = _members(ids)
    events = list(Event.objects.filter(pk__in=ids))
    leads = _leads([articles[0] for articles in members.values() if articles])
    topics = _topics([article for articles in members.values() for article in articles])
    for event in events:
        articles = members.get(event.pk, [])
        kept = {c: getattr(event, c) for field in event.locked_fields for c in LOCKED_COLUMNS.get(field, ())}
        _describe(event, articles, place_rows.get(event.pk, []), leads)
        _choose_topic(event, [topics.get(article.pk, {}) for article in articles])
        for column, value in kept.items():
            setattr(event, column, value)
    fields = [
        "title", "summary", "topic", "topic_score", "start_at", "end_at", "time_precision", "location",
        "country_code", "size", "origins", "latest_at", "is_sample",
    ]  # fmt: skip
    Event.objects.bulk_update(events, fields)


def find_answering(event_ids: Iterable[int]) -> list[int]:
    """Return the events that answer for these, in order: a merged one's survivor, else itself. One query."""
    rows = Event.objects.filter(pk__in=set(event_ids)).values_list("pk", "canonical_id")
    return sorted({canonical or pk for pk, canonical in rows})


def recount_event_actors(event_ids: Iterable[int]) -> None:
    """Count anew in how many articles of each event its actors are named."""
    ids = find_answering(event_ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM events_eventactor WHERE event_id = ANY(%s)", [ids])
        cursor.execute(RECOUNT_ACTORS, {"events": ids})


def _members(event_ids: Sequence[int]) -> dict[int, list[Article]]:
    """Return event -> its articles, the origin first: earliest published, copies and undated ones last."""
    found: dict[int, list[Article]] = {}
    family = Q(event__in=event_ids) | Q(event__canonical__in=event_ids)
    rows = EventArticle.objects.filter(family, article__revision__isnull=False)
    seen = set()
    for row in rows.select_related("article__source", "event"):
        event = row.event.canonical_id or row.event_id
        if (event, row.article_id) not in seen:
            seen.add((event, row.article_id))
            found.setdefault(event, []).append(row.article)
    for articles in found.values():
        articles.sort(
            key=lambda a: (
                a.copy_of_id is not None,
                not a.language.startswith("en"),
                a.published_at is None,
                a.published_at.timestamp() if a.published_at else 0.0,
                a.pk,
            )
        )
    return found


def _leads(articles: Sequence[Article]) -> dict[int, tuple[list[dict[str, object]], str]]:
    """Return article -> (its lead sentences with their spans, its first sentence) for the events' summaries."""
    rows = ArticleReading.objects.filter(revision__in=[a.revision_id for a in articles]).select_related("revision")
    leads = {}
    for row in rows:
        text = row.revision.text or ""
        article = row.revision.article_id
        spans = lead_sentences(text, decode_spans(row.sentences), 2)
        leads[article] = (
            [{"article": article, "start": a, "end": b, "text": text[a:b]} for a, b in spans],
            text[slice(*spans[0])] if spans else "",
        )
    return leads


def _describe(
    event: Event,
    articles: Sequence[Article],
    places: Sequence[tuple[int, str, str, int, int, int]],
    leads: Mapping[int, tuple[list[dict[str, object]], str]],
) -> None:
    event.size = len(articles)
    event.origins = count_origins(articles)
    if not articles:
        return
    first = articles[0]
    summary, first_sentence = leads.get(first.pk, ([], ""))
    event.title = (first.title.strip() or first_sentence[:300] or event.title)[:500]
    event.summary = summary
    dates = [a.published_at for a in articles if a.published_at]
    event.start_at, event.end_at = (min(dates), max(dates)) if dates else (None, None)
    event.latest_at = event.end_at
    event.time_precision = TimePrecision.DAY if dates else TimePrecision.UNKNOWN
    event.location_id, event.country_code = choose_place(places)
    event.is_sample = all(a.is_sample for a in articles)


def _topics(articles: Sequence[Article]) -> dict[int, dict[str, float]]:
    """Return article -> topic scores of its current reading."""
    rows = ArticleReading.objects.filter(revision__in=[a.revision_id for a in articles])
    return dict(rows.values_list("revision__article_id", "topics"))


def _choose_topic(event: Event, scores: Iterable[Mapping[str, float]]) -> None:
    """Give the event the topic its articles speak of most; the score is that topic's share of all."""
    total: Counter[str] = Counter()
    for one in scores:
        total.update(one)
    event.topic, event.topic_score = "", None
    if total:
        topic, score = max(total.items(), key=lambda pair: (pair[1], pair[0]))
        event.topic, event.topic_score = topic, round(score / sum(total.values()), 3)


def count_origins(articles: Iterable[Article]) -> int:
    """Count independent origins: copies and unverified text add none; one owner, or one state's media, is one."""
    origins: set[tuple[str, object]] = set()
    for article in articles:
        source = article.source
        supplied = article.provenance == "supplied" and not article.vouched
        if article.copy_of_id or supplied:
            continue
        if source is None:
            origins.add(("article", article.pk))
        elif source.affiliation == Affiliation.STATE and source.country_code:
            origins.add(("state", source.country_code))
        else:
            origins.add(("owner", source.owner.casefold()) if source.owner else ("source", source.pk))
    return len(origins)
