"""The actor page: names, offices, activity over time, events, and what the actor claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User

from events.models import Actor, Claim
from events.queries import ActorDetail, survivor_of
from events.queries.company import Company, list_doubles, read_company
from events.web import charts
from events.web.network import Network, Tied, draw_network
from events.web.pages.cards import EventRow, make_event_rows

CHANGES = ("changed", "withdrawn", "corrected")
"""How the reasons of links begin that say that a speaker took back or turned round what they had said."""


@dataclass(frozen=True, slots=True)
class LineEntry:
    """A claim on the actor's time line: their own, or somebody else's about them; `changed`: it turns an earlier one
    round, whose id is given (0: none)."""

    claim: Claim
    own: bool
    changed: int


@dataclass(frozen=True, slots=True)
class Double:
    """Another record that may be the same actor, how likely, and why."""

    other: Actor
    score: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class ActorPage:
    """`doubles` are for curators only, else empty."""

    detail: ActorDetail
    actor: Actor
    other_names: Sequence[str]
    weak_names: Sequence[str]
    roles: Sequence[str]
    activity: charts.Sparkline | None
    events: Sequence[EventRow]
    claims: Sequence[LineEntry]
    company: Company
    network: Network | None
    doubles: Sequence[Double]


def build_actor_page(detail: ActorDetail, reader: User | AnonymousUser) -> ActorPage:
    """Prepare an actor's page; a dozen queries beyond the detail's own."""
    actor = detail.actor
    company = read_company(detail.family)
    around = [Tied(one.actor.pk, one.actor.name, one.actor.kind, one.events) for one in company.companions]
    days = detail.named.days
    return ActorPage(
        detail=detail,
        actor=actor,
        other_names=unique(name.name for name in detail.names if name.strong and name.name != actor.name),
        weak_names=unique(name.name for name in detail.names if not name.strong and name.name != actor.name),
        roles=[word_role(role) for role in actor.roles],
        activity=charts.draw_sparkline(days, charts.choose_step(days)),
        events=make_event_rows(detail.events),
        claims=list_claims_in_time(detail.claims, detail.about),
        company=company,
        network=draw_network(Tied(actor.pk, actor.name, actor.kind, 0), around, company.ties),
        doubles=list_other_records(detail.family) if reader.has_perm("events.curate") else [],
    )


def list_other_records(family: Sequence[int]) -> list[Double]:
    """Name the records that the review queue holds against this one. One query."""
    found = []
    for item in list_doubles(family):
        other = item.other if item.actor_id in family else item.actor
        if other is not None and survivor_of(other).pk not in family:
            found.append(Double(survivor_of(other), item.score, item.reason))
    return found


def list_claims_in_time(own: Sequence[Claim], about: Sequence[Claim]) -> list[LineEntry]:
    """Claims by and about an actor on one line, newest first, those without a date last."""
    entries = [LineEntry(claim, True, find_turned(claim)) for claim in own]
    entries += [LineEntry(claim, False, 0) for claim in about]
    return sorted(entries, key=lambda e: (e.claim.published_at is None, -_seconds(e.claim), -e.claim.pk))


def _seconds(claim: Claim) -> float:
    return claim.published_at.timestamp() if claim.published_at else 0.0


def find_turned(claim: Claim) -> int:
    """The earlier claim of the same speaker that this one turns round or takes back; 0 for none."""
    turned = (k.other_id for k in claim.links.all() if k.type == "supersedes" and k.reason.startswith(CHANGES))
    return next(turned, 0)


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
