"""Examples to tensors, in an order that the seed fixes."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from events.tagger.pieces import CLOSING, OPENING

from .examples import UNKNOWN, Example, GoldDocument, cut_examples

# Windows of like length are put together from stretches of this many batches.
STRETCH = 40


@dataclass(frozen=True)
class Batch:
    """Rows padded to the longest; `cues` and `roles` are padded to the row with most cues (`roles` with UNKNOWN)."""

    ids: Tensor
    shapes: Tensor
    gaps: Tensor
    mask: Tensor
    entity: Tensor
    without_groups: Tensor
    cue: Tensor
    cues: Tensor
    roles: Tensor


def pad_batch(examples: Sequence[Example]) -> Batch:
    rows, length = len(examples), max(len(example.ids) for example in examples)
    most = max(1, max(len(example.claims) for example in examples))

    def full(value: int, *shape: int) -> np.ndarray:
        return np.full(shape, value, dtype=np.int64)

    ids, shapes, gaps = (full(0, rows, length) for _ in range(3))
    entity, cue = (full(UNKNOWN, rows, length) for _ in range(2))
    cues, roles = full(0, rows, most), full(UNKNOWN, rows, most, length)
    mask = np.zeros((rows, 1, 1, length), dtype=bool)
    for row, example in enumerate(examples):
        size = len(example.ids)
        ids[row, :size], shapes[row, :size], gaps[row, :size] = example.ids, example.shapes, example.gaps
        entity[row, :size], cue[row, :size] = example.entity, example.cue
        mask[row, :, :, :size] = True
        for number, (place, labels) in enumerate(example.claims):
            cues[row, number] = place
            roles[row, number, :size] = labels
    return Batch(
        ids=torch.from_numpy(ids),
        shapes=torch.from_numpy(shapes),
        gaps=torch.from_numpy(gaps),
        mask=torch.from_numpy(mask),
        entity=torch.from_numpy(entity),
        without_groups=torch.tensor([not example.has_groups for example in examples]),
        cue=torch.from_numpy(cue),
        cues=torch.from_numpy(cues),
        roles=torch.from_numpy(roles),
    )


def draw_batches(documents: Sequence[GoldDocument], size: int, seed: int) -> Iterator[Batch]:
    """Batches without end; every document once an epoch, cut anew each time."""
    epoch = 0
    while True:
        chance = random.Random(seed * 1000 + epoch)  # noqa: S311
        order = list(range(len(documents)))
        chance.shuffle(order)
        held: list[Example] = []
        for number in order:
            held.extend(cut_examples(documents[number], chance))
        chance.shuffle(held)
        for begin in range(0, len(held), size * STRETCH):
            stretch = sorted(held[begin : begin + size * STRETCH], key=lambda example: len(example.ids))
            groups = [stretch[at : at + size] for at in range(0, len(stretch), size)]
            chance.shuffle(groups)
            yield from (pad_batch(group) for group in groups)
        epoch += 1


def draw_sentences(documents: Sequence[GoldDocument], size: int, seed: int) -> Iterator[Batch]:
    """Batches of single sentences without labels, for keeping the sentence vector."""
    chance = random.Random(seed + 1)  # noqa: S311
    while True:
        examples: list[Example] = []
        while len(examples) < size:
            pieces = (document := chance.choice(documents)).pieces
            if not document.sentences or not len(pieces.heads):
                continue
            start, end = chance.choice(document.sentences)
            first, last = (int(n) for n in np.searchsorted(pieces.starts, (start, end)))
            begin = int(pieces.heads[first]) if first < len(pieces.heads) else len(pieces.ids)
            stop = min(begin + 48, int(pieces.heads[last]) if last < len(pieces.heads) else len(pieces.ids))
            if stop - begin < 4:
                continue
            size_of = stop - begin + 2
            ids, shapes, gaps = (np.zeros(size_of, dtype=np.int64) for _ in range(3))
            ids[0], ids[-1] = OPENING, CLOSING
            ids[1:-1], shapes[1:-1] = pieces.ids[begin:stop], pieces.shapes[begin:stop]
            gaps[1:-1] = pieces.gaps[begin:stop]
            none = np.full(size_of, UNKNOWN, dtype=np.int64)
            examples.append(Example(ids, shapes, gaps, none, False, none, ()))
        yield pad_batch(examples)
