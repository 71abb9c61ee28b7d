"""The training of the ranker, on a toy: it finds what tells right readings from wrong ones."""

from __future__ import annotations

import json

import numpy as np
import pytest

from events.pipeline import place_ranker
from events.pipeline.place_ranker import load_ranker, softmax
from events.pipeline.place_records import DYNAMIC, STATIC
from events.pipeline.train_places import fit, half_of


def test_fitting_learns_which_number_tells_the_right_reading() -> None:
    rng = np.random.default_rng(1)
    examples = []
    for _ in range(200):
        numbers = rng.normal(size=(5, 3))
        right = np.zeros(5)
        right[numbers[:, 1].argmax()] = 1.0
        examples.append((numbers, right))
    weights = fit(examples, np.zeros(3))
    assert weights[1] > 5 * max(abs(weights[0]), abs(weights[2]))
    assert np.mean([right[(numbers @ weights).argmax()] for numbers, right in examples]) > 0.95


def test_halves_depend_on_the_id_alone() -> None:
    halves = [half_of(f"doc-{number}") for number in range(400)]
    assert halves == [half_of(f"doc-{number}") for number in range(400)]
    assert 150 < halves.count("odd") < 250


def test_the_shipped_weights_name_every_number() -> None:
    ranker = load_ranker()
    assert ranker.first.shape == (len(STATIC),)
    assert ranker.later.shape == (len(STATIC) + len(DYNAMIC),)
    assert ranker.later[STATIC.index("town people")] > 0
    assert ranker.later[len(STATIC) + DYNAMIC.index("share in its country")] > 0


def test_weights_for_other_numbers_are_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = json.loads(place_ranker.WEIGHTS.read_text(encoding="utf-8"))
    del stored["first"]["capital"]
    monkeypatch.setattr(json, "loads", lambda text: stored)
    load_ranker.cache_clear()
    with pytest.raises(ValueError, match="capital"):
        load_ranker()
    load_ranker.cache_clear()


def test_chances_sum_to_one_whatever_the_scores() -> None:
    assert softmax(np.array([1e4, 0.0, -1e4])).sum() == pytest.approx(1.0)
