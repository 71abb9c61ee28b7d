"""Short lists of words in the code, written as running text."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text that only blanks part."""
    return frozenset(text.split())
