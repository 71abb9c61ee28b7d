"""Writing whom and what claims are about: the actors and places named in their words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from events.models import Claim, ClaimActor, ClaimLocation
from events.models.choices import DecidedBy
from events.pipeline.copy_rows import copy_rows
from events.pipeline.records import ConcludedArticle, FoundClaim, ResolvedMention


def save_about(items: Sequence[ConcludedArticle], stored: Sequence[Sequence[Claim]]) -> None:
    """Renew the actors and places of the batch's claims; of claims that a curator decided, nothing changes. Six queries."""
    actors: set[tuple[int, int]] = set()
    places: set[tuple[int, int]] = set()
    claims: set[int] = set()
    for item, rows in zip(items, stored, strict=True):
        for claim, found in zip(rows, item.claims, strict=True):
            if claim.decided_by != DecidedBy.MACHINE:
                continue
            claims.add(claim.pk)
            named = list_named(found, item.mentions)
            actors |= {(claim.pk, m.actor_id) for m in named if m.actor_id and m.actor_id != claim.speaker_id}
            places |= {(claim.pk, m.location_id) for m in named if m.location_id}
    _renew(ClaimActor, "actor_id", claims, actors)
    _renew(ClaimLocation, "location_id", claims, places)


def list_named(claim: FoundClaim, mentions: Sequence[ResolvedMention]) -> list[ResolvedMention]:
    """The mentions of the body inside a claim's content."""
    return [
        mention
        for mention in mentions
        if mention.entity.field == "body"
        and any(a <= mention.entity.start and mention.entity.end <= b for a, b in claim.content)
    ]


def _renew(model: Any, column: str, claims: set[int], pairs: set[tuple[int, int]]) -> None:
    """Delete what is no longer named, add what is new; unchanged rows keep their ids."""
    rows = model.objects.filter(claim__in=claims).values_list("claim_id", column, "pk")
    held = {(claim, other): pk for claim, other, pk in rows}
    model.objects.filter(pk__in=[pk for pair, pk in held.items() if pair not in pairs]).delete()
    copy_rows([model(**{"claim_id": claim, column: other}) for claim, other in sorted(pairs - held.keys())])
