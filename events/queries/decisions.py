"""Curators' decisions and verdicts, as lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from events.models import Actor, ActorJudgement, Decision, EventJudgement, LocationJudgement
from events.queries.paging import Order, name_orders

DECISION_ORDERS = name_orders(Order("id", descending=True), Order("id"))
JUDGEMENT_ORDERS = name_orders(Order("id", descending=True), Order("id"))


def list_decisions() -> QuerySet[Decision]:
    """Every decision, newest first."""
    return Decision.objects.order_by("-pk")


def list_decisions_about(table: str, family: Sequence[int]) -> QuerySet[Decision]:
    """The decisions about a record (`family`: its ids), newest first."""
    return list_decisions().filter(touched__overlap=[f"{table}:{pk}" for pk in family])


def list_actor_judgements() -> QuerySet[Any]:
    """Verdicts on pairs of actors that readers find, newest first."""
    hidden = Actor.objects.filter(Q(is_suppressed=True) | Q(is_private=True))
    rows = ActorJudgement.objects.exclude(left__in=hidden).exclude(right__in=hidden)
    return rows.select_related("left__canonical", "right__canonical").order_by("-pk")


def list_event_judgements() -> QuerySet[Any]:
    """Verdicts on pairs of events, newest first."""
    return EventJudgement.objects.select_related("left__canonical", "right__canonical").order_by("-pk")


def list_location_judgements() -> QuerySet[Any]:
    """Verdicts on pairs of places, newest first."""
    return LocationJudgement.objects.select_related("left__canonical", "right__canonical").order_by("-pk")
