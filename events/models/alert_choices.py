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
