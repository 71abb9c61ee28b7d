"""What became of each claim: its standing, the others that hold too, since when, in how many outlets and origins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from events.models.choices import ClaimLinkType, Standing
from events.pipeline.origins import ORIGIN_COLUMNS, ORIGIN_JOINS, adds_origin, name_origin

WITHDRAWN = "withdrawn"
ALONE = "no other claim found that bears on it"
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
FIND_BEARING = """
SELECT link.claim_id, link.other_id, link.type, link.reason
  FROM events_claimlink AS link
  JOIN events_claim AS one ON one.id = link.claim_id AND one.removed_at IS NULL
  JOIN events_claim AS two ON two.id = link.other_id AND two.removed_at IS NULL
  JOIN events_article AS first ON first.id = one.article_id AND first.revision_id = one.revision_id
  JOIN events_article AS second ON second.id = two.article_id AND second.revision_id = two.revision_id
 WHERE (link.claim_id = ANY(%(claims)s) OR link.other_id = ANY(%(claims)s)) AND NOT link.rejected
 ORDER BY link.score DESC, link.id
"""
FIND_TOLD = (
    """
SELECT claim.id, article.published_at, article.id, article.source_id, article.copy_of_id, article.provenance,
       article.vouched, """
    + ORIGIN_COLUMNS
    + " FROM events_claim AS claim JOIN events_article AS article ON article.id = claim.article_id"
    + ORIGIN_JOINS
    + " WHERE claim.id = ANY(%s)"
)
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
    """What the links that hold do to each claim; links with claims whose words are gone do nothing. One query."""
    found: dict[int, Bearing] = {}
    with connection.cursor() as cursor:
        cursor.execute(FIND_BEARING, {"claims": list(claim_ids)})
        links = cursor.fetchall()
    wanted = set(claim_ids)
    for claim, target, kind, reason in links:
        for mine, other in ((claim, target), (target, claim)):
            if mine in wanted:
                bearing = found.setdefault(mine, Bearing())
                if len(bearing.repeats) < MOST_LINKS:
                    _add(bearing, kind, reason, other, is_target=mine == target)
    return found


def _add(bearing: Bearing, kind: str, reason: str, other: int, *, is_target: bool) -> None:
    if kind == ClaimLinkType.REPEATS:
        bearing.repeats.add(other)
        standing = Standing.REPEATED
    elif kind == ClaimLinkType.CORROBORATES:
        standing = Standing.CORROBORATED
    elif kind == ClaimLinkType.CONTRADICTS:
        standing = Standing.DISPUTED
    elif not is_target:
        return
    else:
        standing = Standing.RETRACTED if reason.startswith(WITHDRAWN) else Standing.SUPERSEDED
    bearing.reasons.setdefault(standing, (reason, other))


def load_told(claim_ids: set[int]) -> dict[int, Told]:
    """Where and when each claim was made. One query."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_TOLD, [list(claim_ids)])
        return {
            pk: Told(
                at=at,
                outlet=f"s{source}" if source else f"a{article}",
                origin=name_origin(*origin),
                counts=adds_origin(copy_of, provenance, vouched),
            )
            for pk, at, article, source, copy_of, provenance, vouched, *origin in cursor.fetchall()
        }


def judge_standing(pk: int, bearing: Bearing, told: Mapping[int, Told]) -> Judged:
    """The standing with its reason, and the counts over the claim and what repeats it."""
    places = [told[one] for one in {pk, *bearing.repeats} if one in told]
    dates = sorted(place.at for place in places if place.at)
    holding = [standing for standing in ORDER if standing in bearing.reasons] or [Standing.SINGLE_SOURCE]
    reason, other = bearing.reasons.get(holding[0], (ALONE, 0))
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
