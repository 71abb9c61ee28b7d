"""The actor page: names, offices, activity over time, events, and what the actor claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.db.models.functions import TruncDay

from events.models import Actor, Claim, Mention
from events.queries import ActorDetail
from events.web import charts
from events.web.pages.events import EventRow, make_event_rows


@dataclass(frozen=True, slots=True)
class ActorPage:
    detail: ActorDetail
    actor: Actor
    other_names: Sequence[str]
    weak_names: Sequence[str]
    roles: Sequence[str]
    activity: charts.Sparkline | None
    events: Sequence[EventRow]
    claims: Sequence[Claim]


def build_actor_page(detail: ActorDetail) -> ActorPage:
    """Prepare an actor's page; two queries beyond the detail's own."""
    actor = detail.actor
    days = count_articles_by_day("actor__in", detail.family)
    return ActorPage(
        detail=detail,
        actor=actor,
        other_names=unique(name.name for name in detail.names if name.strong and name.name != actor.name),
        weak_names=unique(name.name for name in detail.names if not name.strong and name.name != actor.name),
        roles=[word_role(role) for role in actor.roles],
        activity=charts.draw_sparkline(days, charts.choose_step(days)),
        events=make_event_rows(detail.events),
        claims=detail.claims,
    )


def count_articles_by_day(lookup: str, value: object) -> list[tuple[date, int]]:
    """Count dated articles with a mention, by day of publication. One query."""
    rows = (
        Mention.objects.current()
        .filter(**{lookup: value}, article__published_at__isnull=False)
        .annotate(day=TruncDay("article__published_at"))
        .order_by()
        .values_list("day")
        .annotate(n=Count("article", distinct=True))
    )
    return [(day.date(), count) for day, count in rows]


def unique(names: Iterable[str]) -> list[str]:
    """Keep the first of each name, in order."""
    return list(dict.fromkeys(names))


def word_role(role: dict[str, object]) -> str:
    """Say an office with its years as far as they are known: "president, 2014 to 2018"; "since" where it is open."""
    title, start, end = str(role.get("title", "")), role.get("from"), role.get("to")
    if start and end:
        return f"{title}, {start} to {end}" if start != end else f"{title}, {start}"
    if start:
        return f"{title}, since {start}"
    return f"{title}, until {end}" if end else title
