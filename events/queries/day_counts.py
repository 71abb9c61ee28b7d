"""How many articles named a record, day by day: read from the counts that the pipeline keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from events.models import ActorDay, LocationDay
from events.models.day_counts import UNDATED


@dataclass(frozen=True, slots=True)
class DayCounts:
    """`days`: (day, articles) of the dated ones, oldest first; `total`: all articles, those without a date too."""

    days: list[tuple[date, int]]
    total: int


def read_actor_days(actor: int) -> DayCounts:
    """The articles that name an actor or a record merged into it. One query."""
    return _split(list(ActorDay.objects.filter(actor=actor).order_by("day").values_list("day", "articles")))


def read_location_days(location: int) -> DayCounts:
    """The articles that name a place or a record merged into it. One query."""
    return _split(list(LocationDay.objects.filter(location=location).order_by("day").values_list("day", "articles")))


def _split(rows: list[tuple[date, int]]) -> DayCounts:
    return DayCounts([row for row in rows if row[0] != UNDATED], sum(articles for _, articles in rows))
