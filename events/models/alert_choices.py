"""The closed lists of saved searches, webhooks and exports; the others stand in choices.py."""

from django.db.models import TextChoices


class SearchKind(TextChoices):
    """What can be searched for and followed."""

    EVENT = "event"
    ARTICLE = "article"
    CLAIM = "claim"
    ACTOR = "actor"


class DigestEvery(TextChoices):
    """How often what is new is sent by mail."""

    NEVER = "never"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


class DeliveryState(TextChoices):
    """Where a message to a webhook stands; `failed`: all its attempts are used up."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class ExportState(TextChoices):
    """Where an export stands; `expired`: its file is gone."""

    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"


class ExportFormat(TextChoices):
    """The forms of an export: those of the lists, and those of others' tools (docs/INTEROP.md)."""

    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    GEOJSON = "geojson"
    FTM = "ftm"
    NINJS = "ninjs"
    PLOVER = "plover"
