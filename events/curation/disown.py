"""Saying that a record the machine founded is no actor: words that were misread as a name."""

from __future__ import annotations

from django.contrib.auth.models import User

from events.curation.decide import deciding
from events.curation.errors import CurationRefused
from events.curation.link import MOST_MENTIONS, lock_mentions, put_links
from events.curation.lock_rows import lock_survivors, name_row
from events.models import Actor, ActorName, Decision, Mention
from events.models.choices import Origin, Verb


def disown_actor(actor: int, user: User, note: str = "") -> Decision:
    """Part all mentions from an actor that the machine founded, and let its names be enough nowhere any more.

    The record stays, so that undoing brings everything back. Refuses records that a person or a data set made.
    """
    with deciding(Verb.UNLINK, user, {"actor": actor}, note, turn=True) as draft:
        row = lock_survivors("actor", [actor])[actor]
        if row.origin != Origin.MACHINE:
            raise CurationRefused(f"{name_row(row)} was made by {row.origin}, not by the machine; unlink its mentions.")
        family = [actor, *Actor.objects.filter(canonical=actor).order_by("pk").values_list("pk", flat=True)]
        ids = list(Mention.objects.filter(actor__in=family, removed_at=None).values_list("pk", flat=True))
        if len(ids) > MOST_MENTIONS:
            raise CurationRefused(
                f"{name_row(row)} has {len(ids)} mentions; split off what names somebody first, down to {MOST_MENTIONS}."
            )
        names = ActorName.objects.filter(actor__in=family, strong=True).order_by("pk").select_for_update()
        draft.change(names, strong=False)
        put_links(draft, lock_mentions(ids), f"names no actor, says {draft.decision.account}", {"actor_id": None})
        draft.touch("actor", actor)
    return draft.decision
