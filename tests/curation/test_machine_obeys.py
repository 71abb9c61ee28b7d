"""What the machine does after people decided: it follows merges, keeps links, counts alike, and undo stays exact."""

from __future__ import annotations

import pytest

from events import curation
from events.models import Actor, ArticleWork, Claim, Event, EventActor, EventArticle, Mention
from events.models.choices import Stage, WorkStatus
from events.pipeline.conclude import conclude_batch
from events.pipeline.recount import recount_actors
from tests import factories as make
from tests.curation.world import take_picture
from tests.pipeline.test_invariants import STORY, hand_in, read_all

pytestmark = pytest.mark.django_db


def conclude_again() -> None:
    ArticleWork.objects.update(stage=Stage.CONCLUDE, status=WorkStatus.PENDING)
    while conclude_batch():
        pass


def assert_counts_are_exact() -> None:
    counted = dict(Actor.objects.values_list("pk", "mention_count"))
    recount_actors(counted)
    assert dict(Actor.objects.values_list("pk", "mention_count")) == counted


@pytest.fixture
def mayor() -> Actor:
    hand_in(STORY)
    read_all()
    conclude_batch()
    return Actor.objects.get(name="Anna Berglund")


def test_new_articles_go_to_the_survivor_and_stay_with_it_after_undo(mayor: Actor) -> None:
    user, other = make.UserFactory(), make.ActorFactory(kind="person", name="Anna Berglund of Hammerby")
    decision = curation.merge_actors(other.pk, [mayor.pk], user)
    hand_in(STORY, f"{STORY} This is a later report.")
    read_all()
    conclude_again()
    assert set(Mention.objects.filter(text="Anna Berglund").values_list("actor", flat=True)) == {other.pk}
    assert_counts_are_exact()
    other.refresh_from_db()
    assert other.mention_count == 2
    curation.undo(decision.pk, user)
    assert_counts_are_exact()


def test_a_split_survives_reading_again(mayor: Actor) -> None:
    user = make.UserFactory()
    mention = Mention.objects.filter(actor=mayor)[0]
    _, founded = curation.split_actor(mayor.pk, [mention.pk], user, name="Anna Berglund the younger")
    conclude_again()
    mention.refresh_from_db()
    assert mention.actor == founded
    assert EventActor.objects.filter(actor=founded).exists()
    assert curation.verdict_on("actor", mayor.pk, founded.pk) == "different"
    assert_counts_are_exact()
    assert Actor.objects.get(pk=founded.pk).locked_fields == ["kind", "name"]


def test_articles_of_a_merged_event_keep_their_own_event_when_concluded_again(mayor: Actor) -> None:
    user, other = make.UserFactory(), make.EventFactory(location=None)
    make.EventArticleFactory(event=other)
    told = Event.objects.get(memberships__article=mayor.mentions.all()[0].article)
    conclude_again()
    before = take_picture()
    decision = curation.merge_events(other.pk, [told.pk], user)
    conclude_again()
    assert EventArticle.objects.filter(event=told).exists()
    assert set(Claim.objects.values_list("event", flat=True)) == {told.pk}
    curation.undo(decision.pk, user)
    after = take_picture()
    changed = {"ArticleWork", "ArticleReading", "Tally"}  # concluded again, and says when
    derived_of_other = {"Event", "EventVector"}  # the factory's event was never derived from its article
    assert {k: v for k, v in after.items() if k not in changed | derived_of_other} == {
        k: v for k, v in before.items() if k not in changed | derived_of_other
    }
    told.refresh_from_db()
    assert (told.canonical_id, told.size) == (None, 1)
