"""What became of each claim: its standing, the others that hold too, since when, in how many outlets and origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import F, Q

from events.models import Claim, ClaimLink
from events.models.choices import ClaimLinkType, Standing
from events.pipeline.origins import counts_as_origin, find_origin

WITHDRAWN = "withdrawn"
# The first that holds is the standing; the others are shown beside it.
ORDER = (
    Standing.RETRACTED,
    Standing.SUPERSEDED,
    Standing.DISPUTED,
    Standing.CORROBORATED,
    Standing.REPEATED,
    Standing.SINGLE_SOURCE,
)
# Links of one claim that its standing looks at; the rest would not change it, only the counts' last digits.
MOST_LINKS = 400
WRITE = """
UPDATE events_claim AS claim
   SET standing = made.standing, standing_also = string_to_array(made.also, ','), standing_reason = made.reason,
       first_at = made.first_at, last_at = made.last_at, outlets = made.outlets, origins = made.origins
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::int[], %s::int[])
       AS made(claim, standing, also, reason, first_at, last_at, outlets, origins)
 WHERE claim.id = made.claim
   AND (claim.standing, claim.standing_also, claim.standing_reason, claim.first_at, claim.last_at, claim.outlets,
        claim.origins)
       IS DISTINCT FROM
       (made.standing, string_to_array(made.also, ',')::varchar[], made.reason, made.first_at, made.last_at, made.outlets,
        made.origins)
"""


@dataclass(frozen=True, slots=True)
class Told:
    """Where a claim was made: when, by which outlet, of which origin, and whether that origin counts."""

    at: datetime | None
    outlet: str
    origin: str
    counts: bool


@dataclass(slots=True)
class Bearing:
    """A claim with what bears on it: (reason, the other claim) by standing, and the claims that repeat it."""

    reasons: dict[Standing, tuple[str, int]] = field(default_factory=dict)
    repeats: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Judged:
    standing: Standing
    also: tuple[Standing, ...]
    reason: str
    first_at: datetime | None
    last_at: datetime | None
    outlets: int
    origins: int


def recompute_standings(claim_ids: Iterable[int]) -> None:
    """Derive the standing of these claims from the links that hold. Queries: constant, 3."""
    ids = sorted(set(claim_ids))
    if not ids:
        return
    bearings = load_bearings(ids)
    told = load_told({*ids, *(other for bearing in bearings.values() for other in bearing.repeats)})
    judged = {pk: judge_standing(pk, bearings.get(pk, Bearing()), told) for pk in ids if pk in told}
    write_standings(judged)


def load_bearings(claim_ids: Sequence[int]) -> dict[int, Bearing]:
    """What the links that hold do to each claim; links with claims whose words are gone do nothing."""
    wanted = set(claim_ids)
    current = {f"{side}__removed_at__isnull": True for side in ("claim", "other")} | {
        f"{side}__revision": F(f"{side}__article__revision") for side in ("claim", "other")
    }
    links = ClaimLink.objects.standing().filter(Q(claim__in=claim_ids) | Q(other__in=claim_ids), **current)
    found: dict[int, Bearing] = {pk: Bearing() for pk in claim_ids}
    for link in links.order_by("-score", "pk").only("claim_id", "other_id", "type", "reason"):
        for mine, other in ((link.claim_id, link.other_id), (link.other_id, link.claim_id)):
            if mine in wanted and len(found[mine].repeats) < MOST_LINKS:
                _add(found[mine], link, other, is_target=mine == link.other_id)
    return found


def _add(bearing: Bearing, link: ClaimLink, other: int, *, is_target: bool) -> None:
    if link.type == ClaimLinkType.REPEATS:
        bearing.repeats.add(other)
        standing = Standing.REPEATED
    elif link.type == ClaimLinkType.CORROBORATES:
        standing = Standing.CORROBORATED
    elif link.type == ClaimLinkType.CONTRADICTS:
        standing = Standing.DISPUTED
    elif not is_target:
        return
    else:
        standing = Standing.RETRACTED if link.reason.startswith(WITHDRAWN) else Standing.SUPERSEDED
    bearing.reasons.setdefault(standing, (link.reason, other))


def load_told(claim_ids: set[int]) -> dict[int, Told]:
    """Where and when each claim was made. One query."""
    rows = Claim.objects.filter(pk__in=claim_ids).select_related("article__source", "article__copy_of__source")
    return {
        claim.pk: Told(
            at=claim.article.published_at,
            outlet=f"s{claim.article.source_id}" if claim.article.source_id else f"a{claim.article_id}",
            origin=find_origin(claim.article),
            counts=counts_as_origin(claim.article),
        )
        for claim in rows
    }


def judge_standing(pk: int, bearing: Bearing, told: Mapping[int, Told]) -> Judged:
    """The standing with its reason, and the counts over the claim and what repeats it."""
    places = [told[one] for one in {pk, *bearing.repeats} if one in told]
    dates = sorted(place.at for place in places if place.at)
    holding = [standing for standing in ORDER if standing in bearing.reasons] or [Standing.SINGLE_SOURCE]
    reason, other = bearing.reasons.get(holding[0], ("no other claim found that bears on it", 0))
    return Judged(
        standing=holding[0],
        also=tuple(holding[1:]),
        reason=(f"{reason} (claim {other})" if other else reason)[:300],
        first_at=dates[0] if dates else None,
        last_at=dates[-1] if dates else None,
        outlets=len({place.outlet for place in places}),
        origins=len({place.origin for place in places if place.counts}),
    )


def write_standings(judged: Mapping[int, Judged]) -> None:
    """Write what changed, in one statement."""
    rows = list(judged.values())
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            [
                list(judged),
                [str(row.standing.value) for row in rows],
                [",".join(s.value for s in row.also) for row in rows],
                [row.reason for row in rows],
                [row.first_at for row in rows],
                [row.last_at for row in rows],
                [row.outlets for row in rows],
                [row.origins for row in rows],
            ],
        )
