"""Other names of an actor."""

from __future__ import annotations

from django.contrib.auth.models import User

from events.curation.check import check_row
from events.curation.decide import deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.lock_rows import BIGGEST_ID, lock_rows, lock_survivors, name_row
from events.models import Actor, ActorName, Decision
from events.models.choices import Origin, Verb
from events.names import fold, skeleton, token_key

# The vocabulary's best-known actor has 14 names; more than this is a flood, and each would be looked up in every batch.
MOST_NAMES = 200


def add_alias(actor: int, name: str, user: User, *, strong: bool = True, note: str = "") -> Decision:
    """Add a name that the machine shall know an actor by. Strong: enough alone; weak: only where the context agrees."""
    with deciding(Verb.ALIAS, user, {"actor": actor, "name": name, "strong": strong}, note) as draft:
        row = lock_survivors("actor", [actor])[actor]
        alias = new_name(row, name, strong=strong)
        held = row.names.filter(name=alias.name).first()
        if held:
            raise CurationConflict(f"{name_row(row)} goes by “{alias.name}” already ({held.origin}).")
        if row.names.count() >= MOST_NAMES:
            raise CurationRefused(f"name: {name_row(row)} has {MOST_NAMES} names, which is the most.")
        draft.create(alias)
        draft.touch("actor", actor)
    return draft.decision


def set_strength(name: int, user: User, *, strong: bool, note: str = "") -> Decision:
    """Let a name be enough alone (strong), or only where the context agrees (weak)."""
    held = ActorName.objects.filter(pk=name).first() if 0 < name <= BIGGEST_ID else None
    if held is None:
        raise CurationRefused(f"There is no actor name {name}; look the actor up again.")
    payload = {"actor": held.actor_id, "name": held.name, "strong": strong}
    with deciding(Verb.ALIAS, user, payload, note) as draft:
        actor = lock_survivors("actor", [held.actor_id])[held.actor_id]
        row = lock_rows("actor_name", [name])[name]
        if row.strong == strong:
            raise CurationConflict(f"“{row.name}” of {name_row(actor)} is {'strong' if strong else 'weak'} already.")
        draft.change([row], strong=strong)
        draft.touch("actor", actor.pk)
    return draft.decision


def new_name(actor: Actor, name: str, *, strong: bool) -> ActorName:
    """Return a name's row with its keys, not stored yet. Refuses one that is empty, too long or without a letter."""
    name = " ".join(name.split())
    alias = ActorName(
        actor=actor,
        name=name,
        strong=strong,
        key=fold(name),
        skeleton=skeleton(name),
        token_set=token_key(name),
        origin=Origin.CURATOR.value,
    )
    check_row(alias, ("name",))
    if not alias.key:
        raise CurationRefused(f"name: {name[:80]!r} has no letter or digit to be found by.")
    return alias
