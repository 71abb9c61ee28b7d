"""Run the trained network over the windows of one text and put what it says about each word together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime

from events.pipeline.records import Span

from .labels import CONTEXT, CUE_LABELS, ENTITY_LABELS, ROLES, WINDOW
from .lead_in import SHORT, load_lead_in
from .pieces import CLOSING, OPENING, Ints, Pieces, Window, cut_pieces, cut_windows, load_tokenizer

MODEL_FILE = Path(__file__).parent / "data" / "model.onnx"
Scores = npt.NDArray[np.float32]
_OUTPUTS = ["entity", "cue", "role", "asking", "answering", "distance", "vector"]
# What is read of one text; the rest has no names and claims. 40,000 pieces are some 30,000 words, or 10 seconds.
MAX_CHARACTERS = 400_000
MAX_PIECES = 40_000
VECTOR_WIDTH = 384


@dataclass(frozen=True, slots=True)
class WindowScores:
    """What pairs of a cue and a word need: the words [first, last) of the document, by word and role."""

    first: int
    last: int
    places: Ints
    role: Scores
    asking: Scores
    answering: Scores
    distance: Scores

    def score_pairs(self, cue: int) -> Scores:
        """Scores of the window's words (words, roles) for the cue that starts at a word of the document."""
        at = cue - self.first
        products = (self.answering * self.asking[at]).reshape(len(self.places), len(ROLES), -1).sum(-1)
        away = self.places - self.places[at] + WINDOW
        scores: Scores = products + self.role + self.distance[away]
        return scores


@dataclass(frozen=True, slots=True)
class WordScores:
    """The words of a text with their scores; `windows` by word says which window to ask for its pairs.

    `vector` is the sum of the windows' unit vectors, weighted by the pieces of their own; zeros for a text without words.
    """

    starts: Ints
    ends: Ints
    entity: Scores
    cue: Scores
    owner: Ints
    windows: tuple[WindowScores, ...]
    vector: Scores


@lru_cache(maxsize=2)
def load_network(file: Path = MODEL_FILE) -> onnxruntime.InferenceSession:
    """One session a process, one thread: workers scale by processes. Without an arena memory goes back after a run."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])


def score_words(text: str, sentences: Sequence[Span], session: onnxruntime.InferenceSession) -> WordScores:
    """Scores of all words of a text, window by window; a window is run alone, so its batch cannot change it."""
    pieces = _shorten(cut_pieces(text[:MAX_CHARACTERS], load_tokenizer()))
    lead_in = load_lead_in() if len(pieces.ids) < SHORT else None
    count = len(pieces.heads)
    entity = np.zeros((count, len(ENTITY_LABELS)), dtype=np.float32)
    cue = np.zeros((count, len(CUE_LABELS)), dtype=np.float32)
    owner = np.zeros(count, dtype=np.int64)
    windows: list[WindowScores] = []
    vector = np.zeros(VECTOR_WIDTH, dtype=np.float32)
    for window in cut_windows(pieces, sentences, WINDOW - 2 - 2 * CONTEXT, CONTEXT):
        first, own, owned, last = np.searchsorted(pieces.heads, (window.begin, window.own, window.owned, window.end))
        if own == owned:
            continue
        before = len(lead_in.ids) if lead_in else 0
        at = pieces.heads[first:last] - window.begin + 1 + before
        found = dict(zip(_OUTPUTS, session.run(_OUTPUTS, _feed(pieces, window, lead_in)), strict=True))
        if lead_in:  # what the text is about, it must say alone
            [found["vector"]] = session.run(["vector"], _feed(pieces, window))
        entity[own:owned] = found["entity"][at[own - first : owned - first]]
        cue[own:owned] = found["cue"][at[own - first : owned - first]]
        owner[own:owned] = len(windows)
        sides = (found["role"][at], found["asking"][at], found["answering"][at], found["distance"])
        windows.append(WindowScores(int(first), int(last), at, *sides))
        vector += (window.owned - window.own) * found["vector"] / np.linalg.norm(found["vector"])
    return WordScores(pieces.starts, pieces.ends, entity, cue, owner, tuple(windows), vector)


def _shorten(pieces: Pieces) -> Pieces:
    """The first MAX_PIECES pieces, ending with a whole word where one ends there."""
    if len(pieces.ids) <= MAX_PIECES:
        return pieces
    words = int(np.searchsorted(pieces.heads, MAX_PIECES))
    return Pieces(
        pieces.ids[:MAX_PIECES],
        pieces.shapes[:MAX_PIECES],
        pieces.gaps[:MAX_PIECES],
        pieces.heads[:words],
        pieces.starts[:words],
        pieces.ends[:words],
    )


def _feed(pieces: Pieces, window: Window, lead_in: Pieces | None = None) -> dict[str, Ints]:
    part = slice(window.begin, window.end)

    def framed(name: str, opening: int, closing: int) -> Ints:
        before = getattr(lead_in, name) if lead_in else []
        return np.concatenate(([opening], before, getattr(pieces, name)[part], [closing])).astype(np.int64)

    return {"ids": framed("ids", OPENING, CLOSING), "shapes": framed("shapes", 0, 0), "gaps": framed("gaps", 0, 0)}
