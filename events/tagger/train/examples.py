"""Gold files to training windows: pieces with labels, cut at random places anew in each epoch."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from events.tagger.labels import CONTEXT, TYPES, WINDOW
from events.tagger.pieces import CLOSING, OPENING, Pieces, cut_pieces, cut_windows
from events.tagger.sentences import split_sentences

Ints = npt.NDArray[np.int64]
# No label: no loss.
UNKNOWN = -100
MASK_PIECE = 103
# Shares of windows written in another case, so that headlines and careless writers are known; and of hidden pieces.
RECASED = 0.06
HIDDEN = 0.04


@dataclass(frozen=True)
class GoldDocument:
    """One document; `entity` and `cue` have a label a word, `claims` the words of each cue, source and content."""

    pieces: Pieces
    sentences: tuple[tuple[int, int], ...]
    entity: Ints | None
    has_groups: bool
    cue: Ints | None
    claims: tuple[tuple[int, Ints, Ints], ...]


@dataclass(frozen=True)
class Example:
    """One window with its marks. `claims`: the piece of a cue and the role of each piece (0 none, 1 source, 2 content)."""

    ids: Ints
    shapes: Ints
    gaps: Ints
    entity: Ints
    has_groups: bool
    cue: Ints
    claims: tuple[tuple[int, Ints], ...]


def read_rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def read_documents(file: Path, tokenizer: Tokenizer) -> list[GoldDocument]:
    """The documents of a gold file of names or of claims."""
    rows = list(read_rows(file))
    groups = any(item["type"] == "group" for row in rows for item in row.get("entities", ()))
    return [_label(row, groups, tokenizer) for row in rows]


def _label(row: dict[str, Any], groups: bool, tokenizer: Tokenizer) -> GoldDocument:
    text = row["text"]
    pieces = cut_pieces(text, tokenizer)
    size = len(pieces.heads)

    def words(spans: Sequence[Sequence[int]]) -> Ints:
        inside = np.zeros(size, dtype=bool)
        for start, end in spans:
            inside |= (pieces.starts < end) & (pieces.ends > start)
        return np.flatnonzero(inside)

    entity = cue = None
    claims = []
    if "entities" in row:
        entity = np.zeros(size, dtype=np.int64)
        for start, end in row.get("ignore", ()):
            entity[words([(start, end)])] = UNKNOWN
        for item in row["entities"]:
            _put(entity, words([(item["start"], item["end"])]), 1 + 2 * TYPES.index(item["type"]))
    if "claims" in row:
        cue = np.zeros(size, dtype=np.int64)
        for claim in row["claims"]:
            at = words(claim["cue"])
            if len(at):
                _put(cue, at, 1)
                claims.append((int(at[0]), words(claim["source"]), words(claim["content"])))
    return GoldDocument(pieces, split_sentences(text), entity, groups, cue, tuple(claims))


def _put(labels: Ints, at: Ints, begin: int) -> None:
    if len(at):
        labels[at] = begin + 1
        labels[at[0]] = begin


def cut_examples(document: GoldDocument, chance: random.Random) -> Iterator[Example]:
    """Windows of a document with room and context drawn by chance, as reading has them or smaller."""
    pieces = document.pieces
    room = chance.randint(180, WINDOW - 2 - 2 * CONTEXT)
    context = chance.randint(0, CONTEXT // 2)
    for window in cut_windows(pieces, document.sentences, room, context):
        begin, end = window.begin, window.end
        size = end - begin + 2
        first, last = np.searchsorted(pieces.heads, (begin, end))
        at = pieces.heads[first:last] - begin + 1
        ids, shapes, gaps = (np.zeros(size, dtype=np.int64) for _ in range(3))
        ids[0], ids[-1] = OPENING, CLOSING
        ids[1:-1], shapes[1:-1], gaps[1:-1] = pieces.ids[begin:end], pieces.shapes[begin:end], pieces.gaps[begin:end]
        entity, cue = (np.full(size, UNKNOWN, dtype=np.int64) for _ in range(2))
        if document.entity is not None:
            entity[at] = document.entity[first:last]
        claims = []
        if document.cue is not None:
            cue[at] = document.cue[first:last]
            for head, source, content in document.claims:
                if first <= head < last:
                    roles = np.full(size, UNKNOWN, dtype=np.int64)
                    roles[at] = 0
                    for number, members in ((1, source), (2, content)):
                        members = members[(members >= first) & (members < last)]
                        roles[pieces.heads[members] - begin + 1] = number
                    claims.append((int(pieces.heads[head] - begin + 1), roles))
        _disturb(ids, shapes, chance)
        yield Example(ids, shapes, gaps, entity, document.has_groups, cue, tuple(claims))


def _disturb(ids: Ints, shapes: Ints, chance: random.Random) -> None:
    cased = (shapes >= 1) & (shapes <= 5)
    draw = chance.random()
    if draw < RECASED:
        shapes[cased] = 1 if draw < RECASED / 3 else 2 if draw < RECASED * 2 / 3 else 3
    inner = np.arange(1, len(ids) - 1)
    hidden = inner[np.array([chance.random() < HIDDEN for _ in inner], dtype=bool)]
    ids[hidden] = MASK_PIECE
