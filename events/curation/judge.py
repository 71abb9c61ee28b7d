"""Verdicts on pairs of records: same, different, unsure."""

from __future__ import annotations

from django.contrib.auth.models import User

from events.curation.decide import Draft, deciding
from events.curation.errors import CurationRefused
from events.curation.lock_rows import lock_survivors
from events.curation.tables import JUDGEMENTS
from events.models import Decision
from events.models.choices import Verb, Verdict


def judge(
    table: str, one: int, other: int, verdict: Verdict, user: User, *, score: float | None = None, note: str = ""
) -> Decision:
    """Write down what a person says of two actors, locations or events ("actor" …); an earlier verdict is replaced.

    Saying "same" merges nothing. `score`: what the machine had thought of the pair, 0..1.
    """
    if one == other:
        raise CurationRefused(f"{table} {one} is itself; choose two records.")
    payload = {"table": table, "pair": sorted((one, other)), "verdict": verdict, "score": score}
    with deciding(Verb.JUDGE, user, payload, note) as draft:
        lock_survivors(table, [one, other])
        put_verdict(draft, table, one, other, verdict, score)
        draft.touch(table, one, other)
    return draft.decision


def put_verdict(draft: Draft, table: str, one: int, other: int, verdict: Verdict, score: float | None = None) -> None:
    """Make the pair's judgement part of a decision. The two records must be locked."""
    model = JUDGEMENTS[table]
    left, right = sorted((one, other))
    values = {
        "verdict": verdict.value, "score": score, "account": draft.decision.account, "decision_id": draft.decision.pk,
    }  # fmt: skip
    held = model.objects.select_for_update().filter(left=left, right=right).first()
    if held:
        draft.change([held], **values)
    else:
        draft.create(model(left_id=left, right_id=right, **values))


def verdict_on(table: str, one: int, other: int) -> Verdict | None:
    """Return what was said of a pair, None where nobody said anything."""
    left, right = sorted((one, other))
    held = JUDGEMENTS[table].objects.filter(left=left, right=right).values_list("verdict", flat=True).first()
    return Verdict(held) if held else None
