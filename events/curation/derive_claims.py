"""What follows for claims from a decision: the machine's links of claims that changed hands, and standings."""

from __future__ import annotations

from collections.abc import Iterable

from events.models import Claim, ClaimLink
from events.pipeline.link_claims import link_claims
from events.pipeline.standings import recompute_standings

# Claims of merged events that are compared anew at once, the newest first; the rest are when an article of theirs is.
MOST_RELINKED = 500


def refresh_claims(spoken: Iterable[int], links: Iterable[int], ends: Iterable[int], events: Iterable[int]) -> None:
    """Compare claims anew whose speaker or event changed, and derive the standings at the ends of changed links.

    `spoken`: claims with another speaker; `links`: link rows that changed; `ends`: claims of links that are gone.
    """
    linked = Claim.objects.current().filter(keys__isnull=False)  # others are compared when their batch is concluded
    wanted = set(linked.filter(pk__in=set(spoken)).values_list("pk", flat=True))
    told = linked.filter(event__in=set(events)).order_by("-pk")
    wanted |= set(told.values_list("pk", flat=True)[:MOST_RELINKED])
    touched = set(ends)
    for pair in ClaimLink.objects.filter(pk__in=set(links)).values_list("claim_id", "other_id"):
        touched.update(pair)
    recompute_standings(touched | link_claims(wanted))
