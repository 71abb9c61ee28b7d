"""Quotation marks: mixed, single, doubled, never closed."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from events.tagger.quotes import find_quotes
from events.tagger.sentences import split_paragraphs, split_sentences
from tests.tagger.reading import TEXTS


def quotes_in(text: str) -> list[str]:
    ends = [end for _, end in split_sentences(text)]
    return [text[quote.start : quote.end] for quote in find_quotes(text, split_paragraphs(text), ends)]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“We won,” she said.", ["“We won,”"]),
        ('"We won," she said. "At last."', ['"We won,"', '"At last."']),
        ('He said "we won” and left.', ['"we won”']),
        ("''We won,'' she said.", ["''We won,''"]),
        ("‘We won the match,’ she said.", ["‘We won the match,’"]),
        ("«On a gagné», said the mayor.", ["«On a gagné»"]),
        ("“He told me ‘go home’ twice,” she said.", ["“He told me ‘go home’ twice,”"]),
        ("The boys’ club of the ’90s didn’t close.", []),
        ('A 5" pipe.', []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, quotes: list[str]) -> None:
    assert quotes_in(text) == quotes


def test_a_quotation_over_paragraphs_is_one_each() -> None:
    assert quotes_in("“We won.\n“We won again,” she said.") == ["“We won.", "“We won again,”"]


def test_a_quotation_opened_in_mid_paragraph_and_never_closed_ends_with_its_sentence() -> None:
    assert quotes_in("She said “we won the cup. Then she left for home.") == ["“we won the cup."]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_quotations_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    ends = [end for _, end in split_sentences(text)]
    quotes = find_quotes(text, split_paragraphs(text), ends)
    assert all(0 <= quote.start < quote.end <= len(text) for quote in quotes)
    assert all(one.end <= other.start for one, other in pairwise(quotes))
