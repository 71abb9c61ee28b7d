"""From scores to claims: the best run of words, contents around their cue, nothing without content."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from events.tagger.labels import CUE_LABELS, ENTITY_LABELS, WINDOW
from events.tagger.network import WindowScores, WordScores
from events.tagger.pairing import find_attributions, find_best_run

YES, NO = 8.0, -8.0


def make_scores(cues: str, roles: str) -> WordScores:
    """Words of two letters and a blank; `cues` has B, I or -, `roles` (of every cue) S for source, C for content."""
    size = len(cues)
    cue = np.full((size, len(CUE_LABELS)), NO, dtype=np.float32)
    for place, letter in enumerate(cues):
        cue[place, "-BI".index(letter)] = YES
    role = np.full((size, 2), NO, dtype=np.float32)
    for place, letter in enumerate(roles):
        if letter in "SC":
            role[place, "SC".index(letter)] = YES
    zeros = np.zeros((size, 4), dtype=np.float32)
    window = WindowScores(0, size, np.arange(size), role, zeros, zeros, np.zeros((2 * WINDOW + 1, 2), dtype=np.float32))
    starts = np.arange(size) * 3
    none = np.zeros((size, len(ENTITY_LABELS)), dtype=np.float32)
    return WordScores(
        starts, starts + 2, none, cue, np.zeros(size, dtype=np.int64), (window,), np.zeros(384, dtype=np.float32)
    )


def words_of(spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Spans as word numbers."""
    return [(start // 3, (end + 1) // 3) for start, end in spans]


def test_source_cue_and_content_are_read() -> None:
    [found] = find_attributions(make_scores("--BI----", "SS--CCC-"))
    assert (words_of(found.source), words_of(found.cue), words_of(found.content)) == ([(0, 2)], [(2, 4)], [(4, 7)])
    assert 0.9 < found.confidence <= 1


def test_content_on_both_sides_of_its_cue_has_two_parts() -> None:
    [found] = find_attributions(make_scores("----B----", "CC-S--CC-"))
    assert words_of(found.content) == [(0, 2), (6, 8)]
    assert words_of(found.source) == [(3, 4)]


def test_a_cue_without_content_is_left_out() -> None:
    assert find_attributions(make_scores("-B--", "S---")) == []


def test_content_without_a_source_is_kept() -> None:
    [found] = find_attributions(make_scores("B---", "-CCC"))
    assert found.source == ()


@settings(max_examples=80, deadline=None)
@given(arrays(np.float64, st.integers(1, 12), elements=st.floats(-5, 5)))
def test_no_run_gains_more_than_the_best(gains: np.ndarray) -> None:
    run = find_best_run(gains)
    sums = [gains[a:b].sum() for a in range(len(gains)) for b in range(a + 1, len(gains) + 1)]
    if run is None:
        assert max(sums) <= 0
    else:
        assert gains[run[0] : run[1]].sum() == pytest.approx(max(sums), abs=1e-6)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("-BI"), st.sampled_from("SC-")), min_size=1, max_size=20))
def test_parts_are_in_order_and_apart(letters: list[tuple[str, str]]) -> None:
    cues, roles = ("".join(column) for column in zip(*letters, strict=True))
    for found in find_attributions(make_scores(cues, roles)):
        assert found.content
        edges = [edge for part in found.content for edge in part]
        assert edges == sorted(set(edges))
        assert all(0 <= start < end <= 3 * len(cues) for start, end in (*found.source, *found.cue, *found.content))
        covered = [set(range(*part)) for part in (*found.source, *found.cue, *found.content)]
        assert sum(map(len, covered)) == len(set().union(*covered))
