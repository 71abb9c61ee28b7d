"""Writing the actors that articles found; a pass over all articles gives them the ids that they had."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import connection

from events.models import Actor, ActorName
from events.models.choices import Origin
from events.names import fold, skeleton, token_key
from events.names.blocks import name_blocks
from events.pipeline.actor_pool import FoundedActor
from events.pipeline.copy_rows import copy_rows
from events.pipeline.pass_so_far import PassSoFar

# Actors of before the pass that bear a name or are given by id, and that nothing but the machine's founding made.
FREE = """
SELECT actor.* FROM events_actor AS actor
 WHERE actor.id IN (SELECT name.actor_id FROM events_actorname AS name
                     WHERE (name.key = ANY(%(keys)s::varchar[]) OR name.actor_id = ANY(%(before)s))
                       AND name.id <= %(mark)s)
   AND actor.origin = 'machine' AND actor.id <> ALL(%(held)s)
 ORDER BY actor.id
"""
LEFT_OVER = """
SELECT actor.id FROM events_actor AS actor
 WHERE actor.origin = 'machine' AND actor.id <> ALL(%(held)s)
   AND NOT EXISTS (SELECT FROM events_actorname AS name WHERE name.actor_id = actor.id AND name.id > %(mark)s)
   AND NOT EXISTS (SELECT FROM events_mention AS named
                     JOIN events_article AS article ON article.revision_id = named.revision_id
                    WHERE named.actor_id = actor.id AND named.removed_at IS NULL)
 ORDER BY actor.id
"""
DELETED_AT_ONCE = 500


def found_actors(
    founded: Sequence[FoundedActor], sample_keys: Collection[str], so_far: PassSoFar | None = None
) -> dict[int, int]:
    """Store the actors founded in a batch; returns their temporary ids (below zero) -> real ones."""
    known = _choose_known(founded, so_far) if so_far else {}
    actors = []
    for number, one in enumerate(founded):
        actor = known.get(number, Actor(origin=Origin.MACHINE))
        actor.name, actor.kind, actor.country_code = one.name, one.kind, one.country
        actor.is_sample = fold(one.name) in sample_keys
        actors.append(actor)
    again = [actor for actor in actors if actor.pk]
    copy_rows([actor for actor in actors if not actor.pk])
    if again:
        Actor.objects.bulk_update(again, ["name", "kind", "country_code", "is_sample"])
        ActorName.objects.filter(actor__in=again).delete()
    names = [
        ActorName(
            actor=actor,
            name=alias,
            strong=strong,
            key=fold(alias),
            skeleton=skeleton(alias),
            token_set=token_key(alias),
            blocks=name_blocks(alias, one.kind),
            origin=Origin.MACHINE,
        )
        for actor, one in zip(actors, founded, strict=True)
        for alias, strong in one.names
    ]
    copy_rows(names)
    return {-number: actor.pk for number, actor in enumerate(actors, start=1)}


def _choose_known(founded: Sequence[FoundedActor], so_far: PassSoFar) -> dict[int, Actor]:
    """Which actors of before the founded ones go on as: those of the same name and kind, else those the words named.

    Ids are public; nothing else of those actors counts. One that went on has no name of before, so it is not found twice.
    """
    keys = {fold(one.name) for one in founded}
    before = {actor for one in founded for actor in one.before}
    wanted = {"keys": sorted(keys), "before": sorted(before), "mark": so_far.mark, "held": sorted(so_far.held)}
    free = {actor.pk: actor for actor in Actor.objects.raw(FREE, wanted)}
    chosen: dict[int, Actor] = {}
    for number, one in enumerate(founded):
        same_kind = [actor for actor in free.values() if actor.kind == one.kind]
        alike = [actor for actor in same_kind if fold(actor.name) == fold(one.name)]
        alike.sort(key=lambda actor: (actor.pk not in one.before, actor.country_code != one.country, actor.pk))
        alike += [actor for actor in same_kind if actor.pk in one.before]
        if alike:
            chosen[number] = free.pop(alike[0].pk)
    return chosen


def delete_left_over(so_far: PassSoFar) -> int:
    """Delete the machine's actors that the pass did not found again and that nothing refers to; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(LEFT_OVER, {"held": sorted(so_far.held), "mark": so_far.mark})
        gone = [row[0] for row in cursor.fetchall()]
    for begin in range(0, len(gone), DELETED_AT_ONCE):
        Actor.objects.filter(pk__in=gone[begin : begin + DELETED_AT_ONCE]).delete()
    return len(gone)
