"""Splits of thousands of mentions: batch by batch, resumed after a dead worker, one decision; merges move nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import curation
from events.curation import CurationRefused, jobs, split
from events.models import Actor, CurationJob, Decision, Mention
from events.pipeline.recount import recount_actors
from tests import factories as make
from tests.curation.world import take_picture

pytestmark = pytest.mark.django_db
FILL_MENTIONS = """
INSERT INTO events_mention (article_id, revision_id, field, start, "end", text, type, confidence, actor_id, precision,
                            is_dateline, link_reason, decided_by)
SELECT %(article)s, %(revision)s, 'body', n, n + 4, 'Berg', 'person', 0.9, %(actor)s, '', false, '', 'machine'
  FROM generate_series(%(first)s, %(first)s + %(n)s - 1) AS n
"""


def fill_mentions(actor: Actor, n: int, first: int = 1) -> None:
    """Give the actor n mentions, all in one article, by one statement."""
    article = make.ArticleFactory()
    values = {"article": article.pk, "revision": article.revision_id, "actor": actor.pk, "n": n, "first": first}
    with connection.cursor() as cursor:
        cursor.execute(FILL_MENTIONS, values)


@pytest.fixture
def curator() -> User:
    user: User = make.UserFactory(permissions=["curate"])
    return user


@pytest.fixture
def crowd(monkeypatch: pytest.MonkeyPatch) -> Actor:
    """An actor with 50 mentions; a batch has 10."""
    monkeypatch.setattr(split, "SPLIT_AT_ONCE", 10)
    actor: Actor = make.ActorFactory(kind="person", name="Anna Berg")
    fill_mentions(actor, 50)
    recount_actors([actor.pk])
    return actor


def ids_of(actor: Actor) -> list[int]:
    return list(Mention.objects.filter(actor=actor).order_by("pk").values_list("pk", flat=True))


def test_a_large_split_is_one_decision_and_undone_exactly(crowd: Actor, curator: User) -> None:
    chosen = ids_of(crowd)[:35]
    before = take_picture()
    job = curation.ask_for_split(crowd.pk, chosen, curator, name="Anna Berg the younger")
    assert curation.carry_out_jobs() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.left_out) == ("done", 35, 35, 0)
    decision = Decision.objects.get()
    assert job.decision == decision
    founded = Actor.objects.get(name="Anna Berg the younger")
    assert ids_of(founded) == chosen
    assert (founded.mention_count, curation.verdict_on("actor", crowd.pk, founded.pk)) == (1, "different")
    curation.undo(decision.pk, curator)
    after = take_picture()
    assert {t for t in before if before[t] != after[t]} == {"CurationJob"}


def test_a_worker_that_dies_half_way_leaves_the_rest_to_the_next(
    crowd: Actor, curator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = curation.ask_for_split(crowd.pk, ids_of(crowd)[:30], curator, name="Anna Berg the younger")
    claimed = jobs.claim_job()
    assert claimed is not None
    assert jobs._carry_on(*claimed)
    job.refresh_from_db()
    assert (job.done, job.state) == (10, "running")
    assert jobs.claim_job() is None, "its lease holds"
    with pytest.raises(CurationRefused, match=r"still being carried out .10 of 30"):
        curation.undo(job.decision_id or 0, curator)
    CurationJob.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert curation.carry_out_jobs() == 1
    assert not jobs._carry_on(*claimed), "the dead worker, come back, does nothing"
    job.refresh_from_db()
    assert (job.done, job.state, Decision.objects.count()) == (30, "done", 1)
    assert len(ids_of(Actor.objects.get(name="Anna Berg the younger"))) == 30


def test_mentions_decided_otherwise_meanwhile_are_left_out_and_counted(crowd: Actor, curator: User) -> None:
    chosen, other = ids_of(crowd)[:30], make.ActorFactory(kind="person")
    job = curation.ask_for_split(crowd.pk, chosen, curator, name="Anna Berg the younger")
    claimed = jobs.claim_job()
    assert claimed is not None
    jobs._carry_on(*claimed)
    curation.link_mention(chosen[25], make.UserFactory(), actor=other.pk)
    while jobs._carry_on(*claimed):
        pass
    job.refresh_from_db()
    assert (job.state, job.left_out) == ("done", 1)
    assert Mention.objects.get(pk=chosen[25]).actor == other


def test_a_split_that_fails_half_way_keeps_what_it_did_as_an_undoable_decision(crowd: Actor, curator: User) -> None:
    before = take_picture()
    job = curation.ask_for_split(crowd.pk, ids_of(crowd)[:30], curator, name="Anna Berg the younger")
    claimed = jobs.claim_job()
    assert claimed is not None
    jobs._carry_on(*claimed)
    CurationJob.objects.update(payload={"actor": "no id"})
    assert not jobs._carry_on(*claimed)
    job.refresh_from_db()
    assert job.state == "refused" and job.message and job.finished_at
    curation.undo(job.decision_id or 0, curator)
    after = take_picture()
    assert {t for t in before if before[t] != after[t]} == {"CurationJob"}


@pytest.mark.parametrize(("name", "why"), [("", "name"), ("x" * 10_000, "name"), ("…", "letter"), ("a\x00b", "NUL")])
def test_a_name_that_cannot_be_is_refused_before_anything_starts(
    crowd: Actor, curator: User, name: str, why: str
) -> None:
    with pytest.raises(CurationRefused, match=why):
        curation.ask_for_split(crowd.pk, ids_of(crowd), curator, name=name)
    assert not CurationJob.objects.exists()


def test_merging_many_mentions_takes_the_statements_of_merging_two(curator: User) -> None:
    def merge_counted(n: int) -> tuple[int, list[str]]:
        one, other = make.ActorFactory.create_batch(2)
        for actor in (one, other):
            fill_mentions(actor, n)
        with CaptureQueriesContext(connection) as captured:
            decision = curation.merge_actors(one.pk, [other.pk], curator)
        assert Mention.objects.filter(actor=other).count() == n, "nothing moves"
        with CaptureQueriesContext(connection) as undone:
            curation.undo(decision.pk, curator)
        return len(captured) + len(undone), [q["sql"] for q in (*captured, *undone)]

    few, _ = merge_counted(2)
    many, statements = merge_counted(20_000)
    assert many == few
    assert not [sql for sql in statements if "UPDATE" in sql and "events_mention" in sql.split("SET")[0]]


def test_alias_floods_and_endless_names_are_refused(curator: User) -> None:
    actor = make.ActorFactory()
    for number in range(200):
        make.ActorNameFactory(actor=actor, name=f"Alias {number}")
    with pytest.raises(CurationRefused, match="200 names, which is the most"):
        curation.add_alias(actor.pk, "One more", curator)
    with pytest.raises(CurationRefused, match="at most 200 characters"):
        curation.add_alias(make.ActorFactory().pk, "x" * 10_000, curator)


def test_a_place_with_half_a_point_cannot_be_stored() -> None:
    from django.db import IntegrityError, transaction

    for half in ({"lat": 1.0, "lon": None}, {"lat": None, "lon": 1.0}, {"lat": 91.0, "lon": 0.0}):
        with pytest.raises(IntegrityError, match="location_point_on_earth"), transaction.atomic():
            make.LocationFactory(**half)
