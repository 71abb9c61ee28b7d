"""The mentions that one question about a name in an article is about."""

from __future__ import annotations

from events.models import Mention
from events.models.choices import DecidedBy
from events.names import fold


def mentions_in_doubt(mention: Mention) -> list[Mention]:
    """Return the mentions of the article's text that say the same name and wait for a person, in their order. One query."""
    rows = Mention.objects.filter(
        revision=mention.revision_id,
        type=mention.type,
        candidates__isnull=False,
        removed_at=None,
        decided_by=DecidedBy.MACHINE,
    ).order_by("field", "start")
    key = fold(mention.text)
    return [row for row in rows if fold(row.text) == key]
