"""Records that a name somebody has may stand for, scored by names alone: for programs that join their data with ours.

The numbers were chosen by hand, not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from events.models import Actor, ActorName, Location, LocationName, Source
from events.names import fold, skeleton, token_key
from events.names.blocks import name_blocks
from events.pipeline.compare_names import compare_names
from events.queries.actors import list_actors
from events.queries.canonical import survivor_of
from events.queries.locations import list_gazetteer

# Names that are compared; those with the very same key come first.
CONSIDERED = 200
LEVELS = {"same": 1.0, "order": 0.95, "spelling": 0.85, "part": 0.65}
# Names spelt alike without the rules of names saying that they are one.
ONLY_ALIKE = 0.5
LEAST = 0.3
OTHER_COUNTRY, OTHER_KIND = 0.7, 0.5
# A match that may be taken without looking: nearly sure, and nobody else is near.
SURE, APART = 0.85, 0.15


@dataclass(frozen=True, slots=True)
class AskedRecord:
    """What is known of the record sought: its name, and where known kind of actor and country."""

    name: str
    kind: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """`is_sure`: it may be taken without looking."""

    record: Any
    name: str
    score: float
    reason: str
    is_sure: bool = False


def match_actors(asked: AskedRecord, most: int) -> list[Match]:
    """Actors that may go by the name, the likeliest first. Queries: 3."""
    names = ActorName.objects.filter(actor__is_suppressed=False, actor__is_private=False)
    exact = Q(key=fold(asked.name)) | Q(token_set=token_key(asked.name))
    near = exact | Q(blocks__overlap=name_blocks(asked.name, asked.kind or "person"))
    found = _collect(
        names.select_related("actor__canonical"), "actor", exact, near | _sounds(asked.name), "mention_count"
    )
    return _rank(asked, found, list_actors(), most)


def match_locations(asked: AskedRecord, most: int) -> list[Match]:
    """Places that may go by the name. Queries: 3."""
    names = LocationName.objects.select_related("location__canonical")
    exact = Q(key=fold(asked.name))
    found = _collect(names, "location", exact, exact | _sounds(asked.name), "population")
    return _rank(asked, found, list_gazetteer(), most)


def match_sources(asked: AskedRecord, most: int) -> list[Match]:
    """Outlets with the name or domain. One query."""
    domain = asked.name.lower().removeprefix("www.")
    rows = Source.objects.filter(Q(domain=domain) | Q(name__iexact=asked.name)).order_by("pk")[:most]
    return [Match(row, row.name, 1.0, "the same domain or name", is_sure=row.domain == domain) for row in rows]


def _sounds(name: str) -> Q:
    bones = skeleton(name)
    return Q(skeleton=bones) if bones else Q(pk__in=[])


def _collect(names: QuerySet[Any], record: str, exact: Q, wide: Q, weight: str) -> list[tuple[Any, str]]:
    """(record that answers, name) of those that have the very key, then of those near it, the weightiest first."""
    order = (f"-{record}__{weight}", "pk")
    rows = [*names.filter(exact).order_by(*order)[:CONSIDERED], *names.filter(wide).order_by(*order)[:CONSIDERED]]
    return [(survivor_of(getattr(row, record)), row.name) for row in rows]


def _rank(asked: AskedRecord, found: list[tuple[Any, str]], shown: QuerySet[Any], most: int) -> list[Match]:
    best: dict[int, Match] = {}
    for record, name in found:
        score, reason = _score(asked, record, name)
        if score >= LEAST and (record.pk not in best or score > best[record.pk].score):
            best[record.pk] = Match(record, name, score, reason)
    ranked = sorted(best.values(), key=lambda match: (-match.score, -_weight(match.record), match.record.pk))[
        : most + 1
    ]
    full = {row.pk: row for row in shown.filter(pk__in=[match.record.pk for match in ranked])}
    ranked = [match for match in ranked if match.record.pk in full]
    second = ranked[1].score if len(ranked) > 1 else 0.0
    return [
        Match(full[m.record.pk], m.name, m.score, m.reason, not place and m.score >= SURE and m.score - second >= APART)
        for place, m in enumerate(ranked[:most])
    ]


def _score(asked: AskedRecord, record: Any, name: str) -> tuple[float, str]:
    kind = getattr(record, "kind", "")
    if fold(asked.name) == fold(name):
        score, reason = 1.0, "the same name"
    elif kind and (match := compare_names(asked.name, name, kind)) is not None:
        score, reason = LEVELS.get(match.level, ONLY_ALIKE), f"a name alike ({match.level})"
    else:
        score, reason = ONLY_ALIKE * fuzz.ratio(fold(asked.name), fold(name)) / 100, "names spelt alike"
    if asked.country and record.country_code and record.country_code != asked.country:
        score, reason = score * OTHER_COUNTRY, f"{reason}, of another country ({record.country_code})"
    if asked.kind and kind and kind != asked.kind:
        score, reason = score * OTHER_KIND, f"{reason}, of another kind ({kind})"
    return round(score, 3), reason


def _weight(record: Actor | Location) -> int:
    return int(getattr(record, "mention_count", 0) or getattr(record, "population", 0) or 0)
