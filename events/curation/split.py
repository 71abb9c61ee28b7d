"""Saying that some mentions of an actor name somebody else."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from events.curation.decide import deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.judge import put_verdict
from events.curation.link import found_actor, lock_mentions, put_links
from events.curation.lock_rows import lock_survivors, name_row
from events.models import Actor, Decision
from events.models.choices import Verb, Verdict


def split_actor(
    actor: int, mentions: Iterable[int], user: User, *, name: str, kind: str = "", note: str = ""
) -> tuple[Decision, Actor]:
    """Found an actor for these mentions of `actor` (or of a record merged into it), and keep the two apart for ever.

    `kind` is the actor's own unless given. Raises CurationConflict where a mention names somebody else by now.
    """
    chosen = sorted(set(mentions))
    if not chosen:
        raise CurationRefused(f"Nothing to split from actor {actor}; choose the mentions that name somebody else.")
    payload = {"actor": actor, "mentions": chosen, "name": name, "kind": kind}
    with deciding(Verb.SPLIT, user, payload, note, turn=True) as draft:
        whole = lock_survivors("actor", [actor])[actor]
        family = {actor, *Actor.objects.filter(canonical=actor).values_list("pk", flat=True)}
        rows = lock_mentions(chosen)
        strangers = [name_row(row) for row in rows if row.actor_id not in family]
        if strangers:
            raise CurationConflict(
                f"Not of actor {actor} any more: {', '.join(strangers[:10])}. Look at its mentions again."
            )
        founded = found_actor(draft, name, kind or whole.kind, whole.country_code)
        put_verdict(draft, "actor", actor, founded.pk, Verdict.DIFFERENT)
        put_links(draft, rows, f"split from actor {actor} by {draft.decision.account}", {"actor_id": founded.pk})
        draft.touch("actor", actor)
    return draft.decision, founded
