"""What people say of claims: recorded, undone exactly, and never overruled by the machine."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User

from events.curation import CurationConflict, CurationRefused, UndoRefused, link_mention, undo
from events.curation.claims import add_link, confirm_link, reject_link, set_speaker
from events.models import Claim, ClaimLink, Decision, Event
from events.pipeline.link_claims import link_claims
from events.pipeline.standings import recompute_standings
from tests import factories as make
from tests.curation.world import take_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    made: User = make.UserFactory(permissions=["curate"])
    return made


def say(event: Event, words: str, source: str = "the ministry", **more: Any) -> Claim:
    article = make.ArticleFactory(text=words)
    claim: Claim = make.ClaimFactory(
        article=article, event=event, text=words, content=[[0, len(words)]], speaker_text=source, cue_text="said", **more
    )  # fmt: skip
    return claim


def relink(*claims: Claim) -> None:
    recompute_standings(link_claims(claim.pk for claim in claims))
    for claim in claims:
        claim.refresh_from_db()


@pytest.fixture
def pair() -> tuple[Claim, Claim]:
    event = make.EventFactory()
    one, other = say(event, "The dam is safe."), say(event, "The dam is not safe.", "the union")
    relink(one, other)
    return one, other


def picture() -> dict[str, Any]:
    """All rows; the machine's own links, which are derived, without their ids."""
    shot = take_picture()
    shot["ClaimLink"] = sorted(
        ClaimLink.objects.values_list("claim", "other", "type", "reason", "decided_by", "rejected")
    )
    return shot


def test_a_rejected_link_disputes_no_more_and_stays_away(pair: tuple[Claim, Claim], user: User) -> None:
    one, other = pair
    assert one.standing == "disputed"
    before = picture()
    decision = reject_link(ClaimLink.objects.get().pk, user)
    relink(one, other)
    assert (one.standing, other.standing) == ("single_source", "single_source")
    undo(decision.pk, user)
    assert picture() == before


def test_a_confirmed_link_outlives_the_words_that_made_it(pair: tuple[Claim, Claim], user: User) -> None:
    one, other = pair
    confirm_link(ClaimLink.objects.get().pk, user)
    Claim.objects.filter(pk=other.pk).update(event=make.EventFactory())
    relink(one, other)
    assert one.standing == "disputed"


def test_an_added_link_is_undone_exactly(user: User) -> None:
    event = make.EventFactory()
    one, other = say(event, "The mayor was in Rome."), say(event, "We dined with the mayor in Oslo.", "a friend")
    relink(one, other)
    before = picture()
    decision = add_link(other.pk, one.pk, "contradicts", user)
    relink(one, other)
    assert (one.standing, other.standing) == ("disputed", "disputed")
    undo(decision.pk, user)
    assert picture() == before


def test_a_rejected_link_can_be_said_again_by_a_person(pair: tuple[Claim, Claim], user: User) -> None:
    one, other = pair
    reject_link(ClaimLink.objects.get().pk, user)
    add_link(one.pk, other.pk, "contradicts", user)
    relink(one, other)
    assert one.standing == "disputed"
    assert ClaimLink.objects.count() == 1


def test_a_corrected_speaker_stays_and_its_links_follow(user: User) -> None:
    event, chief = make.EventFactory(), make.ActorFactory(name="Anna Berg", kind="person")
    first = say(event, "The suspect acted alone in the attack.", "the chief of police", speaker=chief)
    second = say(event, "The attacker acted on his own.", "a neighbour", speaker=None)
    relink(first, second)
    before = picture()
    decision = set_speaker(second.pk, chief.pk, user)
    relink(first, second)
    assert second.speaker == chief
    assert set(ClaimLink.objects.values_list("type", flat=True)) == {"repeats"}
    undo(decision.pk, user)
    assert picture() == before


def test_a_speaker_set_twice_and_a_link_that_is_there_are_conflicts(pair: tuple[Claim, Claim], user: User) -> None:
    one, other = pair
    actor = make.ActorFactory()
    set_speaker(one.pk, actor.pk, user)
    with pytest.raises(CurationConflict):
        set_speaker(one.pk, actor.pk, user)
    link = add_link(one.pk, other.pk, "repeats", user)
    with pytest.raises(CurationConflict):
        add_link(one.pk, other.pk, "repeats", user)
    assert Decision.objects.filter(pk=link.pk).exists()


@pytest.mark.parametrize("kind", ["repeats ", "is", "", "x" * 500])
def test_an_unknown_kind_is_refused(pair: tuple[Claim, Claim], user: User, kind: str) -> None:
    with pytest.raises(CurationRefused, match="type"):
        add_link(pair[0].pk, pair[1].pk, kind, user)


def test_a_claim_bears_on_no_claim_that_is_not_there(pair: tuple[Claim, Claim], user: User) -> None:
    for other in (pair[0].pk, 10**15, -3):
        with pytest.raises(CurationRefused):
            add_link(pair[0].pk, other, "repeats", user)
    Claim.objects.filter(pk=pair[1].pk).update(removed_at=make.MOMENT)
    with pytest.raises(CurationRefused, match="not read"):
        add_link(pair[0].pk, pair[1].pk, "repeats", user)


def test_undoing_a_speaker_that_changed_since_is_refused(user: User) -> None:
    event = make.EventFactory()
    mention = make.MentionFactory()
    claim = say(event, "The dam is safe.", speaker=mention.actor, speaker_mention=mention)
    decision = set_speaker(claim.pk, make.ActorFactory().pk, user)
    link_mention(mention.pk, user, actor=make.ActorFactory().pk)
    with pytest.raises(UndoRefused):
        undo(decision.pk, user)
