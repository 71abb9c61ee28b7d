"""Rows of the bulk formats. Every kind is streamed through a server-side cursor, in id order, nothing left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from events.models import (
    Actor,
    ActorName,
    Article,
    Claim,
    ClaimLink,
    Event,
    EventArticle,
    Figure,
    FigureLink,
    Location,
    Mention,
)

Row = dict[str, Any]
CHUNK = 1000


def export_rows(kind: str) -> Iterator[Row]:
    """Yield the rows of one kind (see KINDS); raises KeyError for another."""
    return EXPORTERS[kind]()


def _stream(rows: QuerySet[Any]) -> Iterator[Any]:
    return rows.order_by("pk").iterator(chunk_size=CHUNK)


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def _published(article: Article) -> str | None:
    """The time as far as it is known: a day stays a day; on the outlet's own clock where its page told it."""
    full = _time(article.published_there)
    length = {"year": 4, "month": 7, "day": 10}.get(article.published_precision)
    return full[:length] if full and length else full


def place_row(place: Location | None, precision: str = "") -> Row | None:
    if place is None:
        return None
    place = place.canonical or place
    return {
        "location": place.pk,
        "geonames_id": place.geonames_id,
        "name": place.name,
        "lat": place.lat,
        "lon": place.lon,
        "country_code": place.country_code,
        "precision": precision or place.precision,
    }


def _survivor(actor: Actor | None) -> int | None:
    return None if actor is None else actor.canonical_id or actor.pk


def _mentions() -> Iterator[Row]:
    rows = Mention.objects.current().select_related("article", "actor", "location", "location__canonical")
    for m in _stream(rows.defer("candidates")):
        yield {
            "mention": m.pk,
            "article": m.article.reference,
            "field": m.field,
            "start": m.start,
            "end": m.end,
            "text": m.text,
            "type": m.type,
            "confidence": m.confidence,
            "actor": _survivor(m.actor),
            "location": place_row(m.location, m.precision),
            "dateline": m.is_dateline,
        }


def _claims() -> Iterator[Row]:
    links = Prefetch("links", queryset=ClaimLink.objects.standing().order_by("type", "other"))
    rows = Claim.objects.current().select_related("article", "speaker", "medium")
    for c in _stream(rows.prefetch_related(links, "about_actors", "about_locations")):
        speaker = cue = None
        if c.speaker_start is not None:
            speaker = {"start": c.speaker_start, "end": c.speaker_end, "text": c.speaker_text}
            speaker["actor"] = _survivor(c.speaker)
        if c.cue_start is not None:
            cue = {"start": c.cue_start, "end": c.cue_end, "text": c.cue_text}
        yield {
            "claim": c.pk,
            "article": c.article.reference,
            "speaker": speaker,
            "cue": cue,
            "content": c.content,
            "text": c.text,
            "kind": c.kind,
            "modality": c.modality,
            "negated": c.negated,
            "standing": c.standing,
            "standing_also": c.standing_also,
            "standing_reason": c.standing_reason,
            "first": _time(c.first_at),
            "last": _time(c.last_at),
            "outlets": c.outlets,
            "origins": c.origins,
            "medium": {"text": c.medium_text, "actor": _survivor(c.medium)} if c.medium_text else None,
            "reported_by": c.reported_by_id,
            "about": [row.actor_id for row in c.about_actors.all()],
            "places": [row.location_id for row in c.about_locations.all()],
            "speaks_of": _span_of_time(c),
            "event": c.event_id,
            "links": [{"type": link.type, "claim": link.other_id} for link in c.links.all()],
        }


def _span_of_time(claim: Claim) -> Row | None:
    if claim.speaks_of_from is None:
        return None
    days = (claim.speaks_of_from, claim.speaks_of_to or claim.speaks_of_from)
    return {
        "from": f"{days[0]:%Y-%m-%d}", "to": f"{days[1]:%Y-%m-%d}", "precision": claim.speaks_of_precision,
        "text": claim.speaks_of_text,
    }  # fmt: skip


def _figures() -> Iterator[Row]:
    links = Prefetch("links", queryset=FigureLink.objects.standing().order_by("type", "other"))
    for f in _stream(Figure.objects.current().select_related("article", "speaker").prefetch_related(links)):
        yield {
            "figure": f.pk,
            "article": f.article.reference,
            "start": f.start,
            "end": f.end,
            "text": f.text,
            "measure": f.measure,
            "value": f.value,
            "low": f.low,
            "high": f.high,
            "bound": f.bound,
            "unit": f.unit,
            "who": f.who,
            "speaker": _survivor(f.speaker),
            "claim": f.claim_id,
            "as_of": _time(f.as_of),
            "location": f.location_id,
            "event": f.event_id,
            "links": [{"type": link.type, "figure": link.other_id} for link in f.links.all()],
        }


def _events() -> Iterator[Row]:
    members = Prefetch("memberships", queryset=EventArticle.objects.select_related("article").order_by("pk"))
    rows = Event.objects.canonical_only().select_related("location", "location__canonical").prefetch_related(members)
    for e in _stream(rows):
        visible = [m for m in e.memberships.all() if m.article.revision_id]
        yield {
            "event": e.pk,
            "title": e.title,
            "topic": e.topic,
            "articles": [m.article.reference for m in visible if m.primary],
            "also": [m.article.reference for m in visible if not m.primary],
            "location": place_row(e.location),
            "start": _time(e.start_at),
            "end": _time(e.end_at),
            "time_precision": e.time_precision,
            "size": e.size,
            "origins": e.origins,
        }


def _articles() -> Iterator[Row]:
    for a in _stream(Article.objects.select_related("source", "revision", "copy_of", "work")):
        work = getattr(a, "work", None)
        yield {
            "article": a.reference,
            "id": a.pk,
            "title": a.title,
            "text": a.revision.text if a.revision else None,
            "published": _published(a),
            "outlet": a.source.domain if a.source else None,
            "url": a.url or None,
            "lang": a.language or None,
            "provenance": a.provenance,
            "status": work.status if work else None,
            "reason": work.reason if work else None,
            "duplicate_of": a.copy_of.reference if a.copy_of else None,
        }


def _actors() -> Iterator[Row]:
    """Actors that an article names, or that somebody made; suppressed ones and the vocabulary's unused part are left out."""
    names = Prefetch("names", queryset=ActorName.objects.order_by("pk"))
    used = (
        Actor.objects.canonical_only()
        .filter(is_suppressed=False)
        .filter(Q(mention_count__gt=0) | ~Q(origin="vocabulary"))
    )
    for a in _stream(used.prefetch_related(names)):
        yield {
            "actor": a.pk,
            "name": a.name,
            "kind": a.kind,
            "aliases": [n.name for n in a.names.all() if n.name != a.name],
            "country_code": a.country_code or None,
            "wikidata_id": a.wikidata_id or None,
            "origin": a.origin,
            "articles": a.mention_count,
        }


def _locations() -> Iterator[Row]:
    used = Mention.objects.current().filter(Q(location=OuterRef("pk")) | Q(location__canonical=OuterRef("pk")))
    places = Location.objects.filter(canonical__isnull=True).filter(Exists(used)).annotate(uses=Count("mentions"))
    for place in _stream(places):
        yield {**(place_row(place) or {}), "mentions": place.uses}


EXPORTERS: dict[str, Callable[[], Iterator[Row]]] = {
    "articles": _articles,
    "mentions": _mentions,
    "claims": _claims,
    "figures": _figures,
    "events": _events,
    "actors": _actors,
    "locations": _locations,
}
KINDS = tuple(EXPORTERS)
