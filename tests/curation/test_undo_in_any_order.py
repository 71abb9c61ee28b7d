"""Whatever curators do, and in whatever legal order it is undone: the world ends as it was, column by column."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import curation
from events.curation import CurationRefused, UndoRefused, undo
from events.models import Actor, ActorName, Decision, Mention
from events.models.choices import Verdict
from tests.curation.world import World, build_world, check_counts, take_picture

pytestmark = pytest.mark.django_db
NUMBER = st.integers(0, 7)
Step = tuple[str, int, int, int]


class _TakeBack(Exception):
    """Leaves the world as it was before an example."""


def _actors() -> list[int]:
    return list(Actor.objects.order_by("pk").values_list("pk", flat=True))


def _pick(rows: list[Any], number: int) -> Any:
    return rows[number % len(rows)]


def _split(world: World, a: int, b: int, c: int) -> None:
    actor = _pick(_actors(), a)
    of_it = list(Mention.objects.filter(actor=actor).order_by("pk").values_list("pk", flat=True))
    curation.split_actor(actor, of_it[: b % 3], world.user, name=f"Split {c}")


ACTIONS: dict[str, Callable[[World, int, int, int], Any]] = {
    "merge": lambda w, a, b, c: curation.merge_actors(
        _pick(_actors(), a), {_pick(_actors(), b), _pick(_actors(), c)} - {_pick(_actors(), a)}, w.user
    ),
    "merge places": lambda w, a, b, c: curation.merge_locations(_pick(w.places, a).pk, [_pick(w.places, b).pk], w.user),
    "merge events": lambda w, a, b, c: curation.merge_events(_pick(w.events, a).pk, [_pick(w.events, b).pk], w.user),
    "split": _split,
    "link": lambda w, a, b, c: curation.link_mention(
        _pick(w.mentions, a).pk,
        w.user,
        actor=_pick(_actors(), b),
        location=_pick(w.places, c).pk if c % 2 else None,
    ),
    "unlink": lambda w, a, b, c: curation.unlink_mention(
        _pick(w.mentions, a).pk, w.user, [["actor"], ["location"], ["actor", "location"]][b % 3]
    ),
    "create": lambda w, a, b, c: curation.create_actor_from_mention(_pick(w.mentions, a).pk, w.user, name=f"New {b}"),
    "alias": lambda w, a, b, c: curation.add_alias(_pick(_actors(), a), f"Alias {b}", w.user, strong=bool(c % 2)),
    "weaken a name": lambda w, a, b, c: curation.set_strength(
        _pick(list(ActorName.objects.order_by("pk").values_list("pk", flat=True)), a), w.user, strong=bool(b % 2)
    ),
    "disown": lambda w, a, b, c: curation.disown_actor(_pick(_actors(), a), w.user),
    "suppress": lambda w, a, b, c: curation.suppress_actor(_pick(_actors(), a), w.user),
    "link some": lambda w, a, b, c: curation.link_mentions(
        {_pick(w.mentions, a).pk, _pick(w.mentions, b).pk, _pick(w.mentions, c).pk}, w.user, actor=_pick(_actors(), b)
    ),
    "edit": lambda w, a, b, c: curation.edit_fields(
        "actor", _pick(_actors(), a), {_pick(["name", "description"], b): f"Word {c}"}, w.user
    ),
    "edit place": lambda w, a, b, c: curation.edit_fields(
        "location", _pick(w.places, a).pk, {"lat": float(b), "lon": c / 3}, w.user
    ),
    "edit event": lambda w, a, b, c: curation.edit_fields(
        "event",
        _pick(w.events, a).pk,
        {"title": f"Title {c}"} if b % 3 else {"location": _pick(w.places, c).pk, "topic": "sport"},
        w.user,
    ),
    "lock event": lambda w, a, b, c: curation.lock_fields(
        "event", _pick(w.events, a).pk, [_pick(["title", "location", "topic"], b)], w.user
    ),
    "unlock event": lambda w, a, b, c: curation.unlock_fields(
        "event", _pick(w.events, a).pk, ["title", "location", "topic"], w.user
    ),
    "lock": lambda w, a, b, c: curation.lock_fields(
        "actor", _pick(_actors(), a), [_pick(["kind", "name"], b), _pick(["kind", "roles"], c)], w.user
    ),
    "unlock": lambda w, a, b, c: curation.unlock_fields("actor", _pick(_actors(), a), [_pick(["kind", "name"], b)], w.user),
    "judge": lambda w, a, b, c: curation.judge(
        "actor", _pick(_actors(), a), _pick(_actors(), b), _pick(list(Verdict), c), w.user
    ),
}  # fmt: skip


def _act(world: World, steps: list[Step]) -> int:
    done = 0
    for verb, a, b, c in steps:
        before = Decision.objects.count()
        try:
            ACTIONS[verb](world, a, b, c)
            done += 1
        except CurationRefused:
            assert Decision.objects.count() == before, "a refusal leaves nothing behind"
    return done


def _undo_all(world: World, order: list[int]) -> int:
    """Undo in the given order what can be, again and again until nothing is left; returns the refusals on the way."""
    refused = 0
    for number in order:
        left = list(Decision.objects.filter(undone_at=None).order_by("pk"))
        if left:
            refused += not _try_undo(_pick(left, number), world)
    for decision in Decision.objects.filter(undone_at=None).order_by("-pk"):
        undo(decision.pk, world.user)
    return refused


def _try_undo(decision: Decision, world: World) -> bool:
    before = take_picture()
    try:
        undo(decision.pk, world.user)
    except UndoRefused as refusal:
        assert refusal.changes
        assert take_picture() == before
        return False
    return True


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.tuples(st.sampled_from(sorted(ACTIONS)), NUMBER, NUMBER, NUMBER), min_size=1, max_size=12),
    order=st.lists(st.integers(0, 20), max_size=10),
)
def test_any_decisions_undone_in_any_legal_order_leave_no_trace(steps: list[Step], order: list[int]) -> None:
    try:
        with transaction.atomic():
            world = build_world()
            before = take_picture()
            _act(world, steps)
            check_counts()
            _undo_all(world, order)
            assert take_picture() == before
            raise _TakeBack
    except _TakeBack:
        pass


@pytest.mark.django_db
def test_what_was_changed_and_changed_back_by_others_is_not_pulled_from_under_them() -> None:
    world = build_world()
    actor = _actors()[0]
    first, *_ = made = [
        curation.edit_fields("actor", actor, {"name": name}, world.user) for name in ("Word 0", "Word 3", "Word 0")
    ]
    with pytest.raises(UndoRefused, match=f"changed name .* again .decision {made[1].pk}."):
        undo(first.pk, world.user)
    for decision in reversed(made):
        undo(decision.pk, world.user)


@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_the_random_actions_are_real_ones(verb: str) -> None:
    world = build_world()
    if verb == "unlock event":
        for event in world.events:
            curation.edit_fields("event", event.pk, {"title": "A person's words"}, world.user)
    assert sum(_act(world, [(verb, a, b, c)]) for a, b, c in ((0, 1, 1), (1, 2, 3), (2, 1, 0)))
