"""The tables that decisions change, by the names that they are recorded under."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from events.models import (
    Actor,
    ActorJudgement,
    ActorName,
    Claim,
    ClaimLink,
    Event,
    EventJudgement,
    Figure,
    Location,
    LocationJudgement,
    Mention,
)

# In the order in which rows are locked.
TABLES: dict[str, Any] = {
    "actor": Actor,
    "actor_name": ActorName,
    "location": Location,
    "event": Event,
    "mention": Mention,
    "claim": Claim,
    "claim_link": ClaimLink,
    "figure": Figure,
    "actor_judgement": ActorJudgement,
    "location_judgement": LocationJudgement,
    "event_judgement": EventJudgement,
}
JUDGEMENTS: dict[str, Any] = {
    "actor": ActorJudgement,
    "location": LocationJudgement,
    "event": EventJudgement,
}
# Written by the database or derived from other rows: no part of what a decision did.
DERIVED = {"id", "created_at", "modified_at", "mention_count", "is_private"}

_NAMES = {model: name for name, model in TABLES.items()}


def table_of(row: Model) -> str:
    return _NAMES[type(row)]


def columns_of(row: Model) -> dict[str, Any]:
    """Return the row's own columns by name, as JSON can hold them."""
    names = [field.attname for field in row._meta.concrete_fields if field.attname not in DERIVED]
    return {name: getattr(row, name) for name in names}


def has_column(model: Any, name: str) -> bool:
    return any(field.attname == name for field in model._meta.concrete_fields)
