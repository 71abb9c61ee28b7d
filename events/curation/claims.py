"""What a person says of claims: who spoke, and which claims bear on each other. The machine never overrules it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q

from events.curation.check import check_row
from events.curation.decide import Draft, deciding
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.lock_rows import lock_rows, lock_survivors, name_row
from events.models import Claim, ClaimLink, Decision, Figure
from events.models.choices import ClaimLinkType, DecidedBy, Verb
from events.pipeline.standings import recompute_standings

# A person is sure.
CERTAIN = 1.0


def set_speaker(claim: int, actor: int | None, user: User, note: str = "") -> Decision:
    """Say who made a claim; None: nobody that we know of. Its figures are counted by the same.

    From then on the claim is a person's: reading again keeps its words and its speaker.
    """
    with deciding(Verb.EDIT, user, {"claim": claim, "speaker": actor}, note, turn=True) as draft:
        if actor is not None:
            lock_survivors("actor", [actor])
        row = lock_claims([claim])[0]
        if row.speaker_id == actor and row.decided_by == DecidedBy.CURATOR:
            raise CurationConflict(f"{name_row(row)} has this speaker already.")
        figures = list(Figure.objects.filter(claim=row).order_by("pk").select_for_update())
        draft.touch("claim", claim)
        draft.touch("actor", *(pk for pk in (row.speaker_id, actor) if pk))
        draft.change([row], speaker_id=actor, decided_by=DecidedBy.CURATOR.value)
        draft.change(figures, speaker_id=actor)
    return draft.decision


def add_link(claim: int, other: int, kind: str, user: User, *, reason: str = "", note: str = "") -> Decision:
    """Say that one claim repeats, corroborates, contradicts or supersedes another (`kind`)."""
    _check_kind(claim, other, kind)
    payload = {"claim": claim, "other": other, "type": kind}
    with deciding(Verb.LINK, user, payload, note, turn=True) as draft:
        lock_claims([claim, other])
        held = _find_link(claim, other, kind)
        words = (reason or f"said by {draft.decision.account}")[:300]
        if held is not None and not held.rejected:
            raise CurationConflict(f"{name_row(held)} is there already; confirm it instead.")
        if held is not None:
            draft.change([held], rejected=False, score=CERTAIN, reason=words, decided_by=DecidedBy.CURATOR.value)
        else:
            _create(draft, claim, other, kind, words)
        draft.touch("claim", claim, other)
        recompute_standings([claim, other])
    return draft.decision


def confirm_link(link: int, user: User, note: str = "") -> Decision:
    """Say that a link of the machine's is right: it stays whatever is read later."""
    with deciding(Verb.JUDGE, user, {"claim_link": link, "verdict": "right"}, note, turn=True) as draft:
        row = _lock_link(link)
        if row.decided_by == DecidedBy.CURATOR and not row.rejected:
            raise CurationConflict(f"{name_row(row)} was confirmed already.")
        draft.touch("claim", row.claim_id, row.other_id)
        draft.change([row], decided_by=DecidedBy.CURATOR.value, rejected=False)
    return draft.decision


def reject_link(link: int, user: User, note: str = "") -> Decision:
    """Say that a link is wrong: it is shown nowhere, and the machine never makes it again."""
    with deciding(Verb.UNLINK, user, {"claim_link": link}, note, turn=True) as draft:
        row = _lock_link(link)
        if row.rejected:
            raise CurationConflict(f"{name_row(row)} was rejected already.")
        draft.touch("claim", row.claim_id, row.other_id)
        draft.change([row], decided_by=DecidedBy.CURATOR.value, rejected=True)
    return draft.decision


def lock_claims(ids: list[int]) -> list[Claim]:
    """Return the claims, locked, in the order asked; refuses those that stand in no text any more."""
    rows = lock_rows("claim", ids)
    for row in rows.values():
        if row.removed_at is not None:
            raise CurationRefused(f"{name_row(row)} is not read in its article any more; choose a current one.")
    return [rows[pk] for pk in ids]


def _lock_link(link: int) -> ClaimLink:
    row: ClaimLink = lock_rows("claim_link", [link])[link]
    return row


def _check_kind(claim: int, other: int, kind: str) -> None:
    if claim == other:
        raise CurationRefused(f"claim {claim} cannot bear on itself; choose another claim.")
    if kind not in ClaimLinkType.values:
        raise CurationRefused(f"type: {kind[:40]!r} is not one of {', '.join(ClaimLinkType.values)}.")


def _find_link(claim: int, other: int, kind: str) -> ClaimLink | None:
    """The link of this type, in either direction where direction says nothing."""
    either = Q(claim=claim, other=other)
    if kind != ClaimLinkType.SUPERSEDES:
        either |= Q(claim=other, other=claim)
    return ClaimLink.objects.select_for_update().filter(either, type=kind).order_by("pk").first()


def _create(draft: Draft, claim: int, other: int, kind: str, reason: str) -> None:
    row = ClaimLink(
        claim_id=claim, other_id=other, type=kind, score=CERTAIN, reason=reason, decided_by=DecidedBy.CURATOR.value
    )
    check_row(row, ("type", "reason"))
    draft.create(row)
