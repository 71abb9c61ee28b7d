"""Cut names out of compounds: "US-backed", "Beijing-based", "US-China"; names that are written with a hyphen stay whole."""

from __future__ import annotations

import re

from events.names import fold

from .lexicon import Lexicon
from .tokens import Tokens

_HYPHEN = re.compile("[-‐‑]")
MAX_ACRONYM = 5


def split_compounds(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """The tokens with compounds of known names cut at their first hyphen, which becomes a token of its own."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        cut = _find_cut(word, lexicon)
        if cut:
            words += [word[:cut], word[cut], word[cut + 1 :]]
            starts += [start, start + cut, start + cut + 1]
            ends += [start + cut, start + cut + 1, end]
        else:
            words.append(word)
            starts.append(start)
            ends.append(end)
    return Tokens(tokens.text, words, [word.lower() for word in words], starts, ends)


def _find_cut(word: str, lexicon: Lexicon) -> int:
    """Where a compound's hyphen stands, 0 for any other word."""
    hyphen = _HYPHEN.search(word, 1)
    if hyphen is None or not word[0].isupper() or hyphen.end() >= len(word):
        return 0
    head, tail = word[: hyphen.start()], word[hyphen.end() :]
    if word in lexicon.known or not _is_name(head, lexicon) or fold(word) in lexicon.places:
        return 0
    return hyphen.start() if tail[0].islower() or _is_name(tail, lexicon) else 0


def _is_name(word: str, lexicon: Lexicon) -> bool:
    """Whether a word by itself is known, or an acronym."""
    if len(word) < 2:
        return False
    if any(len(known.words) == 1 for known in lexicon.known.get(word, ())):
        return True
    if word.isupper() and word.isalpha():
        return len(word) <= MAX_ACRONYM
    return word[0].isupper() and fold(word) in lexicon.places
