"""Whether two source phrases of two articles mean one speaker: a name, an office, a body and who speaks for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from events import vocabulary
from events.tagger.stems import stem
from events.tagger.words import word_statistics

Sameness = Literal["same", "different", "unknown"]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*")
_ARTICLE = re.compile(r"\A(?:the|its|their|his|her|our)\s+", re.IGNORECASE)
_INDEFINITE = re.compile(
    r"\A(?:an?|some|one|two|three|several|many|another|other|most|few|any|unnamed|local|anonymous|both)\b|"
    r"\b(?:another|other|unnamed|anonymous|who asked not|on condition of)\b",
    re.IGNORECASE,
)
# Pronouns that were not resolved, and words that a reading took for a source.
# A part of those asked: another part may say otherwise, and no two such say the same thing of the world.
_SHARE = re.compile(
    r"\A(?:(?:an?|the|about|nearly|roughly|almost|over|around|more than|only|just|full|strong|large|small|vast|solid)\s+)*"
    r"(?:\d[\d.,]*\s?(?:percent|per cent|%)|majorit(?:y|ies)|half|most|some|many|few|(?:third|quarter)s?|"
    r"(?:two|three)[- ](?:thirds|quarters|fifths))\b",
    re.IGNORECASE,
)
_NOBODY = frozenset(
    {"he", "she", "they", "it", "we", "i", "who", "which", "that", "and", "or", "this", "one", "from", "of"}
)
_OTHER = re.compile(r"\b(?:another|other|second|rival|opposing)\b", re.IGNORECASE)
# What speaks for a body is the body: "a spokesman for the ministry", "the army's radio".
_VOICE = (
    r"(?:spokes(?:man|woman|person|people)|press (?:secretary|office|service)|radio|website|statement|"
    r"communiqu[eé]|bulletin|media office)"
)
_VOICE_OF = re.compile(rf"\b{_VOICE}s?\s+(?:for|of|from|at)\s+(.+)", re.IGNORECASE)
_OWN_VOICE = re.compile(rf"\A(.+?)['’]s?\s+(?:\w+\s+)?{_VOICE}s?\b", re.IGNORECASE)
_CUT = re.compile(
    r",|\b(?:who|which|quoted|speaking|told|said|and|called|named)\b|\s[-–—]\s|\(", re.IGNORECASE
)  # the phrase's head ends here
_CALLED = re.compile(r"\b(?:called|named)\s+([A-Z]\S+)")
_OF = re.compile(r"\b(?:of|for|in|at|from|on)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A source phrase: proper names in it, and the stems of its common words, those of a possessor or "of" apart."""

    names: tuple[str, ...]
    heads: frozenset[str]
    owners: frozenset[str]
    indefinite: bool
    crowd: bool
    other: bool


def compare_speakers(one: str, other: str) -> Sameness:
    """Compare two source phrases as written. Unknown where neither names nor a definite office decide."""
    a, b = read_speaker(one), read_speaker(other)
    if a.names and b.names:
        return _compare_names(a, b)
    if not (a.names or a.heads) or not (b.names or b.heads):
        return "unknown"
    if a.other != b.other:
        return "different"
    if a.crowd or b.crowd or a.indefinite or b.indefinite:
        return "unknown" if a.heads & b.heads else "different"
    if not (a.heads and b.heads):
        return "unknown"
    if a.names or b.names:
        office, named = (b, a) if a.names else (a, b)
        return "same" if office.heads and office.heads == named.heads and not office.owners else "unknown" if (
            office.heads & named.heads
        ) else "different"  # fmt: skip
    if a.heads | a.owners == b.heads | b.owners:
        return "same"
    if a.heads <= b.heads or b.heads <= a.heads:
        if a.owners == b.owners or not (a.owners or b.owners):
            return "same"
        return "unknown"
    return "different"


def is_share(words: str) -> bool:
    """Whether a part of a group speaks: "26 percent of voters", "half of the members", "some"."""
    return _SHARE.match(words.strip()) is not None


