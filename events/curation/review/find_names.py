"""Names that the machine founded actors for and that keep coming: worth a person's look, because much hangs on them."""

from __future__ import annotations

from events.curation.review.find_links import insert_new
from events.models import Actor, ReviewItem
from events.models.choices import Origin, ReviewKind

# Articles that name it: fewer, and a mistake does little harm.
OFTEN = 5
# The most named actors are looked at, whoever made them: one range of the index actor_by_mentions.
LOOKED_AT = 5_000


def find_names(limit: int = LOOKED_AT) -> int:
    """Ask about the machine's actors among the most named ones; returns how many questions are new. One index range."""
    most_named = Actor.objects.filter(mention_count__gte=OFTEN).order_by("-mention_count", "-pk")[:limit]
    rows = [
        actor
        for actor in most_named
        if actor.origin == Origin.MACHINE and actor.canonical_id is None and "name" not in actor.locked_fields
    ]
    return insert_new(
        [
            ReviewItem(
                kind=ReviewKind.NAME,
                key=f"{ReviewKind.NAME}:{actor.pk}",
                actor=actor,
                reason=f"founded by the machine, named in {actor.mention_count} articles",
                weight=actor.mention_count,
            )
            for actor in rows
        ]
    )
