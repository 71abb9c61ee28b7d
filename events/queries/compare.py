"""Where the claims of two sides meet: one contradicts, repeats, corroborates or replaces the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q

from events.models import Claim, ClaimLink
from events.queries.claims import list_claims

MOST_MEETINGS = 12


@dataclass(frozen=True, slots=True)
class Meeting:
    """A claim of the one side and a claim of the other that contradict each other, with the reason found."""

    one: Claim
    other: Claim
    reason: str


def find_meetings(one: Q, other: Q) -> tuple[list[Meeting], dict[str, int]]:
    """Return contradictions between claims of the two conditions, newest first, and all links between them by type.

    `one`, `other`: conditions on a claim, such as Q(article__source=3). Queries: 3 and a prefetch.
    """
    held = ClaimLink.objects.standing().filter(claim__removed_at=None, other__removed_at=None)
    held = held.filter(
        claim__revision=F("claim__article__revision"), other__revision=F("other__article__revision")
    )  # no words that are gone
    across = held.filter((_on("claim", one) & _on("other", other)) | (_on("claim", other) & _on("other", one)))
    counts = dict(across.order_by().values_list("type").annotate(n=Count("pk")))
    rows = list(across.filter(type="contradicts").order_by("-claim__published_at", "-pk")[:MOST_MEETINGS])
    claims = {c.pk: c for c in list_claims().filter(pk__in={pk for row in rows for pk in (row.claim_id, row.other_id)})}
    ours = set(Claim.objects.filter(one, pk__in=claims).values_list("pk", flat=True))
    return [_face(row, claims, ours) for row in rows if {row.claim_id, row.other_id} <= claims.keys()], counts


def _face(row: ClaimLink, claims: dict[int, Claim], ours: set[int]) -> Meeting:
    first, second = claims[row.claim_id], claims[row.other_id]
    return Meeting(first, second, row.reason) if first.pk in ours else Meeting(second, first, row.reason)


def _on(end: str, condition: Q) -> Q:
    """The same condition on the claim at one end of a link."""
    moved = Q()
    for child in condition.children:
        name, value = child  # type: ignore[misc]
        moved &= Q(**{f"{end}__{name}": value})
    return moved


def count_both(one: Sequence[int], other: Sequence[int]) -> tuple[int, int, int]:
    """Return how many ids both have, and how many only the one or the other."""
    both = set(one) & set(other)
    return len(both), len(set(one) - both), len(set(other) - both)
