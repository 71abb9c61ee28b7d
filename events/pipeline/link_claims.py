"""Linking the claims of a batch with what is stored, and keeping the links true when an event grows.

Candidates come by key (`claim_keys`): claims of the same event or speaker that share a rare concept. People outrank the
machine: a link that a curator made, confirmed or rejected is neither changed nor made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection
from django.db.models import Q

from events.models import Actor, ClaimLink, Event
from events.models.choices import DecidedBy
from events.pipeline.claim_keys import make_keys
from events.pipeline.claim_records import ClaimSide, PairLink
from events.pipeline.link_pairs import judge_pair
from events.pipeline.load_sides import load_sides
from events.pipeline.supersede import ONE_BREATH

# Candidates a claim is compared with at most, those that share most first. Chosen by hand, not measured.
MOST_CANDIDATES = 24

# Claims that share a key and are looked at to find those; an event that has more in one word is one of thousands of
# articles, and its claim finds enough among these.
MOST_MET = 500

# Of claims that share as much the latest ones, by the order of articles: ids tell in which order they arrived.
FIND_CANDIDATES = """
SELECT wanted.claim_id, near.claim_id
  FROM (SELECT made.claim AS claim_id, string_to_array(made.keys, ',')::bigint[] AS keys
          FROM unnest(%(claims)s::bigint[], %(keys)s::text[]) AS made(claim, keys)) AS wanted
 CROSS JOIN LATERAL (
       SELECT tied.claim_id
         FROM (SELECT met.claim_id,
                      (SELECT count(*) FROM unnest(met.keys) AS key WHERE key = ANY(wanted.keys)) AS shared
                 FROM (SELECT held.claim_id, held.keys FROM events_claimkeys AS held
                        WHERE held.keys && wanted.keys LIMIT %(met)s) AS met
                WHERE met.claim_id <> wanted.claim_id
                ORDER BY shared DESC FETCH FIRST %(most)s ROWS WITH TIES) AS tied
         JOIN events_claim AS claim ON claim.id = tied.claim_id
         JOIN events_article AS article ON article.id = claim.article_id
        ORDER BY tied.shared DESC, article.published_at DESC NULLS LAST, article.key COLLATE "C" DESC,
                 claim.content::text DESC
        LIMIT %(most)s) AS near
"""
SAVE_KEYS = """
INSERT INTO events_claimkeys (claim_id, keys)
SELECT made.claim, string_to_array(made.keys, ',')::bigint[] FROM unnest(%s::bigint[], %s::text[]) AS made(claim, keys)
    ON CONFLICT (claim_id) DO UPDATE SET keys = excluded.keys
 WHERE events_claimkeys.keys <> excluded.keys
"""

Pair = tuple[int, int]
Key = tuple[int, int, str]
MAX_REASON = 300


def link_claims(claim_ids: Iterable[int], within: Sequence[PairLink] | None = None) -> set[int]:
    """Renew the machine's links of these claims; returns every claim whose links changed, and the claims themselves.

    `within`: links that an article's own words tell ("initially said … later acknowledged"), where its articles were
    just read; None keeps those that are stored. Queries: constant.
    """
    wanted = sorted(set(claim_ids))
    if not wanted:
        return set()
    sides = load_sides(wanted)
    save_keys(sides.values())
    pairs = find_candidates(sides.values())
    sides |= load_sides({pk for pair in pairs for pk in pair} - sides.keys())
    found = {(link.claim, link.other): link for link in judge_pairs(pairs, sides)}
    for link in load_within(wanted) if within is None else within:
        found.pop((link.other, link.claim), None)
        found[link.claim, link.other] = link
    return save_links(wanted, found) | set(wanted)


def load_within(claim_ids: Sequence[int]) -> list[PairLink]:
    """The stored links that articles' own words tell. One query."""
    links = ClaimLink.objects.filter(
        Q(claim__in=claim_ids) | Q(other__in=claim_ids), decided_by=DecidedBy.MACHINE, reason__startswith=ONE_BREATH
    )
    return [PairLink(*row) for row in links.values_list("claim_id", "other_id", "type", "score", "reason")]


def save_keys(sides: Iterable[ClaimSide]) -> None:
    """Store by what the claims are found: under the event and speaker that they were given, merged or not. One query."""
    held = list(sides)
    keys = [
        make_keys(
            side.meaning, [side.own_event] if side.own_event else [], [side.own_speaker] if side.own_speaker else []
        )
        for side in held
    ]
    with connection.cursor() as cursor:
        cursor.execute(SAVE_KEYS, [[side.claim_id for side in held], [_write(one) for one in keys]])


