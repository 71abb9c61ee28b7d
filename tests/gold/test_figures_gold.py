"""The figure reader on sentences of our own: the set is sound, and the scores hold."""

from __future__ import annotations

import pytest

from events import vocabulary
from tests.gold.score_figures import FRESH, load_sentences, score_figures

# A little under the scores of the day; raised when the reader gets better.
FLOORS = {
    "value": 0.96,
    "bound": 0.96,
    "measure": 0.94,
    "who": 0.96,
    "unit": 0.96,
    "recall": 0.96,
    "precision": 0.985,
}


# The same for the sentences written after the reader had been changed for the others.
FRESH_FLOORS = {
    "value": 0.96,
    "bound": 0.96,
    "measure": 0.9,
    "who": 0.94,
    "unit": 0.96,
    "recall": 0.96,
    "precision": 0.98,
}


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    return score_figures()


@pytest.fixture(scope="module")
def fresh_scores() -> dict[str, float]:
    return score_figures(FRESH)


@pytest.mark.parametrize("part", FLOORS)
def test_figures_stay_as_good_as_they_were(part: str, scores: dict[str, float]) -> None:
    assert scores[part] >= FLOORS[part], scores


@pytest.mark.parametrize("part", FRESH_FLOORS)
def test_figures_stay_as_good_elsewhere(part: str, fresh_scores: dict[str, float]) -> None:
    assert fresh_scores[part] >= FRESH_FLOORS[part], fresh_scores


def test_the_set_is_large_varied_and_half_hard() -> None:
    sentences = load_sentences()
    assert len({item["sentence"] for item in sentences}) == len(sentences) >= 320
    assert len({item["domain"] for item in sentences}) >= 10
    assert 0.5 <= sum(item["hard"] for item in sentences) / len(sentences) <= 0.75
    assert sum(not item["figures"] for item in sentences) >= 40


def test_every_expected_figure_is_well_formed() -> None:
    measures = {measure.name for measure in vocabulary.measures()}
    units = {unit.code for unit in vocabulary.units()} | {""}
    for item in load_sentences() + load_sentences(FRESH):
        for figure in item["figures"]:
            assert item["sentence"].count(figure["text"]) == 1, item
            assert figure["who"] in item["sentence"], item
            assert figure["measure"] in measures, item
            assert figure["unit"] in units, item
            assert _ends(figure["value"], figure["bound"], figure["low"], figure["high"]), item


def _ends(value: float | None, bound: str, low: float | None, high: float | None) -> bool:
    if value is None:
        return low is not None and (high is None) == (bound == "at_least") and bound in {"at_least", "about"}
    return (low, high) == {
        "exact": (value, value),
        "at_least": (value, None),
        "at_most": (None, value),
        "about": (None, None),
    }[bound]
