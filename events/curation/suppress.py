"""Hiding a record: a private person whom nobody needs to find. Undoing the decision brings everything back."""

from __future__ import annotations

from django.contrib.auth.models import User

from events.curation.decide import deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.link import MOST_MENTIONS, lock_mentions, put_links
from events.curation.lock_rows import lock_survivors, name_row
from events.models import Actor, Claim, Decision, Figure, Mention
from events.models.choices import Verb


def suppress_actor(actor: int, user: User, note: str = "") -> Decision:
    """Hide an actor from every list, search, page and export, and part all mentions, claims and figures from it.

    The words of the articles stay. The machine never links to the record again, and founds none of its name. Refuses
    a record of more mentions than a decision holds: such an actor is known to the public.
    """
    with deciding(Verb.SUPPRESS, user, {"actor": actor}, note, turn=True) as draft:
        row = lock_survivors("actor", [actor])[actor]
        if row.is_suppressed:
            raise CurationConflict(f"{name_row(row)} is suppressed already.")
        family = list(Actor.objects.filter(canonical=actor).order_by("pk").select_for_update())
        ids = [actor, *(held.pk for held in family)]
        mentions = list(Mention.objects.filter(actor__in=ids, removed_at=None).values_list("pk", flat=True))
        if len(mentions) > MOST_MENTIONS:
            raise CurationRefused(
                f"{name_row(row)} has {len(mentions)} mentions, and at most {MOST_MENTIONS} can be parted from it at once; "
                "split off what names a private person first."
            )
        draft.change([row, *family], is_suppressed=True)
        if mentions:
            put_links(draft, lock_mentions(mentions), "names somebody whom a curator suppressed", {"actor_id": None})
        draft.change(Claim.objects.filter(speaker__in=ids).order_by("pk").select_for_update(), speaker_id=None)
        draft.change(Figure.objects.filter(speaker__in=ids).order_by("pk").select_for_update(), speaker_id=None)
        draft.touch("actor", *ids)
    return draft.decision
