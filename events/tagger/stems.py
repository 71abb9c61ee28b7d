"""Cut English endings so that "attacks", "attacked" and "attacking" count as one word; other languages pass as they are."""

from __future__ import annotations

from functools import lru_cache

_DOUBLED = frozenset("bdfgmnprt")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a lower-case word. Crude on purpose: equal forms must meet, the stem need not be a word."""
    if len(word) < 4 or not word.isascii():
        return word
    word = _cut_plural(word)
    for ending in ("ing", "ed"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] in _DOUBLED:
                word = word[:-1]
            break
    for ending in ("ation", "ement", "ment", "ion", "ly", "er", "or"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith(("e", "y", "i")) and len(word) > 3 else word


def _cut_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
