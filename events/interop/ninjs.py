"""Articles as IPTC ninjs 3.0 (News in JSON), with what was read in them: people, organisations, places, events, topics."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from events import vocabulary
from events.interop.identify import name_uri, tell_time
from events.models import Actor, Article, ArticleRevision, Location, Mention

STANDARD = {
    "name": "ninjs",
    "version": "3.0",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
}
MEDIA_TOPIC = "http://cv.iptc.org/newscodes/mediatopic/"
POINTS = frozenset({"point", "near", "city"})

Item = dict[str, Any]


def describe_ninjs(kind: str, rows: Sequence[Article]) -> list[Item]:
    """The news items of rows of the article list, whole texts included. Queries: 2."""
    ids = [row.pk for row in rows]
    revisions = ArticleRevision.objects.filter(pk__in=[row.revision_id for row in rows]).only(
        "article", "number", "text"
    )
    by_article = {revision.article_id: revision for revision in revisions}
    actors: dict[int, dict[int, Actor]] = defaultdict(dict)
    places: dict[int, dict[int, Location]] = defaultdict(dict)
    named = Mention.objects.current().filter(Q(actor__isnull=False) | Q(location__isnull=False), article__in=ids)
    for mention in named.select_related("actor__canonical", "location__canonical").order_by("pk"):
        if mention.actor is not None:
            actor = mention.actor.canonical or mention.actor
            if not actor.is_suppressed and not actor.is_private:
                actors[mention.article_id][actor.pk] = actor
        if mention.location is not None:
            place = mention.location.canonical or mention.location
            places[mention.article_id][place.pk] = place
    return [
        _describe(row, by_article.get(row.pk), list(actors[row.pk].values()), list(places[row.pk].values()))
        for row in rows
    ]


def _describe(article: Article, revision: ArticleRevision | None, actors: list[Actor], places: list[Location]) -> Item:
    item: Item = {
        "standard": STANDARD,
        "uri": _uri_of(article),
        "type": "text",
        "version": str(revision.number if revision else 1),
        "versionCreated": article.modified_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "pubStatus": "usable",
        "headlines": [{"role": "main", "value": article.title}] if article.title else [],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": (revision.text if revision else "") or ""}],
        "people": [_party(actor) for actor in actors if actor.kind == "person"],
        "organisations": [_party(actor) for actor in actors if actor.kind != "person"],
        "places": [_place(place) for place in places],
        "events": _events(article),
        "subjects": _subjects(article),
        "altIds": [{"role": "newsbase", "value": str(article.pk)}],
    }
    if article.published_precision == "second":
        item["contentCreated"] = tell_time(article.published_at, "second")
    if article.language:
        item["language"] = article.language
    if article.authors:
        item["by"] = ", ".join(article.authors)
    if article.source is not None:
        item["infoSources"] = [{"name": str(article.source), "uri": f"https://{article.source.domain}/"}]
    if article.external_id:
        item["altIds"].append({"role": "supplier", "value": article.external_id})
    return {name: value for name, value in item.items() if value != []}


def _uri_of(article: Article) -> str:
    is_web = article.url.startswith(("http://", "https://"))
    return article.url if is_web else name_uri("article", article.pk)


def _party(actor: Actor) -> Item:
    party = {"name": actor.name, "rel": "mentions", "uri": name_uri("actor", actor.pk)}
    return party | ({"literal": actor.wikidata_id} if actor.wikidata_id else {})


def _place(place: Location) -> Item:
    """A country or region is not a point, so only the others have one."""
    told: Item = {"name": place.name, "rel": "mentions", "uri": name_uri("location", place.pk)}
    if place.geonames_id:
        told["uri"] = f"https://sws.geonames.org/{place.geonames_id}/"
    if place.lat is not None and place.precision in POINTS:
        told["geojson"] = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return told


def _events(article: Article) -> list[Item]:
    held = [link.event.canonical or link.event for link in article.event_links]  # type: ignore[attr-defined]
    told = {event.pk: event for event in held}
    return [{"id": str(e.pk), "name": e.title, "uri": name_uri("event", e.pk)} for e in told.values()]


def _subjects(article: Article) -> list[Item]:
    labels = {topic.code: topic.label for topic in vocabulary.topics()}
    found: dict[str, Item] = {}
    for link in article.event_links:  # type: ignore[attr-defined]
        code = link.event.topic
        if code in labels and code not in found:
            subject: Item = {"name": labels[code], "uri": f"{MEDIA_TOPIC}{code}"}
            if link.event.topic_score is not None:
                subject["confidence"] = round(100 * min(max(link.event.topic_score, 0.0), 1.0))
            found[code] = subject
    return list(found.values())
