"""Find which mention a source phrase speaks for: a name in it, or whom a pronoun or a role stands for.

A wrong speaker puts words into somebody's mouth, so each rule answers only where it is clear, else None.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from events.pipeline.records import ReadArticle, ResolvedMention, Span
from events.pipeline.roles import RoleIndex, find_role

_PREPOSITION = re.compile(
    r"\b(?:of|for|in|from|at|with|who|which|to|on|by|that|whose|including|said|near|under|against)\b", re.IGNORECASE
)
_HE = frozenset({"he", "she", "him", "her"})
_THEY = frozenset({"they", "them", "we"})
_WHO = frozenset({"who", "that", "which", "whom"})
_FEMALE = re.compile(
    r"(?:\b(?:Mrs|Ms|Miss)\.?|\b(?:[Ss]pokeswoman|[Cc]hairwoman|[Cc]ongresswoman|[Qq]ueen|[Pp]rincess|[Aa]ctress))\s+\Z"
)
_MALE = re.compile(r"(?:\bMr\.?|\b(?:[Ss]pokesman|[Cc]hairman|[Cc]ongressman|[Kk]ing|[Pp]rince|[Aa]ctor))\s+\Z")
# Further back than this a pronoun's person is a guess.
MAX_SENTENCES_BACK = 4
# A relative pronoun follows its noun within this many characters (a comma, an apposition's end).
MAX_RELATIVE_GAP = 3


class SpeakerFinder:
    """One article's mentions in the order of the text, and who spoke so far."""

    def __init__(self, article: ReadArticle, mentions: Sequence[ResolvedMention]) -> None:
        self.text = article.text
        order = [n for n, m in enumerate(mentions) if m.entity.field == "body"]
        self.order = sorted(order, key=lambda n: (mentions[n].entity.start, mentions[n].entity.end))
        self.mentions = mentions
        self.starts = [mentions[n].entity.start for n in self.order]
        self.sentences = article.reading.sentences
        self.sentence_starts = [start for start, _ in self.sentences]
        self.roles = RoleIndex(article.text, [(n, mentions[n].entity) for n in self.order])
        self.spoken: list[tuple[int, int]] = []  # (where, mention), speakers found so far
        self.genders = self._read_genders()

    def find(self, source: Span) -> int | None:
        """The mention that speaks in a source span; remembers it for the pronouns after."""
        found = self._find(source)
        if found is not None:
            self.spoken.append((source[0], found))
        return found

    def _find(self, source: Span) -> int | None:
        words = self.text[source[0] : source[1]].strip()
        lower = words.lower().strip(" ,")
        if lower in _HE:
            return self._find_person_before(source[0], "f" if lower in {"she", "her"} else "m")
        if lower in _THEY or lower == "it":
            return self._find_group_before(source[0])
        if lower in _WHO:
            return self._find_just_before(source[0])
        return self._find_name_in(source) if self._between(*source) else self._find_role(source)

    # -------------------------------------------------------------------------------------------------------------- names

    def _between(self, start: int, end: int) -> list[int]:
        """The mentions inside a span, by index."""
        return [
            n
            for n in self.order[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
            if self.mentions[n].entity.end <= end + 1
        ]

    def _find_name_in(self, source: Span) -> int | None:
        heads = _cut_heads(self.text, source)
        for start, end in heads:
            for n in self._between(start, end):
                entity = self.mentions[n].entity
                if entity.type == "person" and not self._is_owner(entity.end, end):
                    return n
        start, end = heads[0]
        for n in self._between(start, end):
            entity = self.mentions[n].entity
            if entity.type != "person" and not re.search(r"\w", self.text[entity.end : end]):
                return n
        return self._find_role(source)

    def _is_owner(self, end: int, head_end: int) -> bool:
        """`Trump's campaign`: the campaign speaks, not Trump."""
        return self.text[end : end + 2] in {"'s", "’s"} and head_end > end + 2

    def _find_role(self, source: Span) -> int | None:
        role = find_role(self.text[source[0] : source[1]])
        return self.roles.find(role, source[0]) if role else None

    # ----------------------------------------------------------------------------------------------------------- pronouns

    def _find_person_before(self, place: int, gender: str) -> int | None:
        """The person of the nearest sentence back: its speaker if it has one, else the first person named in it."""
        sentence = bisect_right(self.sentence_starts, place) - 1
        for back in range(MAX_SENTENCES_BACK + 1):
            number = sentence - back
            if number < 0:
                return None
            start, end = self.sentences[number]
            if not back:
                end = place
            speakers = [n for where, n in self.spoken if start <= where < end and self._fits(n, gender)]
            if speakers:
                return speakers[-1]
            persons = [n for n in self._between(start, end) if self._fits(n, gender)]
            persons = [n for n in persons if not self._is_owner(self.mentions[n].entity.end, end) or len(persons) == 1]
            if persons:
                return persons[0]
        return None

    def _fits(self, n: int, gender: str) -> bool:
        entity = self.mentions[n].entity
        return entity.type == "person" and self.genders.get(_surname(entity.text), gender) == gender

    def _read_genders(self) -> dict[str, str]:
        """What honorifics tell: surname -> m or f."""
        found: dict[str, str] = {}
        for n in self.order:
            entity = self.mentions[n].entity
            before = self.text[max(0, entity.start - 24) : entity.start]
            if entity.type == "person" and (_FEMALE.search(before) or _MALE.search(before)):
                found.setdefault(_surname(entity.text), "f" if _FEMALE.search(before) else "m")
        return found

    def _find_group_before(self, place: int) -> int | None:
        """An organization that spoke in this sentence or the one before."""
        sentence = bisect_right(self.sentence_starts, place) - 1
        floor = self.sentence_starts[max(0, sentence - 1)] if self.sentence_starts else 0
        for where, n in reversed(self.spoken):
            if floor <= where < place:
                return n if self.mentions[n].entity.type in {"organization", "group", "location"} else None
        return None

    def _find_just_before(self, place: int) -> int | None:
        """The name that a relative pronoun follows."""
        index = bisect_left(self.starts, place) - 1
        if index < 0:
            return None
        entity = self.mentions[self.order[index]].entity
        gap = self.text[entity.end : place]
        return self.order[index] if len(gap) <= MAX_RELATIVE_GAP and not re.search(r"[\w.]", gap) else None


def _surname(name: str) -> str:
    return name.rsplit(" ", 1)[-1]


def _cut_heads(text: str, source: Span) -> list[Span]:
    """The parts of a source phrase in which a speaker's own name may stand: each apposition up to its preposition."""
    heads: list[Span] = []
    start = source[0]
    for piece in re.split(r"(,\s+|\s+and\s+)", text[source[0] : source[1]]):
        end = start + len(piece)
        if piece.strip(" ,") and piece.strip() != "and":
            stop = _PREPOSITION.search(piece, 1)
            heads.append((start, start + stop.start() if stop else end))
        start = end
    return heads or [source]
