"""The claims of an event by what they are about: where they disagree, what was taken back, and the rest by subject."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from events.models import Actor, Claim, ClaimLink
from events.queries import survivor_of

FEWEST_OF_SUBJECT = 2
"""One claim about somebody is no group of its own."""
MOST_SUBJECTS = 6


@dataclass(frozen=True, slots=True)
class Dispute:
    """Claims that cannot all hold: those of one side, and those facing them; `reasons` of the links between."""

    one: Sequence[Claim]
    other: Sequence[Claim]
    reasons: Sequence[str]


@dataclass(frozen=True, slots=True)
class Change:
    """A claim and the later one that replaced it."""

    earlier: Claim
    later: Claim
    reason: str
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """Claims about one actor (None: about nobody in particular)."""

    actor: Actor | None
    claims: Sequence[Claim]


@dataclass(frozen=True, slots=True)
class Sides:
    disputes: Sequence[Dispute]
    changes: Sequence[Change]
    subjects: Sequence[Subject]


def arrange_claims(claims: Sequence[Claim]) -> Sides:
    """Arrange claims (oldest first; `links` and `about_actors` prefetched). Every claim stands in one subject too."""
    known = {claim.pk: claim for claim in claims}
    links = [link for claim in claims for link in claim.links.all() if link.other_id in known]
    return Sides(
        disputes=find_disputes(known, links),
        changes=[
            Change(known[link.other_id], known[link.claim_id], link.reason, link.reason.startswith("withdrawn"))
            for link in links
            if link.type == "supersedes"
        ],
        subjects=group_by_subject(claims),
    )


def find_disputes(known: dict[int, Claim], links: Sequence[ClaimLink]) -> list[Dispute]:
    """Walk from each contradicted claim: a contradiction leads to the other side, agreement stays on the same."""
    across: dict[int, set[int]] = {}
    along: dict[int, set[int]] = {}
    for link in links:
        target = across if link.type == "contradicts" else along if link.type in {"repeats", "corroborates"} else None
        if target is not None:
            target.setdefault(link.claim_id, set()).add(link.other_id)
            target.setdefault(link.other_id, set()).add(link.claim_id)
    side: dict[int, int] = {}
    disputes = []
    for start in (pk for pk in known if pk in across):
        if start in side:
            continue
        side[start], members, waiting = 0, [start], [start]
        while waiting:
            here = waiting.pop()
            for other, turn in [*((o, 1) for o in across.get(here, ())), *((o, 0) for o in along.get(here, ()))]:
                if other not in side:
                    side[other] = side[here] ^ turn
                    members.append(other)
                    waiting.append(other)
        inside = set(members)
        reasons = dict.fromkeys(k.reason for k in links if k.type == "contradicts" and k.claim_id in inside)
        both = [[known[pk] for pk in known if pk in inside and side[pk] == which] for which in (0, 1)]
        disputes.append(Dispute(both[0], both[1], list(reasons)))
    return disputes


def group_by_subject(claims: Sequence[Claim]) -> list[Subject]:
    """Put each claim under the actor it names that most claims name; the largest group first, the rest last."""
    actors: dict[int, Actor] = {}
    named: dict[int, list[int]] = {}
    for claim in claims:
        for row in claim.about_actors.all():
            actor = survivor_of(row.actor)
            actors[actor.pk] = actor
            if actor.pk not in named.setdefault(claim.pk, []):
                named[claim.pk].append(actor.pk)
    counts = Counter(pk for pks in named.values() for pk in pks)
    kept = {pk for pk, n in counts.most_common(MOST_SUBJECTS) if n >= FEWEST_OF_SUBJECT}
    groups: dict[int, list[Claim]] = {}
    for claim in claims:
        best = max((pk for pk in named.get(claim.pk, ()) if pk in kept), key=lambda pk: (counts[pk], -pk), default=0)
        groups.setdefault(best, []).append(claim)
    ordered = sorted(groups, key=lambda pk: (pk == 0, -len(groups[pk]), pk))
    return [Subject(actors.get(pk), groups[pk]) for pk in ordered]
