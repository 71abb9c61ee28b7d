"""Find through whom a claim came: "told Tasnim", "in an interview with Al-Ahed", "state news agency X, citing Y"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events.names import fold
from events.pipeline.records import FoundClaim, ReadArticle, ResolvedMention, Span
from events.vocabulary import actors, titles

# The words between a cue and its medium: "said, in an interview with", "told reporters from".
_LEADS = tuple(
    re.compile(lead, re.IGNORECASE)
    for lead in (
        r"\b(?:in|during|gave|given|giving) an? (?:\w+ ){0,3}interview (?:with|to|on|for|by|aired by)\s",
        r"\binterview(?:ed)? (?:with|by|on)\s",
        r"\b(?:told|speaking to|spoke to|speaking with|tells|telling|talking to)\s",
        r"\b(?:quoted|cited|carried|reported|published|broadcast|aired|run) (?:by|on|in)\s",
        r"\baccording to\s",
        r"\b(?:in|on) an? (?:\w+ ){0,2}(?:report|article|post|statement|message|broadcast|tweet) (?:by|on|in|to|from)\s",
        r"\b(?:wrote|said|posted|tweeted) (?:on|via)\s",
    )
)
_CITING = re.compile(r"[,\s]+(?:citing|quoting)\s", re.IGNORECASE)
_MEDIA_AFTER = re.compile(
    r"\s+(?:news agency|agency|channel|television|TV|radio|newspaper|daily|magazine|website|network)\b"
)
_MEDIA_BEFORE = re.compile(
    r"\b(?:agency|channel|broadcaster|newspaper|daily|magazine|website|outlet|network|station|weekly)\s\Z",
    re.IGNORECASE,
)
# A name stands so near behind the words that lead to it ("the state-run", "Lebanon's", "Iraqi broadcaster").
REACH = 45
# How far from its cue a medium is looked for, in characters: bounds the work on texts without sentence ends.
FAR = 600
# Platforms on which people speak for themselves.
_PLATFORMS = frozenset(
    {"twitter", "x", "facebook", "telegram", "instagram", "youtube", "truth social", "weibo", "tiktok"}
)


@dataclass(frozen=True, slots=True)
class Medium:
    """The words that name a medium, and the mention of it, if one was read there."""

    span: Span
    mention: int | None


def find_medium(article: ReadArticle, claim: FoundClaim, mentions: Sequence[ResolvedMention]) -> Medium | None:
    """The medium of a claim, looked for outside its content, in the sentences of its cue and source; None for most."""
    anchor = claim.cue or claim.speaker
    if anchor is None:
        return None
    for start, end in _outside(article, claim, anchor):
        found = _find_in(article.text, start, end, claim, mentions)
        if found is not None:
            return found
    return None


def _outside(article: ReadArticle, claim: FoundClaim, anchor: Span) -> list[Span]:
    """The sentence of the cue without what is said in it."""
    sentences = article.reading.sentences
    place = max(0, bisect_left([end for _, end in sentences], anchor[1]))
    if place >= len(sentences):
        return []
    start, end = max(sentences[place][0], anchor[0] - FAR), min(sentences[place][1], anchor[1] + FAR)
    parts, at = [], start
    for a, b in sorted(claim.content):
        if b <= start or a >= end:
            continue
        if a > at:
            parts.append((at, a))
        at = max(at, b)
    return [*parts, (at, end)] if at < end else parts


def _find_in(text: str, start: int, end: int, claim: FoundClaim, mentions: Sequence[ResolvedMention]) -> Medium | None:
    piece = text[start:end]
    source = claim.speaker or (0, 0)
    citing = _CITING.search(piece)
    for pattern in _LEADS:
        for match in pattern.finditer(piece):
            at = start + match.end()
            if source[0] <= at < source[1] and not (citing and start + citing.start() > at):
                continue
            number = _name_at(text, at, min(end, at + REACH), source, mentions)
            if number is not None:
                entity = mentions[number].entity
                tail = _MEDIA_AFTER.match(text, entity.end)
                return Medium((entity.start, tail.end() if tail else entity.end), number)
    return None


def _name_at(text: str, at: int, stop: int, source: Span, mentions: Sequence[ResolvedMention]) -> int | None:
    """The first outlet or platform named right behind a lead; a person or a place there is none."""
    for number, mention in enumerate(mentions):
        entity = mention.entity
        if entity.field != "body" or not at <= entity.start < stop or source[0] <= entity.start < source[1]:
            continue
        between = text[at : entity.start]
        if re.search(r"[.;:]", between):
            return None
        if entity.type != "person" and is_medium(text, entity.start, entity.end, entity.text):
            return number
    return None


@lru_cache(maxsize=1)
def _known_media() -> frozenset[str]:
    return frozenset(fold(name) for actor in actors() if actor.kind == "media" for name in (*actor.names, *actor.weak))


def is_medium(text: str, start: int, end: int, name: str) -> bool:
    """Whether a name is an outlet's: by its own words, or by "news agency", "channel" next to it."""
    lower = name.casefold()
    words = titles().media_words
    if (
        lower in _PLATFORMS
        or fold(name) in _known_media()
        or any(re.search(rf"\b{re.escape(word)}\b", lower) for word in words)
    ):
        return True
    before = text[max(0, start - 30) : start]
    return _MEDIA_AFTER.match(text, end) is not None or _MEDIA_BEFORE.search(before) is not None
