"""Saying that some mentions of an actor name somebody else: at once, or batch by batch where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User

from events.curation.alias import new_name
from events.curation.check import check_row
from events.curation.decide import Draft, continuing, deciding, refuse_nul
from events.curation.errors import CurationConflict, CurationRefused
from events.curation.judge import put_verdict
from events.curation.link import found_actor, lock_mentions, put_links
from events.curation.lock_rows import lock_rows, lock_survivors, name_row
from events.models import Actor, CurationJob, Decision, Mention
from events.models.choices import Verb, Verdict

# Mentions that one request, or one batch of a job, moves.
SPLIT_AT_ONCE = 500
# Their ids stand in one row; beyond this, say what the actors are by merging and linking instead.
MOST_SPLIT = 100_000


def split_actor(
    actor: int, mentions: Iterable[int], user: User, *, name: str, kind: str = "", note: str = ""
) -> tuple[Decision, Actor]:
    """Found an actor for these mentions of `actor` (or of a record merged into it), and keep the two apart for ever.

    `kind` is the actor's own unless given. Raises CurationConflict where a mention names somebody else by now.
    """
    chosen = sorted(set(mentions))
    if not chosen:
        raise CurationRefused(f"Nothing to split from actor {actor}; choose the mentions that name somebody else.")
    payload = {"actor": actor, "mentions": chosen, "name": name, "kind": kind}
    with deciding(Verb.SPLIT, user, payload, note, turn=True) as draft:
        lock_survivors("actor", [actor])
        rows = lock_mentions(chosen)
        strangers = [name_row(row) for row in rows if row.actor_id not in _family(actor)]
        if strangers:
            raise CurationConflict(
                f"Not of actor {actor} any more: {', '.join(strangers[:10])}. Look at its mentions again."
            )
        founded = _found_apart(draft, actor, name, kind)
        _move(draft, actor, rows, founded.pk)
    return draft.decision, founded


def ask_for_split(
    actor: int, mentions: Iterable[int], user: User, *, name: str, kind: str = "", note: str = ""
) -> CurationJob:
    """Write down a split of many mentions, to be carried out by `split_batch`; checks what can be checked now."""
    chosen = sorted(set(mentions))
    if not 0 < len(chosen) <= MOST_SPLIT:
        raise CurationRefused(f"{len(chosen)} mentions to split from actor {actor}; choose 1 to {MOST_SPLIT}.")
    refuse_nul(name, kind, note)
    whole = Actor.objects.filter(pk=actor, canonical=None).first()
    if whole is None:
        raise CurationConflict(f"Actor {actor} is gone or merged; look it up again.")
    tried = Actor(name=name.strip(), kind=kind or whole.kind)
    check_row(tried, ("name", "kind"))
    new_name(tried, tried.name, strong=True)
    payload = {"actor": actor, "mentions": chosen, "name": name, "kind": kind, "note": note[:500]}
    return CurationJob.objects.create(
        verb=Verb.SPLIT, user=user, account=user.get_username(), payload=payload, total=len(chosen)
    )


def split_batch(job: CurationJob) -> None:
    """Carry out the next batch of a split, in the transaction of the caller, who holds the job's row.

    Mentions that somebody decided otherwise since, or that are read no longer, are left out and counted.
    """
    asked = job.payload
    actor, ids = int(asked["actor"]), asked["mentions"][job.done : job.done + SPLIT_AT_ONCE]
    if job.decision is None:
        if job.user is None:
            raise CurationRefused("The account that asked for this is gone.")
        made = {name: asked[name] for name in ("actor", "mentions", "name", "kind")}
        with deciding(Verb.SPLIT, job.user, made, asked["note"], turn=True) as draft:
            lock_survivors("actor", [actor])
            founded = _found_apart(draft, actor, asked["name"], asked["kind"]).pk
            moved = _move(draft, actor, _still_of(actor, ids), founded)
        job.decision = draft.decision
    else:
        with continuing(job.decision, turn=True) as draft:
            founded = next(row.id for row in draft.created if row.table == "actor")
            lock_rows("actor", [actor, founded])
            moved = _move(draft, actor, _still_of(actor, ids), founded)
    job.done += len(ids)
    job.left_out += len(ids) - moved


def _still_of(actor: int, ids: Sequence[int]) -> list[Mention]:
    rows = Mention.objects.filter(pk__in=ids, removed_at=None, actor__in=_family(actor))
    return list(rows.order_by("pk").select_for_update())


def _family(actor: int) -> set[int]:
    return {actor, *Actor.objects.filter(canonical=actor).values_list("pk", flat=True)}


def _found_apart(draft: Draft, actor: int, name: str, kind: str) -> Actor:
    whole = Actor.objects.get(pk=actor)
    founded = found_actor(draft, name, kind or whole.kind, whole.country_code)
    put_verdict(draft, "actor", actor, founded.pk, Verdict.DIFFERENT)
    draft.touch("actor", actor)
    return founded


def _move(draft: Draft, actor: int, rows: Sequence[Mention], founded: int) -> int:
    put_links(draft, rows, f"split from actor {actor} by {draft.decision.account}", {"actor_id": founded})
    return len(rows)
