"""Concluding everything again gives the same records, whatever the store went through before."""

from __future__ import annotations

import random
from typing import Any

import pytest

from events.intake import open_run, parse_document, take_in
from events.models import Actor, ActorName, Article, ArticleWork, Event, Mention
from events.models.choices import RunKind
from events.pipeline import conclude_all as passing
from events.pipeline import read as reading
from events.pipeline.conclude import conclude_batch
from events.pipeline.conclude_all import conclude_all
from events.pipeline.heal import heal_events
from events.pipeline.read import read_batch
from events.tagger.rules import RuleTagger
from tests.pipeline.many_rows import PLACES, write_rows
from tests.pipeline.whole_store import tell_store

pytestmark = pytest.mark.django_db


def arrive(rows: list[dict[str, Any]]) -> None:
    """Take in, read and conclude, in this order and some at a time."""
    while ArticleWork.objects.exclude(status="done").exists() or rows:
        now, rows = rows[:7], rows[7:]
        take_in(open_run(RunKind.API, account="ana", vouched=True), [parse_document(row) for row in now])
        while read_batch():
            pass
        while conclude_batch(limit=3):
            pass
    heal_events()


def empty_store() -> None:
    """All articles go, and what the machine made of them; ids go on from where they were."""
    Event.objects.update(canonical=None)
    Event.objects.all().delete()
    Article.objects.all().delete()
    Actor.objects.filter(origin="machine").delete()


@pytest.fixture(autouse=True)
def _read_by_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "tagger", RuleTagger)


class Killed(Exception):
    """The pass is ended in its middle."""


def kill_after(batches: int) -> Any:
    """What the pass tells its progress to, and is killed by."""
    seen = []

    def tell(done: int, total: int) -> None:
        seen.append(done)
        if len(seen) == batches:
            raise Killed

    return tell


def test_two_orders_of_arrival_and_a_kill_give_the_same_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passing, "BATCH", 8)
    rows = write_rows()
    arrive(rows)
    conclude_all()
    one = tell_store()
    assert all(
        one[kind] for kind in ("actors", "mentions", "claims", "claim links", "figures", "events", "memberships")
    )
    conclude_all()
    assert tell_store() == one, "a second pass changes something"
    empty_store()
    shuffled = random.Random(6).sample(rows, len(rows))
    arrive(shuffled)
    online = tell_store()
    assert online["mentions"] != one["mentions"], "these articles would show nothing"
    with pytest.raises(Killed):
        conclude_all(kill_after(3))
    conclude_all()
    other = tell_store()
    for kind, held in one.items():
        assert other[kind] == held, kind


def test_actors_keep_their_ids_and_nothing_is_left_over() -> None:
    rows = write_rows(PLACES[:2])
    arrive(random.Random(6).sample(rows, len(rows)))
    conclude_all()
    before = dict(Actor.objects.filter(origin="machine").values_list("pk", "name"))
    conclude_all()
    assert dict(Actor.objects.filter(origin="machine").values_list("pk", "name")) == before
    named = Mention.objects.current().filter(actor__origin="machine").values_list("actor", flat=True)
    assert set(before) == set(named)


def test_actors_that_people_decided_on_stay_with_their_names_and_mentions() -> None:
    rows = write_rows(PLACES[:2])
    arrive(rows)
    kept = Actor.objects.filter(origin="machine", name="Paula Reyes").earliest("pk")
    Actor.objects.filter(pk=kept.pk).update(locked_fields=["country_code"], country_code="UY")
    names = set(ActorName.objects.filter(actor=kept).values_list("pk", flat=True))
    mentions = set(Mention.objects.current().filter(actor=kept).values_list("pk", flat=True))
    conclude_all()
    kept.refresh_from_db()
    assert kept.country_code == "UY"
    assert set(ActorName.objects.filter(actor=kept).values_list("pk", flat=True)) == names
    assert mentions <= set(Mention.objects.current().filter(actor=kept).values_list("pk", flat=True))
