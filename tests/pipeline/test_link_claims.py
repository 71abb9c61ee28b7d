"""Claims of several articles meet: links, standings, origins; what a curator said stays, and cost does not grow."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from events.models import Actor, Claim, ClaimKeys, ClaimLink, Event
from events.pipeline.claim_keys import hash_key
from events.pipeline.link_claims import FIND_CANDIDATES, MOST_CANDIDATES, MOST_MET, link_claims
from events.pipeline.relink import relink_articles
from events.pipeline.standings import recompute_standings
from tests import factories as make

pytestmark = pytest.mark.django_db


def say(
    event: Event, words: str, speaker: Actor | None, text: str = "the ministry", day: int = 0, **article: Any
) -> Claim:
    """A claim of an article of its own, published `day` days after the first."""
    told = make.ArticleFactory(published_at=make.MOMENT + timedelta(days=day), text=words, **article)
    return make.ClaimFactory(
        article=told, event=event, speaker=speaker, speaker_text=text, text=words, cue_text="said",
        content=[[0, len(words)]],
    )  # fmt: skip


def relink(*claims: Claim) -> None:
    recompute_standings(link_claims(claim.pk for claim in claims))
    for claim in claims:
        claim.refresh_from_db()


def links() -> set[tuple[int, str, int]]:
    return set(ClaimLink.objects.values_list("claim_id", "type", "other_id"))


@pytest.fixture
def event() -> Event:
    made: Event = make.EventFactory()
    return made


def test_a_later_number_of_the_same_body_supersedes_and_the_first_says_so(event: Event) -> None:
    body = make.ActorFactory()
    first = say(event, "At least 30 people were injured in the blaze.", body)
    second = say(event, "The number of injured people was raised to 52.", body, day=1)
    relink(first, second)
    assert links() == {(second.pk, "supersedes", first.pk)}
    assert (first.standing, second.standing) == ("superseded", "single_source")
    assert "updated" in first.standing_reason


def test_bounds_that_meet_do_not_contradict_and_those_that_do_not_do(event: Event) -> None:
    least = say(event, "At least 70 people were killed in the fire.", make.ActorFactory())
    more = say(event, "More than 100 people were killed in the fire.", make.ActorFactory(), "the hospital")
    few = say(event, "No more than 20 people were killed in the fire.", make.ActorFactory(), "the governor")
    relink(least, more, few)
    found = {frozenset((a, b)) for a, kind, b in links() if kind == "contradicts"}
    assert found == {frozenset((least.pk, few.pk)), frozenset((more.pk, few.pk))}
    assert few.standing == "disputed"


def test_a_copy_repeats_and_adds_no_origin(event: Event) -> None:
    body = make.ActorFactory()
    first = say(event, "The bridge over the river will reopen in June.", body)
    copy = say(event, "The bridge over the river will reopen in June.", body, day=1, copy_of=first.article)
    relink(first, copy)
    assert first.standing == copy.standing == "repeated"
    assert (first.outlets, first.origins) == (2, 1)
    assert (first.first_at, first.last_at) == (first.published_at, copy.published_at)


def test_a_copy_and_what_it_copies_corroborate_nothing(event: Event) -> None:
    """Another reading of the speaker in the copy would make a witness out of a wire story."""
    first = say(event, "Oil leaked from the old tanker at night.", make.ActorFactory(), "the port")
    copy = say(event, "Oil leaked from the tanker overnight.", make.ActorFactory(), "the coast", copy_of=first.article)
    relink(first, copy)
    assert links() == set()


@pytest.mark.parametrize(("shared", "origins"), [({"owner": "Acme"}, 1), ({"affiliation": "state"}, 1), ({}, 2)])
def test_outlets_of_one_owner_or_state_are_one_origin(event: Event, shared: dict[str, str], origins: int) -> None:
    body = make.ActorFactory()
    words = "The bridge over the river will reopen in June."
    outlets = [make.SourceFactory(**shared) for _ in range(2)]
    claims = [say(event, words, body, source=outlet) for outlet in outlets]
    relink(*claims)
    assert {claim.origins for claim in claims} == {origins}


def test_a_withdrawal_retracts(event: Event) -> None:
    body = make.ActorFactory()
    first = say(event, "The suspect is Peter Holm.", body)
    second = say(event, "We withdraw the name of Peter Holm: he is not the suspect.", body, day=2)
    relink(first, second)
    assert first.standing == "retracted"


def test_what_happened_elsewhere_is_not_compared(event: Event) -> None:
    here = say(event, "Twelve people were killed in the fire.", make.ActorFactory())
    there = say(make.EventFactory(), "Forty people were killed in the fire.", make.ActorFactory(), "the hospital")
    relink(here, there)
    assert links() == set()


def test_linking_again_changes_nothing_ids_included(event: Event) -> None:
    body = make.ActorFactory()
    claims = [
        say(event, "The dam is safe.", body),
        say(event, "The dam is not safe.", make.ActorFactory(), "the union"),
    ]
    relink(*claims)
    before = list(ClaimLink.objects.values())
    assert before
    relink(*claims)
    assert list(ClaimLink.objects.values()) == before


def test_a_link_whose_ground_is_gone_goes(event: Event) -> None:
    one, other = (
        say(event, "The dam is safe.", make.ActorFactory()),
        say(event, "The dam is not safe.", make.ActorFactory(), "x"),
    )
    relink(one, other)
    assert one.standing == "disputed"
    Claim.objects.filter(pk=other.pk).update(event=make.EventFactory())
    relink(one, other)
    assert links() == set()
    assert one.standing == other.standing == "single_source"


def test_a_tombstoned_claim_bears_on_nothing(event: Event) -> None:
    one, other = (
        say(event, "The dam is safe.", make.ActorFactory()),
        say(event, "The dam is not safe.", make.ActorFactory(), "x"),
    )
    relink(one, other)
    Claim.objects.filter(pk=other.pk).update(removed_at=make.MOMENT)
    relink(one)
    assert one.standing == "single_source"


def test_what_a_curator_rejected_is_not_made_again_and_what_a_curator_added_stays(event: Event) -> None:
    one, other = (
        say(event, "The dam is safe.", make.ActorFactory()),
        say(event, "The dam is not safe.", make.ActorFactory(), "x"),
    )
    third = say(event, "Nothing of the kind was said.", make.ActorFactory(), "y")
    relink(one, other, third)
    ClaimLink.objects.update(rejected=True, decided_by="curator")
    added = make.ClaimLinkFactory(claim=third, other=one, type="contradicts", decided_by="curator")
    relink(one, other, third)
    assert ClaimLink.objects.filter(rejected=False).get() == added
    assert (one.standing, other.standing) == ("disputed", "single_source")


def test_merged_speakers_are_one(event: Event) -> None:
    survivor = make.ActorFactory()
    merged = make.ActorFactory(canonical=survivor)
    first = say(event, "The suspect acted alone in the attack.", survivor, "police chief Menon")
    second = say(event, "The attacker acted on his own.", merged, "Menon", day=1)
    relink(first, second)
    assert {kind for _, kind, _ in links()} == {"repeats"}


def test_the_cost_of_linking_does_not_grow_with_the_claims_stored(event: Event) -> None:
    """20,000 stored claims of other events and speakers: the plan still reads the index of keys, not the table."""
    one, other = (
        say(event, "The dam is safe.", make.ActorFactory()),
        say(event, "The dam is not safe.", make.ActorFactory(), "x"),
    )
    relink(one, other)
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # claims of their own are not what is asked about
        cursor.execute(
            "INSERT INTO events_claimkeys (claim_id, keys) "
            "SELECT n, ARRAY[n * 31 + 1, n * 31 + 2, n * 31 + 3, n * 31 + 4]::bigint[] "
            "FROM generate_series(1000000, 1020000) AS n"
        )
        cursor.execute("ANALYZE events_claimkeys")
        held = dict(ClaimKeys.objects.filter(claim__in=[one, other]).values_list("claim_id", "keys"))
        keys = [",".join(map(str, one)) for one in held.values()]
        query = {"claims": list(held), "keys": keys, "most": MOST_CANDIDATES, "met": MOST_MET}
        cursor.execute("EXPLAIN (ANALYZE, FORMAT TEXT) " + FIND_CANDIDATES, query)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on claim_keys" in plan, plan
    assert "Seq Scan on events_claimkeys" not in plan, plan


def test_claims_meet_under_all_that_was_merged_and_each_is_stored_under_its_own() -> None:
    survivor, merged = make.EventFactory(), make.EventFactory()
    one = say(survivor, "The dam at Ituri burst.", None)
    other = say(merged, "The dam at Ituri burst.", None, day=1)
    relink(one, other)
    assert not ClaimLink.objects.exists()
    alone = ClaimKeys.objects.get(claim=other).keys
    Event.objects.filter(pk=merged.pk).update(canonical=survivor)
    relink(one)
    assert ClaimLink.objects.filter(claim__in=[one, other]).exists()
    assert ClaimKeys.objects.get(claim=other).keys == alone


def test_keys_tell_events_apart() -> None:
    assert hash_key("e1", "fire") != hash_key("e2", "fire")
    assert ClaimKeys.objects.count() == 0


def test_what_an_article_itself_takes_back_stays_when_its_claims_are_only_compared_anew(event: Event) -> None:
    first, second = say(event, "It had cleared the square.", None), say(event, "Crowds had held it.", None)
    told = make.ClaimLinkFactory(
        claim=second, other=first, type="supersedes", reason="one speaker: “said”, then “admitted”"
    )
    relink(first, second)
    assert ClaimLink.objects.get() == told
    assert first.standing == "superseded"
    link_claims([first.pk, second.pk], [])
    assert not ClaimLink.objects.exists()


def test_articles_that_come_to_another_event_are_compared_there(event: Event) -> None:
    one = say(event, "The dam is safe.", make.ActorFactory())
    other = say(make.EventFactory(), "The dam is not safe.", make.ActorFactory(), "the union")
    relink(one, other)
    assert links() == set()
    Claim.objects.filter(pk=other.pk).update(event=event)
    relink_articles([other.article_id])
    assert {kind for _, kind, _ in links()} == {"contradicts"}
    one.refresh_from_db()
    assert one.standing == "disputed"
