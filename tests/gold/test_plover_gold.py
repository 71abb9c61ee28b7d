"""The coder of event types on headlines that were written before it."""

from __future__ import annotations

from tests.gold.measure_plover import measure_plover


def test_types_are_precise_and_most_are_found() -> None:
    score = measure_plover()
    assert score.precision >= 0.95
    assert score.recall >= 0.85
    assert score.roles_right >= 0.8 * score.roles_gold