def find_capitals(words: str) -> frozenset[str]:
    """The words of a source phrase that are written big for another reason than that they come first."""
    found = [match.group() for match in _WORD.finditer(words)]
    return frozenset(
        word.casefold()
        for place, word in enumerate(found)
        if word[0].isupper() and (place > 0 or not word_statistics().is_common(word.casefold()))
    )


def is_peer(one: str, other: str) -> bool:
    """One office of two bodies or places ("the governor", "the governor of another province"): each speaks of its own."""
    a, b = read_speaker(one), read_speaker(other)
    return (
        bool(a.heads) and a.heads == b.heads and (a.other != b.other or (a.owners != b.owners and a.names != b.names))
    )


def _compare_names(a: Named, b: Named) -> Sameness:
    """One surname and no two given names that differ; a body's name in full."""
    if a.names == b.names:
        return "same"
    if a.names[-1] != b.names[-1]:
        short, long = sorted((a.names, b.names), key=len)
        return "same" if len(short) > 1 and short == long[: len(short)] else "different"
    return "same" if len(a.names) == 1 or len(b.names) == 1 or a.names[0] == b.names[0] else "different"


@lru_cache(maxsize=4096)
def read_speaker(words: str) -> Named:
    """Take a source phrase apart; what speaks for a body is read as the body."""
    phrase = " ".join(words.split())
    called = _CALLED.search(phrase)
    for pattern in (_VOICE_OF, _OWN_VOICE):
        found = pattern.search(phrase)
        if found:
            phrase = found.group(1)
            break
    if phrase.casefold() in _NOBODY:
        return Named((), frozenset(), frozenset(), indefinite=False, crowd=False, other=False)
    names = _find_names(phrase.split("(")[0])
    indefinite = _INDEFINITE.search(phrase) is not None and called is None
    if called:
        names = (called.group(1).strip(".,").casefold(),)
    head = _ARTICLE.sub("", _CUT.split(phrase, maxsplit=1)[0])
    owner, _, rest = head.replace("’", "'").rpartition("'s ")
    if not owner and "s' " in head:
        owner, _, rest = head.replace("’", "'").partition("' ")
    core = rest or head
    pieces = _OF.split(core, maxsplit=1)
    owners = _stems(owner) | (_stems(pieces[1]) if len(pieces) > 1 else frozenset())
    heads = _stems(pieces[0])
    return Named(names, heads, owners, indefinite, bool(heads & _crowds()), _OTHER.search(phrase) is not None)


def _find_names(phrase: str) -> tuple[str, ...]:
    """Proper names: runs of capitalised words that are no titles, the last run before an apposition's end."""
    titles = _title_words()
    runs: list[list[str]] = [[]]
    for number, match in enumerate(_WORD.finditer(phrase)):
        word = match.group()
        capital = word[0].isupper() and not (number == 0 and word.casefold() in {"the", "a", "an"})
        if capital and word.casefold().rstrip(".") not in titles:
            runs[-1].append(re.sub(r"['’]s?\Z", "", word).casefold())
        elif runs[-1]:
            runs.append([])
    return tuple(next((run for run in runs if run), ()))


@lru_cache(maxsize=1)
def _title_words() -> frozenset[str]:
    titles = vocabulary.titles()
    words = {w.casefold().rstrip(".") for w in (*titles.honorifics, *titles.roles, *titles.role_nouns)}
    return frozenset(part for word in words for part in word.split())


@lru_cache(maxsize=1)
def _crowds() -> frozenset[str]:
    """Stems of plural or collective sources, by which each article may mean others."""
    return frozenset(map(stem, vocabulary.meanings().crowds))


def _stems(phrase: str) -> frozenset[str]:
    small = {"the", "a", "an", "of", "for", "and", "or", "its", "his", "her", "their", "own", "former", "then"}
    titles = _title_words()
    return frozenset(
        _american(stem(re.sub(r"['’]s?\Z", "", w.group()).casefold()))
        for w in _WORD.finditer(phrase)
        if w.group().casefold() not in small and (w.group().islower() or w.group().casefold() in titles)
    )


def _american(root: str) -> str:
    """One spelling for the stems that two continents write otherwise: defenc, labour, centr."""
    return {"defenc": "defens", "labour": "labor", "centr": "center", "organis": "organiz", "theatr": "theater"}.get(
        root, root
    )
