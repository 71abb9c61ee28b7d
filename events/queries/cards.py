"""What a card in a list says of an event beyond its own row: how coverage ran, whether sources disagree, what leads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncHour

from events.models import Claim, Event, EventArticle, FigureLink
from events.models.choices import FigureLinkType, Standing

LEAD_POOL = 200
"""The newest events of which the leads are chosen: a few days of a site that takes in a thousand articles a day."""
FADE_DAYS = 3.0
"""After so many days an event weighs half. Chosen by hand: a story of the week stays above a single report of today."""
FADE_EVENTS = 20
"""Where news is sparse (an archive, the sample), an event fades over the time of so many newer ones instead."""


@dataclass(frozen=True, slots=True)
class CardFacts:
    """`coverage`: articles by the hour of publication, in time order, for each event; `disputed` holds event ids;
    `differing`: (event, measure) -> the least and the most that figures which contradict each other give."""

    coverage: dict[int, list[tuple[datetime, int]]]
    disputed: frozenset[int]
    differing: dict[tuple[int, str], tuple[float, float]]


def read_card_facts(event_ids: Sequence[int]) -> CardFacts:
    """Fetch what the cards of these events show. Queries: 3."""
    claims = Claim.objects.current().filter(event__in=event_ids, standing=Standing.DISPUTED)
    return CardFacts(
        coverage=_count_by_hour(event_ids),
        disputed=frozenset(claims.order_by().values_list("event", flat=True).distinct()),
        differing=_find_differing(event_ids),
    )


def _find_differing(event_ids: Sequence[int]) -> dict[tuple[int, str], tuple[float, float]]:
    links = FigureLink.objects.standing().filter(
        type=FigureLinkType.CONTRADICTS,
        figure__event__in=event_ids,
        figure__removed_at__isnull=True,
        other__removed_at__isnull=True,
    )
    columns = [f"{end}__{name}" for end in ("figure", "other") for name in ("value", "low", "high")]
    found: dict[tuple[int, str], tuple[float, float]] = {}
    for event, measure, *values in links.order_by().values_list("figure__event", "figure__measure", *columns):
        given = [value for value in values if value is not None] + list(found.get((event, measure), ()))
        if given:
            found[event, measure] = (min(given), max(given))
    return found


def _count_by_hour(event_ids: Sequence[int]) -> dict[int, list[tuple[datetime, int]]]:
    rows = (
        EventArticle.objects.filter(
            event__in=event_ids, article__revision__isnull=False, article__published_at__isnull=False
        )
        .annotate(hour=TruncHour("article__published_at"))
        .order_by("event", "hour")
        .values_list("event", "hour")
        .annotate(n=Count("pk"))
    )
    found: dict[int, list[tuple[datetime, int]]] = {}
    for event, hour, count in rows:
        found.setdefault(event, []).append((hour, count))
    return found


def choose_leads(events: QuerySet[Event], most: int) -> list[int]:
    """Return the ids of the events that matter most now, the first first: size × recency × independent origins, over the
    newest LEAD_POOL of the list. One query."""
    plain = events.select_related(None).prefetch_related(None).filter(latest_at__isnull=False)
    rows = plain.order_by(F("latest_at").desc(nulls_last=True), "-pk").values_list("pk", "size", "origins", "latest_at")
    pool = [(pk, size, origins, latest) for pk, size, origins, latest in rows[:LEAD_POOL] if latest is not None]
    if not pool:
        return []
    newest, then = pool[0][3], pool[min(FADE_EVENTS, len(pool)) - 1][3]
    fade = max(FADE_DAYS, _days_between(then, newest))
    weighed = [(weigh(size, origins, _days_between(latest, newest) / fade), pk) for pk, size, origins, latest in pool]
    return [pk for _, pk in sorted(weighed, key=lambda pair: (-pair[0], -pair[1]))[:most]]


def _days_between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds() / 86_400


def weigh(size: int, origins: int, age: float) -> float:
    """Weigh an event for the front page: origins count in full, articles by their logarithm (echoes are cheap).

    `age` is in fades: at 1 an event weighs half of what it weighed when it was new."""
    return origins * math.log2(1 + size) / (1 + age)
