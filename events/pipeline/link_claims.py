"""Linking the claims of a batch with what is stored, and keeping the links true when an event grows.

Candidates come by key (`claim_keys`): claims of the same event or speaker that share a rare concept. People outrank the
machine: a link that a curator made, confirmed or rejected is neither changed nor made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from django.db import connection
from django.db.models import Q

from events.models import Actor, ClaimKeys, ClaimLink, Event
from events.models.choices import DecidedBy
from events.pipeline.claim_keys import make_keys
from events.pipeline.claim_records import ClaimSide, PairLink
from events.pipeline.link_pairs import judge_pair
from events.pipeline.load_sides import load_sides

# Candidates a claim is compared with at most, those that share most first. Chosen by hand, not measured.
MOST_CANDIDATES = 24

FIND_CANDIDATES = """
SELECT wanted.claim_id, near.claim_id
  FROM events_claimkeys AS wanted
 CROSS JOIN LATERAL (
       SELECT held.claim_id
         FROM events_claimkeys AS held
        WHERE held.keys && wanted.keys AND held.claim_id <> wanted.claim_id
        ORDER BY (SELECT count(*) FROM unnest(held.keys) AS key WHERE key = ANY(wanted.keys)) DESC, held.claim_id DESC
        LIMIT %(most)s) AS near
 WHERE wanted.claim_id = ANY(%(claims)s)
"""

Pair = tuple[int, int]


def link_claims(claim_ids: Iterable[int], within: Sequence[PairLink] = ()) -> set[int]:
    """Renew the machine's links of these claims; returns every claim whose links changed, and the claims themselves.

    `within`: links that an article's own words tell ("initially said … later acknowledged"). Queries: constant.
    """
    wanted = sorted(set(claim_ids))
    if not wanted:
        return set()
    sides = load_sides(wanted)
    save_keys(sides.values())
    pairs = find_candidates(list(sides))
    sides |= load_sides({pk for pair in pairs for pk in pair} - sides.keys())
    found = {(link.claim, link.other): link for link in judge_pairs(pairs, sides)}
    for link in within:
        found.pop((link.other, link.claim), None)
        found[link.claim, link.other] = link
    return save_links(wanted, found) | set(wanted)


def save_keys(sides: Iterable[ClaimSide]) -> None:
    """Store by what the claims are found; the ids merged into an event or speaker stand for it too. Three queries."""
    held = list(sides)
    events = find_families(Event, {side.event_id for side in held if side.event_id})
    actors = find_families(Actor, {side.speaker_actor for side in held if side.speaker_actor})
    rows = [
        ClaimKeys(
            claim_id=side.claim_id,
            keys=make_keys(side.meaning, events.get(side.event_id or 0, ()), actors.get(side.speaker_actor or 0, ())),
        )
        for side in held
    ]
    ClaimKeys.objects.bulk_create(rows, update_conflicts=True, unique_fields=["claim"], update_fields=["keys"])


def find_families(model: type[Actor] | type[Event], ids: set[int]) -> dict[int, list[int]]:
    """Survivor -> its id and those merged into it. One query."""
    found = {pk: [pk] for pk in ids}
    merged = model.objects.filter(canonical__in=ids).values_list("pk", "canonical_id")
    for pk, canonical in merged:
        found[canonical].append(pk)
    return found


def find_candidates(claim_ids: Sequence[int]) -> list[Pair]:
    """Pairs to compare, each once, the smaller id first. One query whose cost does not grow with the claims stored."""
    with connection.cursor() as cursor:
        cursor.execute(FIND_CANDIDATES, {"claims": list(claim_ids), "most": MOST_CANDIDATES})
        return sorted({(min(pair), max(pair)) for pair in cursor.fetchall()})


def judge_pairs(pairs: Iterable[Pair], sides: Mapping[int, ClaimSide]) -> list[PairLink]:
    """The links among candidate pairs whose claims are current; the later article's claim does it to the earlier one's."""
    found = []
    for pair in pairs:
        if pair[0] not in sides or pair[1] not in sides:
            continue
        later, earlier = sorted((sides[pk] for pk in pair), key=_moment, reverse=True)
        link = judge_pair(later, earlier)
        if link is not None:
            found.append(link)
    return found


def _moment(side: ClaimSide) -> tuple[bool, float, int]:
    return (side.at is not None, side.at.timestamp() if side.at else 0.0, side.claim_id)


def save_links(claim_ids: Sequence[int], found: Mapping[Pair, PairLink]) -> set[int]:
    """Write the links found and remove the machine's others of these claims; returns the claims at both ends of changes."""
    known = list(ClaimLink.objects.filter(Q(claim__in=claim_ids) | Q(other__in=claim_ids)))
    decided = {
        frozenset((k.claim_id, k.other_id)) for k in known if k.decided_by == DecidedBy.CURATOR and not k.rejected
    }
    refused = {(k.claim_id, k.other_id, k.type) for k in known if k.decided_by == DecidedBy.CURATOR}
    machine = {(k.claim_id, k.other_id, k.type): k for k in known if k.decided_by == DecidedBy.MACHINE}
    rows = {}
    for (claim, other), link in found.items():
        both_ways = {(claim, other, link.type)} | ({(other, claim, link.type)} if link.type != "supersedes" else set())
        if frozenset((claim, other)) in decided or both_ways & refused:
            continue
        rows[claim, other, link.type] = ClaimLink(
            claim_id=claim, other_id=other, type=link.type, score=link.score, reason=link.reason[:300]
        )
    gone = [link for key, link in machine.items() if key not in rows]
    fresh = [row for key, row in rows.items() if key not in machine or _differs(machine[key], row)]
    ClaimLink.objects.filter(pk__in=[link.pk for link in gone]).delete()
    ClaimLink.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["claim", "other", "type"], update_fields=["score", "reason"]
    )
    return set(chain.from_iterable((link.claim_id, link.other_id) for link in (*gone, *fresh)))


def _differs(held: ClaimLink, made: ClaimLink) -> bool:
    return (held.score, held.reason) != (made.score, made.reason)
