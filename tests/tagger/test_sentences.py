"""Where sentences end, and where a dot ends none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from events.tagger.sentences import split_paragraphs, split_sentences
from tests.tagger.reading import TEXTS


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "one",
    [
        "Dr. Amal Haddad met Gen. J. R. Okoro in St. Louis.",
        "The U.S. Navy sent ships to the port.",
        "He lives in Washington D.C. with his wife.",
        "It happened on Jan. 5 near No. 10.",
        "The company (Acme Inc.) grew by 3.5 percent.",
        "“What now?” he asked.",
        "“Where is he?” Amal Haddad asked the court.",
        "“Go!” she cried.",
        "They left at 5 p.m. on Monday.",
        "Prices rose... and fell again.",
    ],
)
def test_a_dot_inside_a_sentence_does_not_end_it(one: str) -> None:
    assert split(one) == [one]


@pytest.mark.parametrize(
    "parts",
    [
        ["The ship sank.", "Nobody was hurt."],
        ["He said so.", "“We will stay.”", "Then he left."],
        ["“We will stay.", "We have no choice,” he said."],
        ["They live in the U.S.", "The others left."],
        ["The shop closed at 5 p.m.", "It never opened again."],
        ["Is it over?", "No!", "Not yet…", "Perhaps."],
        ["It cost $5.", "3 people paid."],
        ["(It was late.)", "He slept."],
        ["水位が上昇した。", "住民は避難した。"],
    ],
)
def test_sentences_are_parted(parts: list[str]) -> None:
    joiner = "" if "。" in parts[0] else " "
    assert split(joiner.join(parts)) == parts


def test_lines_are_paragraphs() -> None:
    assert split("A headline without a dot\nThe text begins. It goes on.") == [
        "A headline without a dot",
        "The text begins.",
        "It goes on.",
    ]


def test_lines_wrapped_by_hand_are_joined() -> None:
    text = "The council met on\nmonday and voted for the\nplan. It was late."
    assert split(text) == ["The council met on\nmonday and voted for the\nplan.", "It was late."]
    assert len(split_paragraphs(text)) == 1


def test_a_dateline_stays_with_its_sentence() -> None:
    assert split("NAIROBI (Wire) – The river rose. People fled.") == [
        "NAIROBI (Wire) – The river rose.",
        "People fled.",
    ]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_sentences_hold_every_word_in_order(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
