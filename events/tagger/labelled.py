"""From scores of words to spans: the best sequence of begin and inside labels that is valid, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """The words [first, last) with a kind: the label's number among the kinds. `sure` is a probability."""

    first: int
    last: int
    kind: int
    sure: float


def read_spans(scores: Scores, temperature: float) -> list[LabelledSpan]:
    """Spans in order. Labels: 0 outside, then begin and inside of each kind in turn."""
    if not len(scores):
        return []
    logs = _normalize(scores / temperature)
    labels = logs.argmax(-1)
    if _is_broken(labels):
        labels = find_best_path(logs)
    chances = np.exp(logs)
    spans: list[LabelledSpan] = []
    starts = np.flatnonzero(labels % 2 == 1)
    for first in starts.tolist():
        kind = int(labels[first] - 1) // 2
        last = first + 1
        while last < len(labels) and labels[last] == 2 * kind + 2:
            last += 1
        sure = float(np.min(chances[np.arange(first, last), labels[first:last]]))
        if last < len(labels):
            sure *= 1.0 - float(chances[last, 2 * kind + 2])
        spans.append(LabelledSpan(first, last, kind, sure))
    return spans


def _normalize(scores: Scores) -> Scores:
    top = scores - scores.max(-1, keepdims=True)
    logs: Scores = top - np.log(np.exp(top).sum(-1, keepdims=True))
    return logs


def _is_broken(labels: npt.NDArray[np.intp]) -> bool:
    """Whether an inside label follows something else than its own begin or inside. Where none does, the best is valid."""
    inside = (labels > 0) & (labels % 2 == 0)
    before = np.concatenate(([0], labels[:-1]))
    return bool((inside & (before != labels) & (before != labels - 1)).any())


def find_best_path(logs: Scores) -> npt.NDArray[np.intp]:
    """The valid sequence of labels with the highest sum (Viterbi)."""
    count, size = logs.shape
    inside = np.arange(2, size, 2)
    best = logs[0].copy()
    best[inside] = -np.inf
    back = np.zeros((count, size), dtype=np.intp)
    for word in range(1, count):
        top = int(best.argmax())
        step = np.full(size, top, dtype=np.intp)
        step[inside] = np.where(best[inside] >= best[inside - 1], inside, inside - 1)
        best = best[step] + logs[word]
        back[word] = step
    labels = np.zeros(count, dtype=np.intp)
    labels[-1] = best.argmax()
    for word in range(count - 1, 0, -1):
        labels[word - 1] = back[word, labels[word]]
    return labels
