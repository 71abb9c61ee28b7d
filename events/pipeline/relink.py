"""Linking claims and figures anew where nothing was read: their articles came to another event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.models import Claim, ClaimLink
from events.models.choices import DecidedBy
from events.pipeline.claim_records import PairLink
from events.pipeline.link_claims import MAX_REASON, link_claims, save_keys
from events.pipeline.link_figures import link_figures
from events.pipeline.load_sides import load_sides
from events.pipeline.standings import recompute_standings
from events.pipeline.supersede import ONE_BREATH

# Claims compared at a time.
BATCH = 1_000


def relink_articles(article_ids: Iterable[int]) -> None:
    """Compare the claims and figures of these articles with those of the events they are in now."""
    articles = sorted(set(article_ids))
    claims = sorted(Claim.objects.current().filter(article__in=articles).values_list("pk", flat=True))
    for begin in range(0, len(claims), BATCH):
        recompute_standings(link_claims(claims[begin : begin + BATCH]))
    link_figures(articles)


def renew_keys(article_ids: Iterable[int]) -> None:
    """Store anew by what the claims of these articles are found."""
    save_keys(load_sides(Claim.objects.current().filter(article__in=article_ids).values_list("pk", flat=True)).values())


def renew_links_within(links: Sequence[PairLink], claim_ids: Iterable[int]) -> None:
    """Store the links that the words of articles tell of their own claims; comparing with others is left for later."""
    wanted = {(link.claim, link.other, link.type): link for link in links}
    held = ClaimLink.objects.filter(claim__in=list(claim_ids), reason__startswith=ONE_BREATH)
    machine = held.filter(decided_by=DecidedBy.MACHINE).values_list("pk", "claim_id", "other_id", "type")
    ClaimLink.objects.filter(pk__in=[pk for pk, *key in machine if tuple(key) not in wanted]).delete()
    ClaimLink.objects.bulk_create(
        [
            ClaimLink(claim_id=a, other_id=b, type=kind, score=link.score, reason=link.reason[:MAX_REASON])
            for (a, b, kind), link in wanted.items()
        ],
        ignore_conflicts=True,
    )
