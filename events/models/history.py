"""Row history of the curated tables, written by triggers (django-pghistory); never of mentions, claims or articles.

A row is kept when a person's column changed, whoever changed it: so a write that went round a Decision shows too. What
the machine does thousands of times a batch is no history: counts, what an event says, founding actors, loading names
and places. `pgh_context` names account and decision; empty means that no person's decision was behind it.
"""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.db import models

from events.models.actor import Actor, ActorName
from events.models.decision import Decision
from events.models.event import Event
from events.models.location import Location

# Set by `pghistory.context`, which every decision and every undoing opens.
BY_A_PERSON = "COALESCE(current_setting('pghistory.context_metadata', true), '') <> ''"
CURATED = 'OLD."canonical_id" IS DISTINCT FROM NEW."canonical_id" OR OLD."locked_fields" <> NEW."locked_fields"'
EVENT_CHANGED = (
    f'{CURATED} OR (cardinality(NEW."locked_fields") > 0 AND {BY_A_PERSON}'
    ' AND (OLD."title", OLD."topic", OLD."location_id") IS DISTINCT FROM (NEW."title", NEW."topic", NEW."location_id"))'
)
LOCATION_CHANGED = (
    f"{CURATED} OR ({BY_A_PERSON}"
    ' AND (OLD."name", OLD."lat", OLD."lon", OLD."precision", OLD."population")'
    ' IS DISTINCT FROM (NEW."name", NEW."lat", NEW."lon", NEW."precision", NEW."population"))'
)


def _history_of(model: Any, fields: list[str], *trackers: Any) -> Any:
    """An abstract model that mirrors these fields; rows stay when the record goes, and point to it without a key."""
    return pghistory.create_event_model(
        model,
        *trackers,
        fields=fields,
        obj_field=pghistory.ObjForeignKey(related_name="history"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
    )


def _made_by_a_curator() -> list[Any]:
    return [
        pghistory.InsertEvent(condition=pgtrigger.Q(new__origin="curator")),
        pghistory.DeleteEvent(condition=pgtrigger.Q(old__origin="curator")),
    ]


ACTOR_COLUMNS = [
    "kind", "name", "description", "country_code", "wikidata_id", "roles", "origin", "locked_fields", "location",
    "canonical", "is_suppressed",
]  # fmt: skip
ActorRows = _history_of(Actor, ACTOR_COLUMNS, pghistory.UpdateEvent(), *_made_by_a_curator())
NameRows = _history_of(ActorName, ["actor", "name", "strong", "origin"], pghistory.UpdateEvent(), *_made_by_a_curator())
LocationRows = _history_of(
    Location,
    ["name", "lat", "lon", "precision", "population", "locked_fields", "canonical"],
    pghistory.UpdateEvent(condition=pgtrigger.Condition(LOCATION_CHANGED)),
)
EventRows = _history_of(
    Event,
    ["title", "topic", "location", "locked_fields", "canonical"],
    pghistory.UpdateEvent(condition=pgtrigger.Condition(EVENT_CHANGED)),
)
DecisionRows = _history_of(
    Decision,
    ["verb", "account", "note", "undone_at", "undone_account"],
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)


class ActorHistory(ActorRows):  # type: ignore[misc, valid-type]
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "actor history"


class ActorNameHistory(NameRows):  # type: ignore[misc, valid-type]
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "actor name history"


class LocationHistory(LocationRows):  # type: ignore[misc, valid-type]
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "location history"


class EventHistory(EventRows):  # type: ignore[misc, valid-type]
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "event history"


class DecisionHistory(DecisionRows):  # type: ignore[misc, valid-type]
    objects: models.Manager[Any] = models.Manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "decision history"
