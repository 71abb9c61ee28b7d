"""Everything derived of a store, told by the articles' own ids, so that two stores can be compared row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from events.models import (
    Actor,
    ActorName,
    Claim,
    ClaimLink,
    Event,
    EventActor,
    EventArticle,
    EventLink,
    EventLocation,
    EventSentence,
    Figure,
    FigureLink,
    Mention,
)

# A reason names another claim by its id.
_CLAIM = re.compile(r"\(claim \d+\)")
Rows = list[tuple[Any, ...]]
Names = dict[int, tuple[Any, ...]]


def tell_store() -> dict[str, Rows]:
    """Each kind of record as sorted rows without ids: an actor is known by its first words, an event by its articles."""
    actors, events = _name_actors(), _name_events()
    return {
        "actors": _sort(actors.values()),
        "mentions": _tell_mentions(actors),
        **_tell_claims(actors, events),
        **_tell_figures(events),
        "events": _tell_events(events),
        "event actors": _sort(
            (events.get(row.event_id), actors[row.actor_id], row.articles, row.roles)
            for row in EventActor.objects.filter(event__canonical=None)
        ),
        "event places": _sort(
            (events.get(row.event_id), row.location_id, row.articles)
            for row in EventLocation.objects.filter(event__canonical=None)
        ),
        "memberships": _sort(
            (row.article.external_id, events.get(row.event_id), row.primary, row.score, row.reason)
            for row in EventArticle.objects.select_related("article")
        ),
        "stories": _sort(
            (events[link.earlier_id], events[link.later_id], link.score, link.reason)
            for link in EventLink.objects.standing()
        ),
    }


def _sort(rows: Iterable[tuple[Any, ...]]) -> Rows:
    return sorted(rows, key=str)


def _tell_claims(actors: Names, events: Names) -> dict[str, Rows]:
    claims = Claim.objects.current().select_related("article")
    known = {c.pk: (c.article.external_id, str(c.content), c.cue_text) for c in claims}
    told = (
        (*known[c.pk], actors.get(c.speaker_id or 0), actors.get(c.medium_id or 0), c.kind, c.modality, c.standing,
         _CLAIM.sub("", c.standing_reason), c.outlets, c.origins, events.get(c.event_id or 0))
        for c in claims
    )  # fmt: skip
    links = ClaimLink.objects.filter(claim__in=known, other__in=known)
    return {
        "claims": _sort(told),
        "claim links": _sort((known[x.claim_id], known[x.other_id], x.type, x.score, x.reason) for x in links),
    }


def _tell_figures(events: Names) -> dict[str, Rows]:
    figures = Figure.objects.current().select_related("article")
    known = {f.pk: (f.article.external_id, f.start, f.measure) for f in figures}
    links = FigureLink.objects.filter(figure__in=known, other__in=known)
    return {
        "figures": _sort((*known[f.pk], f.value, f.bound, f.location_id, events.get(f.event_id or 0)) for f in figures),
        "figure links": _sort((known[x.figure_id], known[x.other_id], x.type, x.reason) for x in links),
    }


def _name_actors() -> Names:
    first: dict[int, tuple[Any, ...]] = {}
    rows = Mention.objects.current().filter(actor__isnull=False).select_related("article")
    for m in rows.order_by("article__external_id", "field", "start"):
        first.setdefault(m.actor_id or 0, (m.article.external_id, m.field, m.start))
    names: dict[int, list[tuple[str, bool]]] = {}
    for name in ActorName.objects.filter(actor__origin="machine").order_by("name"):
        names.setdefault(name.actor_id, []).append((name.name, name.strong))
    return {
        a.pk: (
            a.name,
            a.kind,
            a.country_code,
            a.mention_count,
            a.is_private,
            first.get(a.pk),
            tuple(names.get(a.pk, ())),
        )
        for a in Actor.objects.all()
    }


def _name_events() -> Names:
    members: dict[int, list[str]] = {}
    for row in EventArticle.objects.filter(primary=True).select_related("article", "event"):
        members.setdefault(row.event.canonical_id or row.event_id, []).append(row.article.external_id)
    named = {event: tuple(sorted(articles)) for event, articles in members.items()}
    merged = Event.objects.filter(canonical__isnull=False).values_list("pk", "canonical_id")
    return named | {pk: named[canonical] for pk, canonical in merged if canonical in named}


def _tell_mentions(actors: Names) -> Rows:
    rows = []
    for m in Mention.objects.current().select_related("article"):
        doubts = [(actors.get(one.get("actor")), one.get("location"), one["score"]) for one in m.candidates or ()]
        rows.append(
            (m.article.external_id, m.field, m.start, m.end, m.type, m.text, actors.get(m.actor_id or 0), m.location_id,
             m.link_score, m.link_reason, doubts)
        )  # fmt: skip
    return _sort(rows)


def _tell_events(events: Names) -> Rows:
    summaries: dict[int, list[str]] = {}
    for sentence in EventSentence.objects.order_by("event", "position"):
        summaries.setdefault(sentence.event_id, []).append(sentence.text)
    return _sort(

            (events.get(e.pk), e.title, e.topic, e.topic_score, e.plover_type, e.start_at, e.end_at, e.time_basis,
             e.location_id, e.country_code, e.size, e.origins, e.latest_at, summaries.get(e.pk))
            for e in Event.objects.filter(canonical=None)

    )  # fmt: skip
