"""Counting anew what batches only count up and down."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from events.pipeline.day_counts import ACTORS, PLACES, recount

MARK_PRIVATE = """
UPDATE events_actor AS actor SET is_private = NOT actor.is_private
 WHERE actor.id = ANY(%s) AND actor.is_private <> (
       actor.kind = 'person' AND actor.origin = 'machine' AND actor.mention_count < %s AND actor.locked_fields = '{}'
       AND (SELECT count(*) FROM (SELECT FROM events_mention AS named
                                   WHERE named.actor_id = actor.id AND named.removed_at IS NULL
                                   LIMIT %s) AS first_ones) < %s)
"""
# A person whom only the machine knows is public from the second article, or the second mention in one: who is named
# once in passing (a witness, a victim) has no profile. Chosen by hand, not measured.
PUBLIC_ARTICLES = 2
PUBLIC_MENTIONS = 2


def mark_private(actor_ids: Iterable[int]) -> None:
    """Say of each of these actors whether it is a private person named once. One statement; call it after counting."""
    ids = sorted(set(actor_ids))
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(MARK_PRIVATE, [ids, PUBLIC_ARTICLES, PUBLIC_MENTIONS, PUBLIC_MENTIONS])


def recount_actors(actor_ids: Iterable[int]) -> None:
    """Count the articles that name each actor or a record merged into it; survivors of the given ones too."""
    ids = sorted(set(actor_ids))
    recount(ACTORS, ids)
    mark_private(ids)


def recount_places(location_ids: Iterable[int]) -> None:
    """Count the articles that name each place or a record merged into it; survivors of the given ones too."""
    recount(PLACES, location_ids)
