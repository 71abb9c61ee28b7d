"""Linking claims and figures anew where nothing was read: their articles came to another event."""

from __future__ import annotations

from collections.abc import Iterable

from events.models import Claim
from events.pipeline.link_claims import link_claims
from events.pipeline.link_figures import link_figures
from events.pipeline.standings import recompute_standings

# Claims compared at a time.
BATCH = 1_000


def relink_articles(article_ids: Iterable[int]) -> None:
    """Compare the claims and figures of these articles with those of the events they are in now."""
    articles = sorted(set(article_ids))
    claims = sorted(Claim.objects.current().filter(article__in=articles).values_list("pk", flat=True))
    for begin in range(0, len(claims), BATCH):
        recompute_standings(link_claims(claims[begin : begin + BATCH]))
    link_figures(articles)
