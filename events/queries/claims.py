"""Claims, figures and mentions: what was read in the articles' current revisions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet

from events.models import (
    Actor,
    Claim,
    ClaimActor,
    ClaimLink,
    ClaimLocation,
    Decision,
    Figure,
    FigureLink,
    Location,
    Mention,
)
from events.queries.paging import Order, name_orders

CLAIM_ORDERS = name_orders(
    Order("published_at", descending=True, nullable=True),
    Order("published_at", nullable=True),
    Order("id", descending=True),
    Order("id"),
)
FIGURE_ORDERS = name_orders(Order("id", descending=True), Order("id"))
MENTION_ORDERS = name_orders(Order("id", descending=True), Order("id"))

# Decisions named in a claim's history; the record's own history page has all.
PAGE_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """One claim, the text it stands in, its figures, the claims that bear on it or that it bears on (those that a curator
    rejected left out), whom and what it is about, what is said inside it, and what curators decided about it."""

    claim: Claim
    text: str
    figures: list[Figure]
    links: list[ClaimLink]
    linked_from: list[ClaimLink]
    about_actors: list[Actor]
    about_locations: list[Location]
    reports: list[Claim]
    decisions: list[Decision]


# Fetched beside, not joined: planning a join of nine to thirteen tables took longer than reading them (35 figures of an
# event 28 ms joined and 11 ms beside, 90 claims 24 and 18; two cores under load), and rows share what is the same.
CLAIM_PARTS = ("article__source", "speaker__canonical", "event__canonical", "medium__canonical")
FIGURE_PARTS = (
    "article__source",
    "article__copy_of__source",
    "claim",
    "speaker__canonical",
    "event__canonical",
    "location__canonical",
)


def list_claims() -> QuerySet[Claim]:
    """Every current claim with article, outlet, speaker and event, and its outgoing links (`.links.all()`)."""
    return (
        Claim.objects.current()
        .prefetch_related(*CLAIM_PARTS, Prefetch("links", queryset=_readable_links()))
        .order_by(F("published_at").desc(nulls_last=True), "-pk")
    )


def list_figures() -> QuerySet[Figure]:
    """Every current figure with article, outlet, claim, speaker, event and place, and its links (`.links.all()`)."""
    return (
        Figure.objects.current()
        .prefetch_related(
            *FIGURE_PARTS, Prefetch("links", queryset=FigureLink.objects.standing().order_by("type", "pk"))
        )
        .order_by("-pk")
    )


def list_mentions() -> QuerySet[Mention]:
    """Every current mention with article, outlet, actor and place."""
    return (
        Mention.objects.current()
        .select_related("article__source", "actor__canonical", "location__canonical")
        .order_by("-pk")
    )


def get_claim_detail(pk: int) -> ClaimDetail | None:
    """Return a current claim, None when there is none (or its words are gone). Queries: constant, about 10."""
    claim = list_claims().select_related("revision", "speaker_mention").filter(pk=pk).first()
    if claim is None:
        return None
    held = ClaimLink.objects.standing().order_by("type", "-score", "pk")
    links, back = (
        held.filter(claim=claim, other__in=_readable_claims()),
        held.filter(other=claim, claim__in=_readable_claims()),
    )
    actors = Actor.objects.filter(is_suppressed=False).filter(
        Exists(ClaimActor.objects.filter(claim=claim, actor=OuterRef("pk")))
    )
    places = Location.objects.filter(Exists(ClaimLocation.objects.filter(claim=claim, location=OuterRef("pk"))))
    return ClaimDetail(
        claim=claim,
        text=claim.revision.text or "",
        figures=list(list_figures().filter(claim=claim).order_by("start", "pk")),
        links=list(links.select_related("other__article__source", "other__speaker__canonical")),
        linked_from=list(back.select_related("claim__article__source", "claim__speaker__canonical")),
        about_actors=list(actors.select_related("canonical").order_by("name", "pk")),
        about_locations=list(places.select_related("canonical").order_by("name", "pk")),
        reports=list(list_claims().filter(reported_by=claim).order_by("pk")),
        decisions=list(Decision.objects.about("claim", claim.pk).select_related("user")[:PAGE_DECISIONS]),
    )


def list_claim_links(pk: int) -> QuerySet[ClaimLink]:
    """The links of a claim in both directions, with the claims at their ends; those a curator rejected left out."""
    links = ClaimLink.objects.standing().filter(Q(claim=pk) | Q(other=pk))
    links = links.filter(claim__in=_readable_claims(), other__in=_readable_claims())
    return links.select_related("claim__article", "other__article").order_by("pk")


def list_claims_about(family: list[int]) -> QuerySet[Claim]:
    """What others say of an actor (`family`: its ids), newest first; their own words left out."""
    named = ClaimActor.objects.filter(claim=OuterRef("pk"), actor__in=family)
    return list_claims().filter(Exists(named)).exclude(speaker__in=family)


def _readable_links() -> QuerySet[ClaimLink]:
    """Links whose other claim can be read; its words may be gone from its article's current revision."""
    readable = ClaimLink.objects.standing().filter(
        other__article__revision=F("other__revision"), other__removed_at__isnull=True
    )
    return readable.order_by("type", "-score", "pk")


def _readable_claims() -> QuerySet[Claim]:
    return Claim.objects.current().order_by()
