"""What follows for claims from a decision: the machine's links of claims that changed hands, and standings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.models import Claim, ClaimActor, ClaimLink, Mention
from events.models.choices import TextField
from events.pipeline.link_claims import link_claims
from events.pipeline.records import Span
from events.pipeline.standings import recompute_standings

# Claims of merged events that are compared anew at once, the newest first; the rest are when an article of theirs is.
MOST_RELINKED = 500


def refresh_about(mentions: Iterable[int]) -> None:
    """Name anew whom those claims are about that hold mentions which were linked otherwise. At most five statements."""
    changed: dict[int, list[Span]] = {}
    rows = Mention.objects.filter(pk__in=set(mentions), field=TextField.BODY)
    for revision, start, end in rows.values_list("revision", "start", "end"):
        changed.setdefault(revision, []).append((start, end))
    claims = Claim.objects.filter(revision__in=changed, removed_at=None) if changed else Claim.objects.none()
    holding = [
        (claim, revision, content, speaker)
        for claim, revision, content, speaker in claims.values_list("pk", "revision", "content", "speaker")
        if any(_holds(content, span) for span in changed[revision])
    ]
    if not holding:
        return
    named: dict[int, list[tuple[Span, int]]] = {}
    held = Mention.objects.filter(field=TextField.BODY, removed_at=None, actor__isnull=False)
    held = held.filter(revision__in={revision for _, revision, _, _ in holding})
    for revision, start, end, actor in held.values_list("revision", "start", "end", "actor"):
        named.setdefault(revision, []).append(((start, end), actor))
    wanted = {
        (claim, actor)
        for claim, revision, content, speaker in holding
        for span, actor in named.get(revision, ())
        if actor != speaker and _holds(content, span)
    }
    stored = ClaimActor.objects.filter(claim__in=[row[0] for row in holding]).values_list("pk", "claim", "actor")
    known = {(claim, actor): pk for pk, claim, actor in stored}
    ClaimActor.objects.filter(pk__in=[pk for pair, pk in known.items() if pair not in wanted]).delete()
    fresh = [ClaimActor(claim_id=claim, actor_id=actor) for claim, actor in sorted(wanted - known.keys())]
    ClaimActor.objects.bulk_create(fresh, ignore_conflicts=True)


def _holds(content: Sequence[Span], span: Span) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in content)


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
