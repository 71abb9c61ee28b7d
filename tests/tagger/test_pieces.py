"""Word pieces and windows: offsets hold in any text, every piece is read once, no window is larger than asked for."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.tagger.pieces import SHAPES, cut_pieces, cut_windows, find_shape, load_tokenizer
from events.tagger.sentences import split_sentences
from tests.tagger.reading import TEXTS


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_words_lie_in_the_text_in_order(text: str) -> None:
    pieces = cut_pieces(text, load_tokenizer())
    assert len(pieces.ids) == len(pieces.shapes) == len(pieces.gaps)
    spans = list(zip(pieces.starts.tolist(), pieces.ends.tolist(), strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert not any(text[start].isspace() or text[end - 1].isspace() for start, end in spans)


def test_offsets_count_code_points() -> None:
    text = "😀 Zoë met İnci"
    pieces = cut_pieces(text, load_tokenizer())
    words = [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert words[-3:] == ["Zoë", "met", "İnci"]


@settings(max_examples=100, deadline=None)
@given(TEXTS, st.integers(2, 40), st.integers(0, 10))
def test_windows_read_every_piece_once(text: str, room: int, context: int) -> None:
    pieces = cut_pieces(text, load_tokenizer())
    windows = cut_windows(pieces, split_sentences(text), room, context)
    read = [piece for window in windows for piece in range(window.own, window.owned)]
    assert read == list(range(len(pieces.ids)))
    for window in windows:
        assert window.begin <= window.own < window.owned <= window.end
        assert window.owned - window.own <= room
        assert window.end - window.begin <= room + 2 * context


def test_windows_end_with_sentences_where_these_are_short() -> None:
    text = "The bridge was closed on Monday. " * 40
    pieces = cut_pieces(text, load_tokenizer())
    windows = cut_windows(pieces, split_sentences(text), 50, 8)
    starts = set(np.searchsorted(pieces.starts, [start for start, _ in split_sentences(text)]).tolist())
    assert {int(np.searchsorted(pieces.heads, window.own)) for window in windows} <= starts


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("bridge", "lower"),
        ("Kabul", "title"),
        ("UN", "upper"),
        ("A", "initial"),
        ("McDonald", "mixed"),
        ("1,200", "digit"),
        ("G7", "digit"),
        ("—", "sign"),
        ("北京", "caseless"),
    ],
)
def test_shapes_of_words(word: str, shape: str) -> None:
    assert SHAPES[find_shape(word)] == shape
