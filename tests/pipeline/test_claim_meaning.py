"""Reading a claim's words: patterns that are not tried could not have matched, and what is read is what is written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.pipeline.claim_meaning import read_meaning
from events.pipeline.claim_words import Hint, match_phrase, read_token, split_words
from events.pipeline.quantities import find_quantities, may_hold_number
from tests.gold.measure_claim_pairs import read_pairs
from tests.tagger.reading import TEXTS

EVERY = sum(bit for bit in vars(Hint).values() if isinstance(bit, int))
# Words that the patterns look for, in every mixture.
_TURNS = (
    "did|does|is|why|?|!|.|,|let|please|if|unless|should|provided that|in case|may|perhaps|withdrew|retracted|taken back|"
    "no longer|was wrong|was a mistake|dropped the charges|earlier report|contrary to its first|raised|so far|"
    "now|after all|make that|puts it at|corrected|admitted|at first|not only|no doubt|no more than|on Monday|"
    "in the spring|March 4|2019|next year|this week|denied|reject the charges|refused to|far from|a lie that|unable to|"
    "don't know|don’t think|never wanted|its own dead|our troops|we|us|the dam|safe|70 people|were killed|Peter Holm|"
    "ran out of|shortages of|did not reach"
)
TURNS = st.lists(st.sampled_from(_TURNS.split("|")), max_size=12).map(" ".join)


@given(st.one_of(TURNS, TEXTS))
def test_a_pattern_that_is_not_tried_would_not_have_matched(words: str) -> None:
    tried = read_meaning(words, hints=EVERY)
    tokens = {token.hints & Hint.FIRST for token in split_words(words)}
    assert read_meaning(words) == replace(tried, first_person=Hint.FIRST in tokens)


def test_the_same_holds_on_the_gold_pairs() -> None:
    for pair in read_pairs():
        for side in (pair["a"], pair["b"]):
            assert read_meaning(side["words"]).marks == read_meaning(side["words"], hints=EVERY).marks
            assert read_meaning(side["words"]).moods == read_meaning(side["words"], hints=EVERY).moods


@given(TEXTS)
def test_where_no_number_may_stand_none_is_found(text: str) -> None:
    if not may_hold_number(text):
        assert find_quantities(text) == []


@pytest.mark.parametrize("text", ["DOZENS OF men", "Hundreds of thousands of men", "İ a few dozen men", "no one came"])
def test_quantities_in_words_are_found_however_they_are_written(text: str) -> None:
    (found,) = find_quantities(text)
    assert text[found.start : found.end].split()[-1] in {"OF", "of", "dozen", "one"}


def test_a_phrase_is_read_before_its_words() -> None:
    tokens = split_words("the strike was called off by the union")
    found = match_phrase(tokens, 3)
    assert found is not None and found[0] == 2
    assert found[1][0] in read_meaning("the strike was called off by the union").signs


def test_a_possessive_is_the_word_itself() -> None:
    assert read_token("Holm’s").text == "holm"
