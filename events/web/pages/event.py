"""The event page: what happened, who says so, in which words, and how the figures moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from events.models import (
    Actor,
    Claim,
    Event,
    EventArticle,
    EventLink,
    EventLocation,
    EventSentence,
    Figure,
    Location,
)
from events.models.choices import Measure
from events.queries import EventDetail, survivor_of
from events.web.charts import Sparkline, choose_step, draw_sparkline
from events.web.maps import MapDrawing, MapPoint, draw_map
from events.web.pages.claim_sides import Sides, arrange_claims
from events.web.pages.figure_series import Series, build_series
from events.web.pages.wording import Worded, compare_wording
from events.web.phrases import UNIT_SAYS_IT

POINT_PRECISIONS = frozenset({"point", "near", "city"})
"""Precisions under which a place may be drawn as a point; a region or a country never is."""
NEARBY_DEGREES = 8.0
"""Places of other countries are drawn within about 900 km of where it happened: neighbours, not datelines."""


@dataclass(frozen=True, slots=True)
class SummarySentence:
    text: str
    href: str
    outlet: str


@dataclass(frozen=True, slots=True)
class Told:
    """An article of the event as the page lists it, with the copies folded under it."""

    membership: EventArticle
    copies: Sequence[EventArticle]


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker with everything they claim about the event, oldest first."""

    speaker: Actor | None
    name: str
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class SubjectVoices:
    """What is said about one actor (None: about nobody in particular), a voice a speaker."""

    actor: Actor | None
    voices: Sequence[Voice]


@dataclass(frozen=True, slots=True)
class EventPage:
    """`detail` has the records and their exact totals; the rest is how the page groups them. `figures` count people and
    the like, `more_figures` are sums, shares and sizes; `in_copies`: claims and figures left out as a copy's repetition."""

    detail: EventDetail
    event: Event
    summary: Sequence[SummarySentence]
    told: Sequence[Told]
    wording: Sequence[Worded]
    sides: Sides
    subjects: Sequence[SubjectVoices]
    series: Sequence[Series]
    has_chart: bool
    figures: Sequence[Figure]
    more_figures: Sequence[Figure]
    in_copies: int
    map: MapDrawing | None
    is_single: bool
    growth: Sparkline | None
    before: Sequence[EventLink]
    after: Sequence[EventLink]


def build_event_page(detail: EventDetail) -> EventPage:
    """Group an event's records for its page; one query beyond the detail's own, for the articles' first words."""
    oldest_first = sorted(detail.memberships, key=_publishing_order)
    told = fold_copies(oldest_first)
    original = {entry.membership.article_id for entry in told}
    claims = [claim for claim in detail.claims if claim.article_id in original]
    figures = [figure for figure in detail.figures if figure.article_id in original]
    figures.sort(key=lambda f: (_rank(f.measure), _moment(f.article.published_at), f.article_id, f.start))
    sides = arrange_claims(sorted(claims, key=lambda c: (_moment(c.published_at), c.article_id, c.pk)))
    series = build_series(figures, detail.event.location)
    return EventPage(
        detail=detail,
        event=detail.event,
        summary=list_summary(detail.sentences),
        told=told,
        wording=compare_wording([entry.membership for entry in told if entry.membership.primary]),
        sides=sides,
        subjects=[SubjectVoices(s.actor, group_by_speaker(s.claims)) for s in sides.subjects],
        series=series,
        has_chart=any(one.chart for one in series),
        figures=[figure for figure in figures if figure.measure not in UNIT_SAYS_IT],
        more_figures=[figure for figure in figures if figure.measure in UNIT_SAYS_IT],
        in_copies=len(detail.claims) - len(claims) + len(detail.figures) - len(figures),
        map=draw_places(detail.event, detail.locations),
        is_single=detail.memberships_total < 2,
        growth=draw_sparkline(detail.growth, choose_step(detail.growth)),
        before=[link for link in detail.links if link.later_id in detail.family],
        after=[link for link in detail.links if link.earlier_id in detail.family],
    )


def _moment(moment: datetime | None) -> float:
    return moment.timestamp() if moment else math.inf


def _publishing_order(membership: EventArticle) -> tuple[float, int]:
    return _moment(membership.article.published_at), membership.article_id


def _rank(measure: str) -> int:
    return list(Measure.values).index(measure)


def fold_copies(memberships: Sequence[EventArticle]) -> list[Told]:
    """Put copies under the article that they copy; a copy whose original is in another event stands for itself."""
    here = {membership.article_id for membership in memberships}
    copies: dict[int, list[EventArticle]] = {}
    for membership in memberships:
        original = membership.article.copy_of_id
        if original in here and original is not None:
            copies.setdefault(original, []).append(membership)
    return [
        Told(membership, copies.get(membership.article_id, []))
        for membership in memberships
        if membership.article.copy_of_id not in here
    ]


def list_summary(sentences: Sequence[EventSentence]) -> list[SummarySentence]:
    """Pair each summary sentence with the words it was taken from."""
    return [
        SummarySentence(
            one.text,
            f"{reverse('article_detail', args=[one.article_id])}#t{one.start}-{one.end}",
            str(one.article.source or one.article.reference),
        )
        for one in sentences
    ]


def group_by_speaker(claims: Sequence[Claim]) -> list[Voice]:
    """Group by the actor as merged, else by the words used; unnamed speakers come last, then fewer claims."""
    groups: dict[object, list[Claim]] = {}
    actors: dict[object, Actor] = {}
    for claim in claims:
        key: object = claim.speaker_text.casefold()
        if claim.speaker is not None:
            actor = survivor_of(claim.speaker)
            key = actor.pk
            actors[key] = actor
        groups.setdefault(key, []).append(claim)
    voices = [
        Voice(actors.get(key), str(actors[key]) if key in actors else members[0].speaker_text, members)
        for key, members in groups.items()
    ]
    return sorted(voices, key=lambda voice: (voice.speaker is None, not voice.name, -len(voice.claims), voice.name))


def is_near(place: Location, main: Location | None) -> bool:
    """Tell whether a place belongs on the map around where it happened (datelines of far outlets do not)."""
    if main is None or place.pk == main.pk or (main.country_code and place.country_code == main.country_code):
        return True
    if None in (main.lat, main.lon, place.lat, place.lon) or main.precision not in POINT_PRECISIONS:
        return False
    return abs(place.lat - main.lat) < NEARBY_DEGREES and abs(place.lon - main.lon) < NEARBY_DEGREES  # type: ignore[operator]


def draw_places(event: Event, places: Sequence[EventLocation]) -> MapDrawing | None:
    """Draw the places that are points; where it happened in a country or region, shade the country."""
    main = event.location
    points = [
        MapPoint(
            place.location.lat,
            place.location.lon,
            place.location.name,
            reverse("location_detail", args=[place.location_id]),
            main=place.location_id == event.location_id,
        )
        for place in places
        if place.location.precision in POINT_PRECISIONS
        and place.location.lat is not None
        and place.location.lon is not None
        and is_near(place.location, main)
    ]
    shaded = {main.country_code} if main is not None and main.precision == "country" else set()
    return draw_map(points, shaded)
