"""Claims, figures and mentions: what was read in the articles' current revisions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from events.models import Claim, ClaimLink, Figure, Mention
from events.queries.paging import Order, name_orders

CLAIM_ORDERS = name_orders(
    Order("published_at", descending=True, nullable=True),
    Order("published_at", nullable=True),
    Order("id", descending=True),
    Order("id"),
)
FIGURE_ORDERS = name_orders(Order("id", descending=True), Order("id"))
MENTION_ORDERS = name_orders(Order("id", descending=True), Order("id"))


@dataclass(frozen=True, slots=True)
class ClaimDetail:
    """One claim, the text it stands in, its figures, and the claims that bear on it or that it bears on."""

    claim: Claim
    text: str
    figures: list[Figure]
    links: list[ClaimLink]
    linked_from: list[ClaimLink]


def list_claims() -> QuerySet[Claim]:
    """Every current claim with article, outlet, speaker and event, and its outgoing links (`.links.all()`)."""
    return (
        Claim.objects.current()
        .select_related("article__source", "speaker__canonical", "event__canonical")
        .prefetch_related(Prefetch("links", queryset=_readable_links()))
        .order_by(F("published_at").desc(nulls_last=True), "-pk")
    )


def list_figures() -> QuerySet[Figure]:
    """Every current figure with article, outlet, claim, speaker and event."""
    return (
        Figure.objects.current()
        .select_related("article__source", "claim", "speaker__canonical", "event__canonical")
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
    """Return a current claim, None when there is none (or its words are gone). Queries: constant, 5."""
    claim = list_claims().select_related("revision", "speaker_mention").filter(pk=pk).first()
    if claim is None:
        return None
    links = ClaimLink.objects.filter(claim=claim, other__in=_readable_claims()).order_by("type", "-score", "pk")
    back = ClaimLink.objects.filter(other=claim, claim__in=_readable_claims()).order_by("type", "-score", "pk")
    return ClaimDetail(
        claim=claim,
        text=claim.revision.text or "",
        figures=list(list_figures().filter(claim=claim).order_by("start", "pk")),
        links=list(links.select_related("other__article__source", "other__speaker__canonical")),
        linked_from=list(back.select_related("claim__article__source", "claim__speaker__canonical")),
    )


def _readable_links() -> QuerySet[ClaimLink]:
    """Links whose other claim can be read; its words may be gone from its article's current revision."""
    readable = ClaimLink.objects.filter(other__article__revision=F("other__revision"), other__removed_at__isnull=True)
    return readable.order_by("type", "-score", "pk")


def _readable_claims() -> QuerySet[Claim]:
    return Claim.objects.current().order_by()
