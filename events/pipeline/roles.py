"""Who was introduced in which role: "Qassem Musleh, commander of Anbar operations", then "the commander of Anbar"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from events import vocabulary
from events.pipeline.records import Entity
from events.tagger.wordlists import word_set

# How far a role may stand from its name, in characters, within one sentence.
WINDOW = 160
_WORD = re.compile(r"[^\W\d_]+(?:[-'’](?!s\b)[^\W\d_]+)*")
_DEFINITE = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_STOP = re.compile(r"[.!?;:\"“”\n–—]")
_PREPOSITION = re.compile(r",|\b(?:of|for|in|from|at|to|on|who|with|said)\b", re.IGNORECASE)
_SMALL = word_set("the a an of for in from at to on and with by his her their its who")
# Role words that anyone may have, and that name nobody.
_GENERAL = frozenset(
    {"man", "woman", "person", "people", "others", "member", "members", "official", "source", "sources"}
)
# Nouns for organizations that stand for one named before by the same word ("the ministry", "the agency").
_SAME_WORD = re.compile(
    r"ministry|agency|party|council|court|commission|committee|university|bank|army|navy|police|union|federation|"
    r"association|movement|front|parliament|senate|company|institute|department|authority|coalition|network|times|post"
)


@dataclass(frozen=True, slots=True)
class Role:
    """A definite description without a name: its head noun, and the words that narrow it down ("Anbar")."""

    head: str
    details: frozenset[str]


@lru_cache(maxsize=1)
def _role_words() -> frozenset[str]:
    titles = vocabulary.titles()
    return frozenset(word.lower().rsplit(" ", 1)[-1] for word in titles.roles | titles.role_nouns) - _GENERAL


def find_role(phrase: str) -> Role | None:
    """Read "the commander of Anbar" as a role; None for what is not definite or names no role or organization."""
    if not _DEFINITE.match(phrase):
        return None
    stop = _PREPOSITION.search(phrase, 4)
    words = [word.lower() for word in _WORD.findall(phrase[4 : stop.start() if stop else len(phrase)])]
    if not words or not (words[-1] in _role_words() or _SAME_WORD.fullmatch(words[-1])):
        return None
    details = {word.lower() for word in _WORD.findall(phrase[4:])} - _SMALL - {words[-1]}
    return Role(words[-1], frozenset(details))


class RoleIndex:
    """The named mentions of an article with the words that stand beside them in their sentence."""

    def __init__(self, text: str, mentions: Sequence[tuple[int, Entity]]) -> None:
        self.text = text
        self.mentions = mentions
        self._beside: dict[int, frozenset[str]] = {}

    def find(self, role: Role, place: int) -> int | None:
        """The latest mention before `place` introduced in this role; None where two different names fit alike."""
        fitting: list[tuple[int, int, Entity]] = []
        for n, entity in self.mentions:
            if entity.start >= place:
                break
            score = self._score(n, entity, role)
            if score:
                fitting.append((score, n, entity))
        if not fitting:
            return None
        best = max(score for score, _, _ in fitting)
        names = {entity.text.rsplit(" ", 1)[-1] for score, _, entity in fitting if score == best}
        if len(names) > 1:
            return None
        return next(n for score, n, _ in reversed(fitting) if score == best)

    def _score(self, n: int, entity: Entity, role: Role) -> int:
        """0: not in this role; more for every detail shared."""
        if entity.type == "organization":
            own = {word.lower() for word in _WORD.findall(entity.text)}
            return 1 + 2 * len(role.details & own) if role.head in own and _SAME_WORD.fullmatch(role.head) else 0
        if entity.type != "person":
            return 0
        near = self._words_beside(n, entity)
        if role.head not in near:
            return 0
        return 1 + 2 * len(role.details & near)

    def _words_beside(self, n: int, entity: Entity) -> frozenset[str]:
        """The words of the noun phrases right before and right after a name."""
        if n not in self._beside:
            before = self.text[max(0, entity.start - WINDOW) : entity.start]
            before = _STOP.split(before)[-1]
            after = _STOP.split(self.text[entity.end : entity.end + WINDOW])[0]
            self._beside[n] = _words(_phrase_before(before) + " " + _phrase_after(after))
        return self._beside[n]


def _phrase_before(before: str) -> str:
    """The title right before a name, or the role whose apposition the name is ("The commander of X (PMU), Name")."""
    parts = before.rsplit(",", 2)
    if not parts[-1].strip() and len(parts) > 1:
        role = parts[-2].strip()
        return role if re.match(r"(?:the|a|an|former|his|her|its|their)\b", role, re.IGNORECASE) else ""
    words = parts[-1].split()
    return " ".join(words[-5:])


def _phrase_after(after: str) -> str:
    """The apposition right after a name: ", commander of X,"; "the" or "a" may lead it."""
    match = re.match(r"\s*,\s*((?:the|a|an|who is|who was|former|[a-z])[^,]*)", after)
    return match.group(1) if match else ""


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text))
