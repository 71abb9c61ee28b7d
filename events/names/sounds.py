"""What a word of a name sounds like, roughly: equal for the spellings that transliterations and languages give it."""

from __future__ import annotations

import re
from functools import lru_cache

from events import vocabulary
from events.names import consonants

_FUSED_ARTICLE = re.compile(r"^al(?=[^aeiou][^aeiou]?[aeiou].{2})")
_OPENING = re.compile(r"^(?:ch|kh|h)(?=r)|^(?:dzh|dj|[yjh])(?=[aeiou])")


def standard_form(word: str) -> str:
    """Return the name that a folded word is a spelling or short form of ("peggy" -> "margaret"), else the word."""
    return vocabulary.name_words().standing_for.get(word, word)


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return a short key of a folded word, never empty for one that is not. Finds candidates; proves nothing."""
    word = standard_form(word)
    if not word.isascii():
        return word
    bare = _FUSED_ARTICLE.sub("", word).replace("zh", "j")
    frame = consonants(_OPENING.sub("", bare) or bare, first=True)
    if frame[:1] == "a" and len(frame) > 1:
        frame = frame[1:]
    return frame or word
