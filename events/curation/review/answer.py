"""Carrying out the answers of the review page, and taking the last one back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone

from events.clock import from_now
from events.curation.disown import disown_actor
from events.curation.edit import lock_fields
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.judge import judge
from events.curation.link import link_mentions, unlink_mentions
from events.curation.merge import merge
from events.curation.review.hand_out import HOLD
from events.curation.review.mentions_of import mentions_in_doubt
from events.curation.review.pairs import read_pair
from events.curation.undo import undo
from events.models import Decision, Mention, ReviewItem
from events.models.choices import ReviewAnswer, ReviewKind, ReviewState, Verdict

NOTE = "from the review queue"


class ReviewGone(CurationConflict):
    """The question is not the person's to answer any more."""


def answer_item(
    pk: int,
    answer: ReviewAnswer,
    user: User,
    *,
    candidate: int | None = None,
    seen: Mapping[int, str] | None = None,
) -> ReviewItem:
    """Do what an answer means, as a decision, and settle the question; what cannot be known makes no decision.

    `candidate`: the actor or place that a name means (needed for "same" about a name). `seen`: the marks of the
    records as shown. Raises ReviewGone where somebody else holds or answered it.
    """
    with transaction.atomic():
        item = _lock_mine(pk, user)
        item.decision = _decide(item, answer, user, candidate, seen)
        item.state, item.answer = ReviewState.DECIDED, answer
        item.account, item.answered_at = user.get_username(), timezone.now()
        item.leased_by = item.lease_until = None
        item.save()
    return item


def skip_item(pk: int, user: User) -> None:
    """Put a question behind the others, for whoever comes next."""
    with transaction.atomic():
        item = _lock_mine(pk, user)
        item.skips = min(item.skips + 1, 30_000)
        item.leased_by = item.lease_until = None
        item.save()


def take_back(user: User, within: timedelta = timedelta(days=1)) -> ReviewItem:
    """Undo the user's last answer and hand the question back to them. Refuses where there is none, or it cannot be."""
    with transaction.atomic():
        recent = ReviewItem.objects.filter(
            state=ReviewState.DECIDED, account=user.get_username(), answered_at__gt=timezone.now() - within
        )
        item = recent.select_for_update().order_by("-answered_at", "-pk").first()
        if item is None:
            raise CurationRefused("There is no answer of yours from the last day to take back.")
        if item.decision_id is not None:
            undo(item.decision_id, user)
        ReviewItem.objects.filter(leased_by=user).update(leased_by=None, lease_until=None)
        item.state, item.answer, item.account = ReviewState.OPEN, "", ""
        item.answered_at = item.decision = None
        item.leased_by, item.lease_until = user, from_now(HOLD)
        item.save()
        item.refresh_from_db(fields=["lease_until"])
    return item


def _lock_mine(pk: int, user: User) -> ReviewItem:
    held = Q(lease_until__gt=Now())
    item = ReviewItem.objects.select_for_update().annotate(held=held).filter(pk=pk).first()
    if item is None or item.state == ReviewState.STALE:
        raise ReviewGone("This question was settled elsewhere; here is the next one.")
    if item.state == ReviewState.DECIDED:
        raise ReviewGone(
            f"{item.account} answered “{item.answer}” at {item.answered_at:%H:%M} UTC; here is the next one."
        )
    if item.held and item.leased_by_id != user.pk:
        raise ReviewGone("Your time for this question ran out, and somebody else has it now; here is the next one.")
    return item


def _decide(
    item: ReviewItem, answer: ReviewAnswer, user: User, candidate: int | None, seen: Mapping[int, str] | None
) -> Decision | None:
    if item.kind == ReviewKind.DUPLICATE:
        return _decide_pair(item, answer, user, seen)
    if answer == ReviewAnswer.UNSURE:
        return None
    if item.kind == ReviewKind.NAME:
        assert item.actor_id is not None
        if answer == ReviewAnswer.SAME:
            return lock_fields("actor", item.actor_id, ["name", "kind"], user, NOTE)
        return disown_actor(item.actor_id, user, NOTE)
    assert item.mention is not None
    return _decide_mention(item.mention, answer, user, candidate)


def _decide_pair(item: ReviewItem, answer: ReviewAnswer, user: User, seen: Mapping[int, str] | None) -> Decision:
    pair = read_pair(item)
    if pair is None:
        raise ReviewGone("One of the two records is gone; here is the next question.")
    table, kept, other = pair
    if answer == ReviewAnswer.SAME:
        return merge(table, kept, [other], user, NOTE, seen=seen)
    return judge(table, kept, other, Verdict(answer), user, score=item.score, note=NOTE)


def _decide_mention(mention: Mention, answer: ReviewAnswer, user: User, candidate: int | None) -> Decision:
    rows = mentions_in_doubt(mention)
    if not rows:
        raise ReviewGone("These words were decided elsewhere; here is the next question.")
    ids = [row.pk for row in rows]
    if answer == ReviewAnswer.DIFFERENT:
        part = "location" if any("location" in c for c in rows[0].candidates or []) else "actor"
        return unlink_mentions(ids, user, [part], NOTE)
    for part in ("actor", "location"):
        if candidate is not None and any(c.get(part) == candidate for row in rows for c in row.candidates or []):
            return link_mentions(ids, user, **{part: candidate}, note=NOTE)
    raise CurationRefused(f"candidate: {candidate!r} is none of those offered; choose one, or “different”.")
