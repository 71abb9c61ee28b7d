"""Two people at the same record at the same moment: one wins, the other is told what happened."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from events import curation
from events.curation import CurationConflict
from events.models import Actor, Decision, Mention
from events.models.choices import Verdict
from tests import factories as make
from tests.curation.world import World, build_world, take_picture

pytestmark = pytest.mark.django_db(transaction=True)


def race(*actions: Callable[[], Any]) -> list[CurationConflict]:
    """Run the actions at once; returns the conflicts, raises anything else."""
    barrier = threading.Barrier(len(actions))
    conflicts: list[CurationConflict] = []
    errors: list[BaseException] = []

    def run(action: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            action()
        except CurationConflict as conflict:
            conflicts.append(conflict)
        except BaseException as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not errors
    assert not any(thread.is_alive() for thread in threads)
    return conflicts


@pytest.fixture
def world() -> World:
    return build_world()


def test_two_merge_each_into_the_other(world: World) -> None:
    one, other = (actor.pk for actor in world.actors[:2])
    rival = make.UserFactory()
    conflicts = race(
        lambda: curation.merge_actors(one, [other], world.user), lambda: curation.merge_actors(other, [one], rival)
    )
    assert len(conflicts) == 1
    winner = Decision.objects.get().account
    assert f"by {winner} at" in str(conflicts[0])
    assert Actor.objects.filter(pk__in=[one, other], canonical=None).count() == 1


def test_two_split_the_same_mention(world: World) -> None:
    actor = world.actors[0].pk
    mention = Mention.objects.filter(actor=actor)[0].pk
    conflicts = race(
        *(
            lambda name=name: curation.split_actor(actor, [mention], world.user, name=name)  # type: ignore[misc]
            for name in ("First", "Second")
        )
    )
    assert len(conflicts) == 1 and "Not of actor" in str(conflicts[0])
    assert Actor.objects.filter(name__in=["First", "Second"]).count() == 1


def test_two_edit_the_field_that_both_saw_empty(world: World) -> None:
    actor = world.actors[0].pk
    conflicts = race(
        *(
            lambda word=word: curation.edit_fields(  # type: ignore[misc]
                "actor", actor, {"description": word}, world.user, seen={"description": ""}
            )
            for word in ("One", "Two", "Three")
        )
    )
    assert len(conflicts) == 2
    assert Decision.objects.count() == 1


def test_two_undo_the_same_decision(world: World) -> None:
    before = take_picture()
    decision = curation.merge_actors(world.actors[0].pk, [world.actors[1].pk], world.user)
    conflicts = race(*[lambda: curation.undo(decision.pk, world.user)] * 3)
    assert len(conflicts) == 2 and "undone by" in str(conflicts[0])
    assert take_picture() == before


def test_two_say_different_things_of_an_unjudged_pair(world: World) -> None:
    one, other = (actor.pk for actor in world.actors[:2])
    conflicts = race(
        lambda: curation.judge("actor", one, other, Verdict.SAME, world.user),
        lambda: curation.judge("actor", other, one, Verdict.DIFFERENT, world.user),
    )
    assert conflicts == []
    last = Decision.objects.order_by("pk")
    assert len(last) == 2 and curation.verdict_on("actor", one, other) in {d.payload["verdict"] for d in last}
