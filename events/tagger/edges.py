"""Put the edges of a name where words and lines have theirs: no name goes over a line end or stops inside a word.

Parts of one name that were read as two names are put together. Of the pairs that stood side by side in ner-world dev, gold
had a name of any kind before an organisation as one organisation 8 times and never as two names; two persons joined
by a particle or an initial as one person 7 times of 8.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from events.pipeline.records import Entity, Span

_LINE = re.compile(r"[^\n]+")
# Two places, of which one lies in the other, are two names: "Lagos, Nigeria".
_PLACE = re.compile(r"[^\n,]+")
_REST = re.compile(r"[A-Z]\w*")
_EDGE_SIGNS = " \t\r-‐‑,;:"
# What goes on after an end inside a word: "D|’Silva", "Al Rud|’ha" (not the possessive), "U.S|.", "Sharm el|-Sheikh".
_INNER = re.compile(r"(?<=[^\W_])['’ʼ`‘](?!s\b)[^\W\d_][\w'’ʼ`‘]*")
_POINT = re.compile(r"(?<=\.[A-Z])\.|(?<=\b[A-Z])(?:\.[A-Z])+\.?")
_AFTER_PARTICLE = re.compile(r"(?<=\b(?:el|al|ul|ad|an|ar|as|at|az|ed|ez))[-‐‑][A-Z]\w*")
# A person's name does not end here, nor do two persons stand side by side around it.
_PARTICLE_END = re.compile(
    r"(?:\b(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|bin|ibn|bint|al|el|abu)|\b[A-Z]\.?)$"
)
_PARTICLE_START = re.compile(r"(?:van|von|de|del|di|da|dos|du|bin|ibn|bint|al|el|abu)\b")


def mend_edges(text: str, start: int, end: int, kind: str = "") -> list[Span]:
    """The span cut at line ends, a place at commas too.

    Signs at its edges go, but a name that breaks off at a hyphen or inside a word is read to its end.
    """
    mended = []
    for line in (_PLACE if kind == "location" else _LINE).finditer(text, start, end):
        first, last = line.span()
        rest = _REST.match(text, last) if text[last - 1] in "-‐‑" else None
        if rest is not None and last == end:
            last = rest.end()
        while last > first and text[last - 1] in _EDGE_SIGNS:
            last -= 1
        if last > first:
            last = _finish_word(text, last)
        while first < last and text[first] in _EDGE_SIGNS:
            first += 1
        if first < last:
            mended.append((first, last))
    return mended


def _finish_word(text: str, last: int) -> int:
    for pattern in (_POINT, _INNER, _AFTER_PARTICLE):
        match = pattern.match(text, last)
        if match is not None:
            return match.end()
    return last


def join_parts(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """The entities of one text, in order, with those put together that are two parts of one name."""
    joined: list[Entity] = []
    for entity in entities:
        before = joined[-1] if joined else None
        if before is None or text[before.end : entity.start] != " " or not _are_one(before, entity):
            joined.append(entity)
            continue
        words = text[before.start : entity.end]
        sure = min(before.confidence, entity.confidence)
        joined[-1] = replace(entity, start=before.start, text=words, confidence=sure)
    return joined


def _are_one(one: Entity, other: Entity) -> bool:
    if other.type == "organization":
        return one.type != "person"
    if one.type != "person" or other.type != "person":
        return False
    return bool(_PARTICLE_END.search(one.text) or _PARTICLE_START.match(other.text))
