"""Names in a headline, where every word may be capitalised: only those that the body or the vocabulary knows."""

from __future__ import annotations

from collections.abc import Sequence

from events.pipeline.records import Entity

from .entities import GROUP_CONFIDENCE, KNOWN_CONFIDENCE
from .lexicon import load_lexicon
from .names import match_known
from .tokens import tokenize

MAX_TITLE_TOKENS = 400
# A headline's case tells less than running text; names taken over from the body are a little less sure.
FROM_BODY = 0.9


def find_title_entities(title: str, body: Sequence[Entity]) -> list[Entity]:
    """The names of a title, in order, none overlapping."""
    if not title.strip():
        return []
    tokens = tokenize(title)
    lexicon = load_lexicon()
    of_body: dict[str, list[tuple[tuple[str, ...], Entity]]] = {}
    for text, entity in {entity.text: entity for entity in body}.items():
        words = tuple(tokenize(text).lower)
        if words:
            of_body.setdefault(words[0], []).append((words, entity))
    found: list[Entity] = []
    place = 0
    while place < min(len(tokens), MAX_TITLE_TOKENS):
        size, kind, confidence = 0, "", 0.0
        if not tokens.words[place][:1].islower() or "-" in tokens.words[place]:
            for words, entity in of_body.get(tokens.lower[place], ()):
                if len(words) > size and tuple(tokens.lower[place : place + len(words)]) == words:
                    size, kind, confidence = len(words), entity.type, round(entity.confidence * FROM_BODY, 2)
        known = match_known(tokens, place, lexicon)
        if known is not None and len(known.words) >= size:
            size, kind = len(known.words), known.type
            confidence = GROUP_CONFIDENCE if kind == "group" else KNOWN_CONFIDENCE
        if size:
            start, end = tokens.starts[place], tokens.ends[place + size - 1]
            found.append(Entity("title", start, end, title[start:end], kind, confidence))
        place += max(1, size)
    return found
