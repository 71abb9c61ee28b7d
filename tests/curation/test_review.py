"""The review queue: what is asked, who gets it, what an answer does, and how it is taken back."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import curation, tasks
from events.curation import CurationConflict, CurationRefused
from events.curation.review import (
    ReviewGone,
    answer_item,
    claim_item,
    refresh_queue,
    skip_item,
    take_back,
)
from events.models import Actor, ActorName, Decision, Mention, ReviewItem
from events.models.choices import ReviewAnswer, Verdict
from events.pipeline.recount import recount_actors
from newsbase.celery import app
from tests import factories as make
from tests.curation.queue import make_doubt, make_new_name, make_pair, make_place_doubt, say
from tests.curation.world import take_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator() -> User:
    user: User = make.UserFactory(permissions=["curate"])
    return user


def ask(user: User, kind: str = "") -> ReviewItem:
    item = claim_item(user, kind)
    assert item is not None
    return item


def test_each_kind_of_doubt_is_found_once_and_explained(curator: User) -> None:
    one, other = make_pair(1)
    mention, *_ = make_doubt(1)
    make_place_doubt()
    name = make_new_name(1)
    make.ActorFactory(origin="vocabulary", mention_count=50)
    found = refresh_queue()
    assert found is not None and (found.links, found.duplicates, found.names) == (2, 1, 1)
    pair = ReviewItem.objects.get(kind="duplicate")
    assert {pair.actor_id, pair.other_id} == {one.pk, other.pk}
    assert "the same words in another order" in pair.reason and "of one country" in pair.reason
    assert pair.score is not None and 0 < pair.score < 1
    doubt = ReviewItem.objects.get(kind="link")
    assert (doubt.mention, doubt.weight) == (mention, 2)
    assert ReviewItem.objects.get(kind="place").score == 0.5
    assert ReviewItem.objects.get(kind="name").actor == name
    again = refresh_queue()
    assert again is not None and (again.links, again.duplicates, again.names) == (0, 0, 0)


def test_people_and_states_are_no_duplicates_and_judged_pairs_are_not_asked(curator: User) -> None:
    for kind in ("person", "state"):
        make.ActorNameFactory(actor=make.ActorFactory(kind=kind, name="Norland"))
    one, other = make_pair(1)
    curation.judge("actor", one.pk, other.pk, Verdict.DIFFERENT, curator)
    refresh_queue()
    assert not ReviewItem.objects.filter(kind="duplicate").exists()


def test_names_that_come_later_are_paired_with_older_ones() -> None:
    old = make.ActorNameFactory(actor=make.ActorFactory(kind="person", name="Qassem Musleh"))
    refresh_queue()
    new = make.ActorNameFactory(actor=make.ActorFactory(kind="person", name="Qasim Muslih"))
    refresh_queue()
    item = ReviewItem.objects.get(kind="duplicate")
    assert {item.actor, item.other} == {old.actor, new.actor}
    assert "same consonants" in item.reason


def test_a_sound_that_many_names_share_says_nothing() -> None:
    for number in range(25):
        make.ActorNameFactory(
            actor=make.ActorFactory(kind="person", name=f"Anna Berg {'aeiou'[number % 5] * (1 + number // 5)}")
        )
    assert len({name.skeleton for name in ActorName.objects.all()}) == 1
    refresh_queue()
    assert not ReviewItem.objects.exists()


def test_finding_takes_the_same_queries_for_more_records() -> None:
    def count() -> int:
        ReviewItem.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            refresh_queue()
        return len(captured)

    make_pair(0), make_doubt(0), make_new_name(0)
    refresh_queue()
    make_pair(1), make_doubt(1), make_new_name(1)
    few = count()
    for number in range(2, 7):
        make_pair(number), make_doubt(number), make_new_name(number)
    assert count() == few


def test_same_merges_the_pair_and_taking_back_leaves_no_trace(curator: User) -> None:
    make_pair(1)
    refresh_queue()
    recount_actors(Actor.objects.values_list("pk", flat=True))
    item = ask(curator)
    before = take_picture()
    done = answer_item(
        item.pk,
        ReviewAnswer.SAME,
        curator,
        seen=curation.find_versions("actor", [item.actor_id or 0, item.other_id or 0]),
    )
    assert Actor.objects.get(pk=item.other_id).canonical_id == item.actor_id
    assert done.decision is not None and done.decision.verb == "merge"
    assert claim_item(curator) is None
    assert take_back(curator).pk == item.pk
    assert ask(curator).pk == item.pk
    picture = take_picture()
    for table in before:
        assert table == "ReviewItem" or before[table] == picture[table], table


def test_different_is_a_verdict_and_unsure_is_one_too(curator: User) -> None:
    for number, answer in enumerate((ReviewAnswer.DIFFERENT, ReviewAnswer.UNSURE)):
        make_pair(number)
        refresh_queue()
        item = ask(curator)
        answer_item(item.pk, answer, curator)
        assert curation.verdict_on("actor", item.actor_id or 0, item.other_id or 0) == answer.value
        refresh_queue()
        assert claim_item(curator) is None


def test_a_name_in_doubt_is_linked_throughout_its_article(curator: User) -> None:
    mention, _, other = make_doubt(1)
    refresh_queue()
    item = ask(curator)
    with pytest.raises(CurationRefused, match="none of those offered"):
        answer_item(item.pk, ReviewAnswer.SAME, curator, candidate=make.ActorFactory().pk)
    answer_item(item.pk, ReviewAnswer.SAME, curator, candidate=other.pk)
    linked = Mention.objects.filter(article=mention.article)
    assert set(linked.values_list("actor", "decided_by")) == {(other.pk, "curator")}
    assert Decision.objects.count() == 1
    take_back(curator)
    assert set(linked.values_list("actor", "decided_by")) == {(None, "machine")}
    assert all(m.candidates for m in linked)


def test_none_of_the_candidates_leaves_the_name_open_for_good(curator: User) -> None:
    mention, *_ = make_doubt(1)
    refresh_queue()
    answer_item(ask(curator).pk, ReviewAnswer.DIFFERENT, curator)
    mention.refresh_from_db()
    assert (mention.actor, mention.candidates, mention.decided_by) == (None, None, "curator")
    refresh_queue()
    assert claim_item(curator) is None


def test_a_place_in_doubt_is_linked_with_its_precision(curator: User) -> None:
    mention = make_place_doubt()
    refresh_queue()
    chosen = (mention.candidates or [])[1]["location"]
    answer_item(ask(curator).pk, ReviewAnswer.SAME, curator, candidate=chosen)
    mention.refresh_from_db()
    assert (mention.location_id, mention.precision) == (chosen, "city")


def test_a_new_name_is_kept_or_disowned(curator: User) -> None:
    right, wrong = make_new_name(1), make_new_name(2)
    refresh_queue()
    for actor, answer in ((right, ReviewAnswer.SAME), (wrong, ReviewAnswer.DIFFERENT)):
        item = ReviewItem.objects.get(actor=actor)
        answer_item(item.pk, answer, curator)
    right.refresh_from_db()
    assert right.locked_fields == ["kind", "name"]
    assert not Mention.objects.filter(actor=wrong).exists()
    assert list(ActorName.objects.filter(actor=wrong).values_list("strong", flat=True)) == [False]
    say(None, "Breaking 2", actor=None, candidates=[{"actor": wrong.pk, "score": 0.6}])
    refresh_queue()
    assert claim_item(curator) is None, "who was said to be nobody is not asked about again"


def test_what_weighs_most_comes_first_and_skipped_ones_last(curator: User) -> None:
    pairs = [make_pair(number, mention_count=weight) for number, weight in enumerate((2, 9, 5))]
    refresh_queue()
    ReviewItem.objects.exclude(kind="duplicate").delete()
    first = ask(curator)
    assert first.weight == 9
    skip_item(first.pk, curator)
    weights = []
    for _ in pairs:
        item = ask(curator)
        weights.append(item.weight)
        skip_item(item.pk, curator)
    assert weights == [5, 2, 9]


def test_a_question_is_held_by_one_and_comes_back_when_time_is_up(curator: User) -> None:
    make_pair(1)
    refresh_queue()
    rival = make.UserFactory()
    item = ask(curator)
    assert ask(curator).pk == item.pk
    assert claim_item(rival) is None
    with pytest.raises(ReviewGone, match="somebody else has it"):
        answer_item(item.pk, ReviewAnswer.SAME, rival)
    ReviewItem.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert ask(rival).pk == item.pk
    answer_item(item.pk, ReviewAnswer.DIFFERENT, rival)
    with pytest.raises(ReviewGone, match=f"{rival.username} answered"):
        answer_item(item.pk, ReviewAnswer.SAME, curator)
    assert Decision.objects.count() == 1


def test_an_answer_to_what_has_changed_since_is_refused_and_the_question_stays(curator: User) -> None:
    one, other = make_pair(1)
    refresh_queue()
    item = ask(curator)
    seen = curation.find_versions("actor", [one.pk, other.pk])
    curation.edit_fields("actor", other.pk, {"description": "The ministry of another country"}, make.UserFactory())
    with pytest.raises(CurationConflict, match=r"Changed since you opened the page.*edit by"):
        answer_item(item.pk, ReviewAnswer.SAME, curator, seen=seen)
    assert ask(curator).pk == item.pk
    assert Actor.objects.get(pk=other.pk).canonical is None


def test_what_was_settled_elsewhere_leaves_the_queue_and_returns_when_undone(curator: User) -> None:
    one, other = make_pair(1)
    refresh_queue()
    decision = curation.merge_actors(one.pk, [other.pk], curator)
    found = refresh_queue()
    assert found is not None and found.settled == 1
    assert claim_item(curator) is None
    curation.undo(decision.pk, curator)
    ReviewItem.objects.all().delete()
    item = make.ReviewItemFactory(actor=one, other=other)
    answered = answer_item(item.pk, ReviewAnswer.SAME, curator)
    assert answered.decision is not None
    curation.undo(answered.decision.pk, make.UserFactory())
    assert ask(curator).pk == item.pk, "undone from the history, it is asked again"


def test_taking_back_refuses_without_an_answer_or_after_later_changes(curator: User) -> None:
    with pytest.raises(CurationRefused, match="no answer of yours"):
        take_back(curator)
    make_pair(1)
    refresh_queue()
    item = ask(curator)
    answer_item(item.pk, ReviewAnswer.SAME, curator)
    third = make.ActorFactory()
    kept = Actor.objects.get(pk=item.actor_id)
    curation.merge_actors(third.pk, [kept.pk], make.UserFactory())
    with pytest.raises(CurationConflict, match="canonical_id"):
        take_back(curator)
    assert ReviewItem.objects.get(pk=item.pk).state == "decided"


def test_the_background_tasks_are_scheduled_and_thin(curator: User) -> None:
    make_pair(1)
    tasks.refresh_review()
    assert claim_item(curator) is not None
    assert tasks.carry_out_decisions() == 0
    scheduled = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert {tasks.refresh_review.name, tasks.carry_out_decisions.name} <= scheduled


@pytest.mark.django_db(transaction=True)
def test_many_curators_at_once_never_get_the_same_question() -> None:
    make.ReviewItemFactory.create_batch(12)
    users = make.UserFactory.create_batch(4)
    barrier, got = threading.Barrier(4), []

    def work(user: User) -> None:
        try:
            barrier.wait(timeout=30)
            for _ in range(3):
                item = ask(user)
                got.append(item.pk)
                answer_item(item.pk, ReviewAnswer.UNSURE, user)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(got) == 12 == len(set(got))
