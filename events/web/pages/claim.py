"""The claim page: the words in their surroundings, and who repeats, contradicts or replaces them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.safestring import SafeString

from events.models import Claim, Figure
from events.queries import ClaimDetail
from events.web.highlight import mark_line
from events.web.pages.marks import mark_claims, shift

AROUND = 240
"""Characters of the article shown before and after a claim: about two sentences each."""


@dataclass(frozen=True, slots=True)
class RelatedClaim:
    """Another claim and how the two bear on each other, read from this claim's side."""

    relation: str
    claim: Claim
    score: float
    reason: str
    decided_by: str
    link: int


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """`related` stands in the order of time, so that the claim's history can be read down the page."""

    detail: ClaimDetail
    claim: Claim
    passage: SafeString
    starts_inside: bool
    ends_inside: bool
    figures: Sequence[Figure]
    related: Sequence[RelatedClaim]


EARLIEST = datetime.min.replace(tzinfo=UTC)
RELATIONS = {
    "repeats": ("repeats", "is repeated by"),
    "corroborates": ("corroborates", "is corroborated by"),
    "contradicts": ("contradicts", "is contradicted by"),
    "supersedes": ("replaces", "was replaced by"),
}


def build_claim_page(detail: ClaimDetail, around: int = AROUND) -> ClaimPage:
    """Cut the passage around a claim and word its links. No query of its own; `around` in characters."""
    claim = detail.claim
    edges = [edge for part in claim.content for edge in part]
    edges += [edge for edge in (claim.speaker_start, claim.speaker_end) if edge is not None]
    start = find_break(detail.text, max(0, min(edges, default=0) - around))
    end = min(len(detail.text), max(edges, default=0) + around)
    end = find_break(detail.text, end) if end < len(detail.text) else end
    passage = mark_line(detail.text[start:end], [shift(mark, start) for mark in mark_claims([claim], numbered=False)])
    related = [RelatedClaim(RELATIONS[k.type][0], k.other, k.score, k.reason, k.decided_by, k.pk) for k in detail.links]
    related += [
        RelatedClaim(RELATIONS[k.type][1], k.claim, k.score, k.reason, k.decided_by, k.pk) for k in detail.linked_from
    ]
    related.sort(key=lambda one: (one.claim.published_at is None, one.claim.published_at or EARLIEST, one.claim.pk))
    return ClaimPage(detail, claim, passage, start > 0, end < len(detail.text), detail.figures, related)


def find_break(text: str, place: int) -> int:
    """Return the next white space from a place on, at most 30 characters ahead, so that no word is cut."""
    if place == 0:
        return 0
    for ahead in range(place, min(place + 30, len(text))):
        if text[ahead].isspace():
            return ahead
    return place
