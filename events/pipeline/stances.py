"""How a statement is put: in whose words (kind), in what attitude (modality), and whether it denies (negated)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from events import vocabulary
from events.pipeline.records import Span
from events.vocabulary import Cue

_QUOTED = re.compile(r"[\"“„«‘']")
_MARKS = "\"“”„«»‘’'"
_OPEN, _CLOSE = "\"“„«‘'", "\"”»’'"
_LEADING_THAT = re.compile(r"that\s+", re.IGNORECASE)
_LETTERS = re.compile(r"\w")
# Quoted words inside a sentence: from so many on they are the speaker's own wording, fewer may be scare quotes.
MIN_QUOTED_WORDS = 3
_QUOTATION = re.compile(r"[\"“„«][^\"“”„«»\n]{1,2000}[\"”»]")
_NOT = re.compile(r"\b(?:not|never|no|nor|neither|nobody|nothing|none|without|cannot|\w{2,8}n['’]t)\b", re.IGNORECASE)
# The first clause of a statement ends here; a "not" behind it denies something else.
_CLAUSE_END = re.compile(
    r"[,;:—–]|\b(?:that|because|who|which|if|unless|until|while|when|although|as|but|and)\b", re.IGNORECASE
)
_HEDGE = re.compile(r"\b(?:reportedly|allegedly|apparently|purportedly)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


def find_kind(text: str, content: Sequence[Span]) -> str:
    """`direct` where all is in quotation marks, `mixed` where a part is, `indirect` where none is."""
    outside = inside = False
    for start, end in content:
        piece = text[start:end]
        body = piece[_that_length(piece) :]
        if (
            body[:1]
            and body[0] in _OPEN
            and (body[-1] in _CLOSE or body.rstrip(".,;")[-1:] in _CLOSE or body[1:].count(body[0]) == 0)
        ):
            inside = True
            rest = _QUOTATION.sub(" ", body).strip(" .,;") if body.count('"') + body.count("“") > 1 else ""
            outside |= bool(_LETTERS.search(rest)) and body[-1] not in _CLOSE
            continue
        outside = True
        inside |= any(len(_WORD.findall(match.group())) >= MIN_QUOTED_WORDS for match in _QUOTATION.finditer(piece))
    if inside:
        return "mixed" if outside else "direct"
    return "indirect"


def _that_length(piece: str) -> int:
    match = _LEADING_THAT.match(piece)
    return match.end() if match else 0


@lru_cache(maxsize=1)
def _index_cues() -> dict[str, tuple[tuple[tuple[str, ...], Cue], ...]]:
    index: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for cue in vocabulary.cues():
        for form in cue.forms:
            words = tuple(form.split())
            index.setdefault(words[-1], []).append((words, cue))
    return {word: tuple(sorted(forms, key=lambda item: -len(item[0]))) for word, forms in index.items()}


def find_cue(words: str) -> Cue | None:
    """The vocabulary's cue in a cue span as written ("later acknowledged"), the last one where there are several."""
    found = [word.lower() for word in _WORD.findall(words)]
    index = _index_cues()
    for place in range(len(found), 0, -1):
        for form, cue in index.get(found[place - 1], ()):
            if tuple(found[max(0, place - len(form)) : place]) == form:
                return cue
    return None


def find_modality(words: str, cue: Cue | None) -> str:
    """The attitude that the cue expresses; `asserted` where it tells none."""
    if _HEDGE.search(words) and (cue is None or cue.modality == "asserted"):
        return "hedged"
    return cue.modality if cue else "asserted"


def is_cue_negated(words: str) -> bool:
    """Whether the speaker did not do what the cue says: "did not say", "never confirmed"."""
    return _NOT.search(words) is not None


def is_content_negated(text: str, content: Sequence[Span]) -> bool:
    """Whether the first clause of what is said holds a negation."""
    if not content:
        return False
    start, end = content[0]
    piece = text[start : min(end, start + 300)]
    piece = piece[_that_length(piece) :].lstrip(_MARKS + " ")
    stop = _CLAUSE_END.search(piece, 1)
    return _NOT.search(piece[: stop.start()] if stop else piece) is not None


def is_negated(words: str, cue: Cue | None, text: str, content: Sequence[Span]) -> bool:
    """Whether, all told, something is said not to be so: "denied that X" yes, "denied that X did not" no."""
    denies = cue is not None and cue.negates and not is_cue_negated(words)
    return denies != is_content_negated(text, content)
