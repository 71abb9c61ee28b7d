"""From scores to attributions: cues as labelled words; for each cue its source and content among the words around it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from events.pipeline.records import Attribution, Span

from .labelled import LabelledSpan, read_spans
from .network import Scores, WordScores

# What is added to the scores of cue, source and content. On a third of PolNeAR dev, joined with the rules: source exact F1
# with a source lean of 0, 1 and 2: 0.725, 0.737, 0.732; content overlap F1 with a content lean of 0, 0.25 and 1: 0.844,
# 0.846, 0.845; leaning cues by 0.5 either way lowered everything.
CUE_LEAN = 0.0
SOURCE_LEAN = 1.0
CONTENT_LEAN = 0.25
CUE_TEMPERATURE = 1.0
LEAST_SURE = 0.05
# Words beside cue or source that a content may step over.
WIDEST_GAP = 6


def find_attributions(words: WordScores) -> list[Attribution]:
    """All attributions of a text, in order of their cues; those without content are left out."""
    leaning = words.cue.copy()
    leaning[:, 0] -= CUE_LEAN
    found = (_read_cue(words, cue) for cue in read_spans(leaning, CUE_TEMPERATURE))
    return [attribution for attribution in found if attribution is not None]


def _read_cue(words: WordScores, cue: LabelledSpan) -> Attribution | None:
    window = words.windows[int(words.owner[cue.first])]
    scores = window.score_pairs(cue.first)
    free = np.ones(len(scores), dtype=bool)
    free[max(0, cue.first - window.first) : max(0, cue.last - window.first)] = False
    as_source = scores[:, 0] - np.logaddexp(0.0, scores[:, 1]) + SOURCE_LEAN
    source = find_best_run(np.where(free, as_source, -50.0))
    if source is not None:
        free[source[0] : source[1]] = False
    as_content = scores[:, 1] - np.logaddexp(0.0, scores[:, 0]) + CONTENT_LEAN
    content = _find_content(as_content, free)
    if not content:
        return None
    inside = np.concatenate([as_content[a:b] for a, b in content])
    sure = max(LEAST_SURE, cue.sure * float(np.mean(1 / (1 + np.exp(-inside)))))

    def span(first: int, last: int) -> Span:
        return int(words.starts[window.first + first]), int(words.ends[window.first + last - 1])

    return Attribution(
        (span(*source),) if source is not None else (),
        ((int(words.starts[cue.first]), int(words.ends[cue.last - 1])),),
        tuple(span(*part) for part in content),
        round(sure, 3),
    )


def find_best_run(gains: npt.NDArray[np.floating]) -> Span | None:
    """The run [first, last) with the highest sum of gains, None where no word gains anything."""
    if not len(gains) or gains.max() <= 0:
        return None
    sums = np.concatenate(([0.0], np.cumsum(gains)))
    lowest = np.minimum.accumulate(sums)
    last = int((sums[1:] - lowest[:-1]).argmax()) + 1
    first = int(sums[:last].argmin())
    return first, last


def _find_content(gains: Scores, free: npt.NDArray[np.bool_]) -> list[Span]:
    """The best run of words over the gap that cue and source leave, cut there. A gap takes in the words beside it."""
    free = free.copy()
    for hole in np.flatnonzero(~free):
        for step in (-1, 1):
            place = int(hole) + step
            while 0 <= place < len(gains) and free[place] and gains[place] < 0 and abs(place - hole) <= WIDEST_GAP:
                free[place] = False
                place += step
    places = np.flatnonzero(free)
    run = find_best_run(gains[places])
    if run is None:
        return []
    chosen = np.zeros(len(gains) + 2, dtype=np.int8)
    chosen[places[run[0] : run[1]] + 1] = 1
    edges = np.flatnonzero(np.diff(chosen))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
