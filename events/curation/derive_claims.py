"""What follows for claims from a decision: the machine's links of claims that changed hands, and standings."""

from __future__ import annotations

from collections.abc import Iterable

from events.models import Claim, ClaimActor, ClaimLink, Mention
from events.models.choices import TextField
from events.pipeline.link_claims import link_claims
from events.pipeline.standings import recompute_standings

# Claims of merged events that are compared anew at once, the newest first; the rest are when an article of theirs is.
MOST_RELINKED = 500


def refresh_about(mentions: Iterable[int]) -> None:
    """Name anew whom claims are about, in the texts of mentions that were linked otherwise. Five statements."""
    revisions = set(Mention.objects.filter(pk__in=set(mentions)).values_list("revision", flat=True))
    if not revisions:
        return
    named: dict[int, list[tuple[int, int, int]]] = {}
    held = Mention.objects.filter(revision__in=revisions, field=TextField.BODY, removed_at=None, actor__isnull=False)
    for revision, start, end, actor in held.values_list("revision", "start", "end", "actor"):
        named.setdefault(revision, []).append((start, end, actor))
    claims = Claim.objects.filter(revision__in=revisions, removed_at=None)
    rows = list(claims.values_list("pk", "revision", "content", "speaker"))
    wanted = {
        (claim, actor)
        for claim, revision, content, speaker in rows
        for start, end, actor in named.get(revision, ())
        if actor != speaker and any(a <= start and end <= b for a, b in content)
    }
    known = {(claim, actor): pk for pk, claim, actor in ClaimActor.objects.filter(
        claim__in=[row[0] for row in rows]).values_list("pk", "claim", "actor")}  # fmt: skip
    ClaimActor.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in wanted]).delete()
    fresh = [ClaimActor(claim_id=claim, actor_id=actor) for claim, actor in sorted(wanted - known.keys())]
    ClaimActor.objects.bulk_create(fresh, ignore_conflicts=True)


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
