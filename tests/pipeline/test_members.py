"""Blocks of events are healed from what was read for all of them at once."""

from __future__ import annotations

from events.pipeline.heal import Held, Members


def test_a_copy_whose_origin_stands_in_another_block_stands_for_itself() -> None:
    members = Members({1: 10, 2: 10, 3: 11, 4: 20}, {2: 1, 3: 1, 4: 1})
    one, other = members.divide([[10, 11], [20]])
    assert one == Members({1: 10, 2: 10, 3: 11}, {2: 1, 3: 1})
    assert one.list_originals() == [1]
    assert other == Members({4: 20}, {})
    assert other.list_originals() == [4]


def test_what_people_decided_holds_only_where_both_events_are() -> None:
    held = Held(frozenset({1, 2, 3}), frozenset({(1, 2), (2, 3)}))
    assert held.within([1, 2]) == Held(frozenset({1, 2}), frozenset({(1, 2)}))
