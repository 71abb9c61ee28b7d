"""Merging: nothing moves, reads follow, nonsense is refused, undo is exact."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.curation import (
    CurationConflict,
    CurationRefused,
    UndoRefused,
    edit_fields,
    judge,
    merge_actors,
    merge_events,
    merge_locations,
    undo,
    verdict_on,
)
from events.models import Actor, Decision, Event, EventActor, EventProfile, EventVector, Location, Mention
from events.models.choices import Verdict
from events.pipeline.candidates import find_name_candidates
from events.pipeline.event_candidates import find_events_in_reach
from events.pipeline.store_events import recompute_events
from events.queries import find_survivor
from events.queries.actors import get_actor_detail
from events.queries.events import list_event_actors, list_event_locations, list_events
from events.tagger.vectors import VECTOR_SIZE
from tests import factories as make
from tests.curation.world import World, build_world, take_picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return build_world()


def test_merging_moves_no_mention_and_reads_answer_with_the_survivor(world: World) -> None:
    one, other = world.actors[:2]
    held = dict(Mention.objects.values_list("pk", "actor"))
    decision = merge_actors(one.pk, [other.pk], world.user, "one bureau, two spellings")
    assert dict(Mention.objects.values_list("pk", "actor")) == held
    assert find_survivor(Actor, other.pk) == one.pk
    detail = get_actor_detail(other.pk)
    assert detail and detail.actor == one and {n.name for n in detail.names} == {"Bureau 0", "Bureau 1"}
    found = find_name_candidates(set(), {"bureau 1"}, set(), set(), set())
    assert [c.actor_id for c in found.actors["bureau 1"]] == [one.pk]
    assert (decision.account, decision.note) == (world.user.username, "one bureau, two spellings")
    assert list(Decision.objects.about("actor", other.pk)) == [decision]
    assert verdict_on("actor", other.pk, one.pk) == Verdict.SAME


def test_the_survivor_counts_the_articles_that_name_either(world: World) -> None:
    one, other = world.actors[:2]  # named in articles 0, 3 and 0, 1
    assert (one.mention_count, other.mention_count) == (2, 2)
    merge_actors(one.pk, [other.pk], world.user)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.mention_count, other.mention_count) == (3, 2)


def test_a_merge_costs_the_same_for_any_number_of_mentions(world: World) -> None:
    one, other, third = world.actors[:3]
    with CaptureQueriesContext(connection) as few:
        merge_actors(one.pk, [other.pk], world.user)
    make.MentionFactory.create_batch(30, actor=third)
    with CaptureQueriesContext(connection) as many:
        merge_actors(one.pk, [third.pk], world.user)
    assert len(many) == len(few)


def test_what_was_merged_before_follows_to_the_new_survivor(world: World) -> None:
    one, other, third = world.actors[:3]
    before = take_picture()
    first = merge_actors(one.pk, [other.pk], world.user)
    between = take_picture()
    second = merge_actors(third.pk, [one.pk], world.user)
    assert set(Actor.objects.filter(canonical=third).values_list("pk", flat=True)) == {one.pk, other.pk}
    with pytest.raises(UndoRefused, match="canonical_id"):
        undo(first.pk, world.user)
    undo(second.pk, world.user)
    assert take_picture() == between
    undo(first.pk, world.user)
    assert take_picture() == before


def test_refuses_nonsense(world: World) -> None:
    one, other, _, person, state = (actor.pk for actor in world.actors)
    before = take_picture()
    for survivor, others, why in (
        (one, [one], "itself"),
        (one, [other, one], "itself"),
        (one, [], "Nothing to merge"),
        (one, [10**9], "no actor 1000000000"),
        (one, [-1], "no actor -1"),
        (2**70, [one], "no actor"),
        (one, [person], "cannot be one"),
        (state, [one], "cannot be one"),
    ):
        with pytest.raises(CurationRefused, match=why):
            merge_actors(survivor, others, world.user)
    assert take_picture() == before
    assert not Decision.objects.exists()


def test_refuses_a_circle_and_a_second_merge_and_says_who_was_first(world: World) -> None:
    one, other, third = (actor.pk for actor in world.actors[:3])
    decision = merge_actors(one, [other], world.user)
    for survivor, merged in ((other, one), (third, other), (one, other)):
        with pytest.raises(CurationConflict, match=f"by {world.user.username} at .*decision {decision.pk}"):
            merge_actors(survivor, [merged], world.user)
    assert Actor.objects.get(pk=one).canonical_id is None


def test_undo_is_exact_once_and_only_once(world: World) -> None:
    before = take_picture()
    decision = merge_actors(world.actors[0].pk, [a.pk for a in world.actors[1:3]], world.user)
    assert take_picture() != before
    undone = undo(decision.pk, world.user)
    assert take_picture() == before
    assert undone.undone_at and undone.undone_by == world.user
    with pytest.raises(CurationConflict, match=f"undone by {world.user.username}"):
        undo(decision.pk, world.user)
    with pytest.raises(CurationRefused, match="no decision"):
        undo(10**9, world.user)


def test_an_earlier_verdict_comes_back_with_undo(world: World) -> None:
    one, other = (actor.pk for actor in world.actors[:2])
    judge("actor", one, other, Verdict.UNSURE, world.user, score=0.5)
    before = take_picture()
    decision = merge_actors(one, [other], world.user)
    assert verdict_on("actor", one, other) == Verdict.SAME
    undo(decision.pk, world.user)
    assert take_picture() == before


def test_edits_of_other_fields_do_not_stand_in_the_way_of_undo(world: World) -> None:
    one, other = (actor.pk for actor in world.actors[:2])
    decision = merge_actors(one, [other], world.user)
    edit_fields("actor", one, {"description": "A bureau."}, world.user)
    undo(decision.pk, world.user)
    assert Actor.objects.get(pk=one).description == "A bureau."
    assert Actor.objects.get(pk=other).canonical_id is None


def test_a_merged_event_tells_what_both_told_until_it_is_undone(world: World) -> None:
    one, other, third = world.events[:3]
    before = take_picture()
    decision = merge_events(one.pk, [other.pk], world.user)
    one.refresh_from_db()
    assert (one.size, one.origins) == (2, 2)
    named = set(EventActor.objects.filter(event=one).values_list("actor", "articles"))
    assert named == {(world.actors[0].pk, 1), (world.actors[1].pk, 2), (world.actors[2].pk, 1)}
    recompute_events([other.pk, third.pk])  # as the next batch does
    assert Event.objects.get(pk=one.pk).size == 2
    undo(decision.pk, world.user)
    assert take_picture() == before


def test_an_event_names_the_survivor_once(world: World) -> None:
    event = world.events[0]  # of Bureau 0 and Bureau 1
    first = merge_actors(world.actors[0].pk, [world.actors[1].pk], world.user)
    assert [row.actor for row in list_event_actors([event.pk])] == [world.actors[0]]
    assert [row.actor for row in list_events().get(pk=event.pk).top_actors] == [world.actors[0]]  # type: ignore[attr-defined]
    undo(first.pk, world.user)
    merge_actors(world.actors[2].pk, [actor.pk for actor in world.actors[:2]], world.user)
    assert [row.actor.canonical for row in list_event_actors([event.pk])] == [world.actors[2]]
    one, other = world.places
    make.EventLocationFactory(event=event, location=other)
    merge_locations(one.pk, [other.pk], world.user)
    assert [row.location for row in list_event_locations([event.pk])] == [one]


def test_no_article_joins_a_merged_event(world: World) -> None:
    one, other = world.events[:2]
    vector = np.array([1.0] + [0.0] * (VECTOR_SIZE - 1), dtype=np.float32)
    for event in (one, other):
        EventVector.objects.create(event=event, vector=list(vector))
        EventProfile.objects.create(event=event, data=b"", keys=[7])
    assert set(find_events_in_reach({1: ([7], vector)})[1]) == {one.pk, other.pk}
    merge_events(one.pk, [other.pk], world.user)
    assert find_events_in_reach({1: ([7], vector)}) == {1: [one.pk]}


def test_places_merge_but_no_town_with_its_country(world: World) -> None:
    one, other = world.places
    country = make.LocationFactory(precision="country")
    before = take_picture()
    with pytest.raises(CurationRefused, match="cannot be one"):
        merge_locations(country.pk, [one.pk], world.user)
    decision = merge_locations(one.pk, [other.pk], world.user)
    recompute_events(event.pk for event in world.events)
    assert {e.location_id for e in Event.objects.all()} == {one.pk}
    undo(decision.pk, world.user)
    assert Location.objects.get(pk=other.pk).canonical_id is None
    assert take_picture() == before
