"""The pages for curators: who may see them, what they show and refuse, and that they cost a constant number of queries."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events import curation
from events.curation.review import refresh_queue
from events.models import Actor, CurationJob, Decision, Mention, ReviewItem
from events.models.choices import Verdict
from tests import factories as make
from tests.curation.queue import make_doubt, make_new_name, make_pair, make_place_doubt, say
from tests.curation.world import World, build_world
from tests.web.curators import hidden, merge_page
from tests.web.story import HOSTILE, read

RENEWS = 'hx-trigger="every'
pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(client: Client) -> User:
    user: User = make.UserFactory(permissions=["curate"])
    client.force_login(user)
    return user


def test_only_curators_get_in(client: Client) -> None:
    actor = make.ActorFactory()
    addresses = [reverse("review"), merge_page("actor", actor), reverse("actor_split", args=[actor.pk])]
    for address in addresses:
        assert client.get(address).status_code == 302
    client.force_login(make.UserFactory())
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    decision = curation.lock_fields("actor", actor.pk, ["name"], make.UserFactory())
    assert client.post(reverse("undo_decision", args=[decision.pk])).status_code == 403
    assert "Review (" not in read(client, "/")


def test_history_tells_each_kind_of_decision_and_hides_accounts_from_strangers(client: Client, curator: User) -> None:
    world = build_world()
    make_everything_about(world, curator)
    actor = world.actors[0]
    address = reverse("actor_history", args=[actor.pk])
    page = read(client, address)
    for words in ("Split: 1 mention of", "Linked: mention", "Unlinked: mention", "Named:", "Edited: description",
                  "Locked: kind", "Judged:", "Merged:", "Founded: an actor for mention"):  # fmt: skip
        assert words in page, words
    assert "<ins>A bureau</ins>" in page and curator.username in page
    assert "The row as it changed" in page and "row " in page
    client.logout()
    page = read(client, address)
    assert curator.username not in page and "a curator" in page and "Undo this" not in page


def make_everything_about(world: World, user: User) -> None:
    actor, other = world.actors[0].pk, world.actors[1].pk
    mentions = [m.pk for m in world.mentions if m.actor_id == actor]
    curation.edit_fields("actor", actor, {"description": "A bureau"}, user)
    curation.lock_fields("actor", actor, ["kind", "roles"], user)
    curation.add_alias(actor, "The Bureau", user)
    curation.judge("actor", actor, other, Verdict.UNSURE, user)
    curation.unlink_mention(mentions[0], user, ["actor"])
    curation.link_mention(mentions[0], user, actor=actor)
    curation.split_actor(actor, mentions[1:2], user, name="The other bureau")
    curation.merge_actors(actor, [other], user)
    left = [m.pk for m in world.mentions if m.actor_id == world.actors[2].pk]
    _, founded = curation.create_actor_from_mention(left[0], user, name="New bureau")
    curation.merge_actors(actor, [founded.pk], user)


def test_a_refused_undo_lists_what_changed_since(client: Client, curator: User) -> None:
    one, other, third = make.ActorFactory.create_batch(3)
    first = curation.merge_actors(one.pk, [other.pk], curator)
    curation.merge_actors(third.pk, [one.pk], curator)
    answer = client.post(reverse("undo_decision", args=[first.pk]), {"next": "https://evil.example/"}, follow=True)
    page = answer.content.decode()
    assert "cannot be undone exactly" in page and "canonical_id of actor" in page
    assert answer.redirect_chain[-1][0] == "/", "nobody is led to another host"


def test_row_history_keeps_peoples_changes_and_no_counting(client: Client, curator: User) -> None:
    from events.pipeline.store_events import recompute_events

    world = build_world()
    actor = world.actors[0]
    Actor.objects.update(mention_count=99)
    recompute_events(event.pk for event in world.events)
    assert not actor.history.exists()
    assert not any(event.history.exists() for event in world.events)
    curation.edit_fields("actor", actor.pk, {"description": "A bureau"}, curator)
    Actor.objects.filter(pk=actor.pk).update(name="By hand in the database")
    by_hand, edited = actor.history.order_by("-pgh_id")
    assert (by_hand.pgh_context, by_hand.name) == (None, "By hand in the database")
    assert edited.pgh_context == {"account": curator.username, "decision": Decision.objects.get().pk}
    page = read(client, reverse("actor_history", args=[actor.pk]))
    assert "no decision" in page and "By hand in the database" in page


def test_a_split_by_words_and_by_mentions(client: Client, curator: User) -> None:
    actor = make.ActorFactory(name="Anna Berg", kind="person")
    for words in ("Anna Berg", "A. Berg", "A. Berg"):
        say(actor, words, actor=actor)
    address = reverse("actor_split", args=[actor.pk])
    page = read(client, address)
    assert "“A. Berg”" in page and "<mark>A. Berg</mark>" in page
    refused = client.post(address, {"name": "Astrid Berg"})
    assert refused.status_code == 409 and "Nothing to split" in refused.content.decode()
    refused = client.post(address, {"name": "x" * 10_000, "form": ["A. Berg"]})
    assert refused.status_code == 409 and "at most 200" in refused.content.decode()
    assert Mention.objects.filter(actor=actor).count() == 3
    done = client.post(address, {"name": "Astrid Berg", "form": ["A. Berg"]}, follow=True)
    founded = Actor.objects.get(name="Astrid Berg")
    assert done.redirect_chain[-1][0] == reverse("actor_history", args=[founded.pk])
    assert Mention.objects.filter(actor=founded).count() == 2


def test_a_large_split_goes_to_the_background_with_its_progress(
    client: Client, curator: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    nudged: list[bool] = []
    monkeypatch.setattr("events.web.views.split.SPLIT_AT_ONCE", 1)
    monkeypatch.setattr("events.web.views.split.nudge_curation", lambda: nudged.append(True))
    actor = make.ActorFactory(name="Anna Berg", kind="person")
    for _ in range(3):
        say(actor, "A. Berg", actor=actor)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("actor_split", args=[actor.pk]), {"name": "Astrid Berg", "form": ["A. Berg"]})
    job = CurationJob.objects.get()
    page = read(client, reverse("curation_job", args=[job.pk]))
    assert nudged == [True] and "0 of 3 mentions" in page and RENEWS in page
    curation.carry_out_jobs()
    page = read(client, reverse("curation_job", args=[job.pk]))
    assert "3 of 3 mentions" in page and RENEWS not in page and "can be undone" in page


def test_the_queue_by_hand_without_scripts(client: Client, curator: User) -> None:
    make_pair(1), make_doubt(1), make_place_doubt(), make_new_name(1)
    refresh_queue()
    assert "Review (4)" in read(client, "/")
    seen = set()
    for left in (4, 3, 2, 1):
        page = read(client, reverse("review"))
        assert f"<b>{left}</b> left" in page and f"<b>{4 - left}</b> decided by you today" in page
        item = ReviewItem.objects.get(leased_by=curator)
        seen.add(item.kind)
        assert "<mark>" in page or item.kind == "place"
        chosen = re.search(r'name="candidate" value="(\d+)" checked', page)
        sent = hidden(page) | {"answer": "same"} | ({"candidate": chosen[1]} if chosen else {})
        client.post(reverse("review_answer", args=[item.pk]), sent)
        item.refresh_from_db()
        assert (item.state, item.answer) == ("decided", "same"), item.kind
    assert seen == {"duplicate", "link", "place", "name"}
    assert "Nothing waits" in read(client, reverse("review"))
    assert Decision.objects.count() == 4
    client.post(reverse("review_take_back"))
    assert "<b>1</b> left" in read(client, reverse("review"))


def test_a_question_settled_meanwhile_is_passed_over(client: Client, curator: User) -> None:
    first, second = make_pair(1, mention_count=9), make_pair(2)
    refresh_queue()
    curation.merge_actors(first[0].pk, [first[1].pk], make.UserFactory())
    page = read(client, f"{reverse('review')}?kind=duplicate")
    assert second[0].name in page
    answer = client.post(reverse("review_answer", args=[10**9]), {"answer": "same"}, follow=True)
    assert "settled elsewhere" in answer.content.decode()
    answer = client.post(reverse("review_answer", args=[10**9]), {"answer": "maybe"}, follow=True)
    assert "none of same, different" in answer.content.decode()


def test_hostile_names_are_escaped_everywhere(client: Client, curator: User) -> None:
    one = make.ActorFactory(name=HOSTILE, description=HOSTILE)
    other = make.ActorFactory(name=f"{HOSTILE} 2")
    for actor in (one, other):
        say(actor, HOSTILE, actor=actor)
    make.ReviewItemFactory(actor=one, other=other, reason=HOSTILE)
    curation.edit_fields("actor", one.pk, {"description": f"{HOSTILE} too"}, curator, note=HOSTILE)
    for address in (reverse("review"), merge_page("actor", one, other), reverse("actor_split", args=[one.pk]),
                    reverse("actor_history", args=[one.pk])):  # fmt: skip
        page = read(client, address)
        assert "<script>alert" not in page and "onerror=alert(1)>" not in page


def test_pages_ask_a_constant_number_of_questions(client: Client, curator: User) -> None:
    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    actors = make.ActorFactory.create_batch(6)
    for actor in actors:
        make.ActorNameFactory(actor=actor)
        say(actor, actor.name, actor=actor)
    curation.merge_actors(actors[0].pk, [actors[5].pk], curator)
    make.ReviewItemFactory(actor=actors[0], other=actors[1])
    addresses = [merge_page("actor", *actors[:2]), reverse("actor_history", args=[actors[0].pk]), reverse("review"),
                 reverse("actor_split", args=[actors[0].pk])]  # fmt: skip
    for address in addresses:
        client.get(address)
    few = [count(address) for address in addresses]
    for actor in actors[:4]:
        for number in range(3):
            say(actor, f"{actor.name} {number}", actor=actor)
            curation.add_alias(actor.pk, f"{actor.name} {number}", curator)
    addresses[0] = merge_page("actor", *actors[:5])
    assert [count(address) for address in addresses] == few


def test_record_pages_link_to_what_can_be_done(client: Client, curator: User) -> None:
    world = build_world(1)
    for table, row in (("actor", world.actors[0]), ("location", world.places[0]), ("event", world.events[0])):
        page = read(client, reverse(f"{table}_detail", args=[row.pk]))
        assert reverse(f"{table}_history", args=[row.pk]) in page and f"/merge/{table}/?ids={row.pk}" in page
        client.logout()
        page = read(client, reverse(f"{table}_detail", args=[row.pk]))
        assert reverse(f"{table}_history", args=[row.pk]) in page and "/merge/" not in page
        client.force_login(curator)