def _write(keys: Iterable[int]) -> str:
    return ",".join(map(str, keys))


def find_families(model: type[Actor] | type[Event], ids: set[int]) -> dict[int, list[int]]:
    """Survivor -> its id and those merged into it. One query."""
    found = {pk: [pk] for pk in ids}
    merged = model.objects.filter(canonical__in=ids).values_list("pk", "canonical_id")
    for pk, canonical in merged:
        found[canonical].append(pk)
    return found


def find_candidates(sides: Iterable[ClaimSide]) -> list[Pair]:
    """Pairs to compare, each once, the smaller id first. Looked up under all ids merged into an event or speaker; a
    claim stored under one of them has one key a feature, so that what is shared counts the same whatever was merged.
    Three queries whose cost does not grow with the claims stored."""
    held = list(sides)
    events = find_families(Event, {side.event_id for side in held if side.event_id})
    actors = find_families(Actor, {side.speaker_actor for side in held if side.speaker_actor})
    keys = [
        make_keys(side.meaning, events.get(side.event_id or 0, ()), actors.get(side.speaker_actor or 0, ()))
        for side in held
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            FIND_CANDIDATES,
            {
                "claims": [side.claim_id for side in held],
                "keys": [_write(one) for one in keys],
                "most": MOST_CANDIDATES,
                "met": MOST_MET,
            },
        )
        return sorted({(min(pair), max(pair)) for pair in cursor.fetchall()})


def judge_pairs(pairs: Iterable[Pair], sides: Mapping[int, ClaimSide]) -> list[PairLink]:
    """The links among candidate pairs whose claims are current; the later article's claim does it to the earlier one's."""
    found = []
    for pair in pairs:
        if pair[0] not in sides or pair[1] not in sides:
            continue
        one, other = sides[pair[0]], sides[pair[1]]
        link = judge_pair(other, one) if is_later(other, one) else judge_pair(one, other)
        if link is not None:
            found.append(link)
    return found


def is_later(one: ClaimSide, other: ClaimSide) -> bool:
    """Whether a claim is of the later article; a dated one is later than an undated one.

    Of one time the article's identity key decides, and in one article the place: ids tell of arrival only.
    """
    if one.at == other.at:
        mine, theirs = ((side.article_key, side.article_id, side.spans, side.claim_id) for side in (one, other))
        return mine > theirs
    return other.at is None if one.at is None or other.at is None else one.at > other.at


def save_links(claim_ids: Sequence[int], found: Mapping[Pair, PairLink]) -> set[int]:
    """Write the links found and remove the machine's others of these claims; returns the claims at both ends of changes."""
    known = ClaimLink.objects.filter(Q(claim__in=claim_ids) | Q(other__in=claim_ids))
    decided: set[frozenset[int]] = set()
    refused: set[Key] = set()
    machine: dict[Key, tuple[int, float, str]] = {}
    columns = ("pk", "claim_id", "other_id", "type", "score", "reason", "decided_by", "rejected")
    for pk, claim, other, kind, score, reason, by, rejected in known.values_list(*columns):
        if by == DecidedBy.MACHINE:
            machine[claim, other, kind] = (pk, score, reason)
            continue
        refused.add((claim, other, kind))
        if not rejected:
            decided.add(frozenset((claim, other)))
    rows: dict[Key, PairLink] = {}
    for (claim, other), link in found.items():
        both_ways = {(claim, other, link.type)} | ({(other, claim, link.type)} if link.type != "supersedes" else set())
        if frozenset((claim, other)) not in decided and not both_ways & refused:
            rows[claim, other, link.type] = link
    gone = machine.keys() - rows.keys()
    fresh = [key for key, row in rows.items() if machine.get(key, ())[1:] != (row.score, row.reason[:MAX_REASON])]
    ClaimLink.objects.filter(pk__in=[machine[key][0] for key in gone]).delete()
    ClaimLink.objects.bulk_create(
        [
            ClaimLink(claim_id=a, other_id=b, type=kind, score=rows[key].score, reason=rows[key].reason[:MAX_REASON])
            for key in fresh
            for a, b, kind in (key,)
        ],
        update_conflicts=True,
        unique_fields=["claim", "other", "type"],
        update_fields=["score", "reason"],
    )
    return {pk for key in (*gone, *fresh) for pk in key[:2]}
