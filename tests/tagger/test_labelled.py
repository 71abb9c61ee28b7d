"""Label sequences: always valid, never worse than any other valid one."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from events.tagger.labelled import LabelledSpan, find_best_path, read_spans

FEW_SCORES = arrays(np.float32, st.tuples(st.integers(1, 4), st.just(5)), elements=st.floats(-5, 5, width=32))


def is_valid(labels: tuple[int, ...]) -> bool:
    before = (0, *labels[:-1])
    return all(
        label == 0 or label % 2 or last in (label, label - 1) for last, label in zip(before, labels, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(FEW_SCORES)
def test_the_path_is_the_best_valid_one(scores: np.ndarray) -> None:
    found = tuple(find_best_path(scores).tolist())
    assert is_valid(found)
    best = max(sum(scores[n, label] for n, label in enumerate(path)) for path in filter(is_valid, paths(len(scores))))
    assert sum(scores[n, label] for n, label in enumerate(found)) == pytest.approx(best, abs=1e-4)


def paths(size: int) -> list[tuple[int, ...]]:
    return list(product(range(5), repeat=size))


@settings(max_examples=60, deadline=None)
@given(FEW_SCORES)
def test_spans_are_in_order_and_probable(scores: np.ndarray) -> None:
    spans = read_spans(scores, 1.0)
    assert all(0 <= s.first < s.last <= len(scores) and 0 < s.sure <= 1 for s in spans)
    assert all(one.last <= other.first for one, other in pairwise(spans))


def test_a_begin_after_an_inside_starts_a_new_span() -> None:
    labels = [1, 2, 1, 0, 3]
    scores = np.full((5, 5), -9.0, dtype=np.float32)
    scores[np.arange(5), labels] = 9.0
    found = [(s.first, s.last, s.kind) for s in read_spans(scores, 1.0)]
    assert found == [(0, 2, 0), (2, 3, 0), (4, 5, 1)]


def test_nothing_in_nothing_out() -> None:
    none: list[LabelledSpan] = []
    assert read_spans(np.zeros((0, 5), dtype=np.float32), 1.0) == none
