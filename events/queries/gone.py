"""Records that were here and are not any more because an article was taken down."""

from __future__ import annotations

from typing import Literal

from events.models import Decision, Takedown
from events.models.choices import Verb

Kind = Literal["article", "event", "claim"]


def find_takedown(kind: Kind, pk: int) -> Takedown | None:
    """Return the takedown with which a record went, None where it never was one. At most two queries.

    Asked only for a record that is not there: an event that other articles tell too outlives the takedown of one.
    """
    if kind == "article":
        return Takedown.objects.filter(pk=pk).first()
    decision = Decision.objects.about(kind, pk).filter(verb=Verb.TAKEDOWN).first()
    return Takedown.objects.filter(pk=decision.payload["article"]).first() if decision else None
