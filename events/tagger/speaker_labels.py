"""Speech marked by layout instead of a verb: `NAME: words` in transcripts and headlines, `“words” — Name` under quotations.

Only names that the article's reading knows as people or organisations count, or labels in capitals that come again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from events.pipeline.records import Attribution, Entity

# How sure: like a rule's own reading, so that it stands beside the network's.
CONFIDENCE = 0.9
# Fewer words after a label are a datum ("Hamad: 4"), not speech.
LEAST_WORDS = 3
_LABEL = re.compile(r"^[ \t]*([A-Z][\w.'’-]*(?: [\w.'’-]+){0,4})[ \t]?(:)[ \t]+(\S[^\n]*)", re.MULTILINE)
_CREDIT = re.compile(r"([“\"](?=\S)[^“”\"\n]{15,1000}[”\"])[ \t]*\n?[ \t]*(―|—|–|--|-)[ \t]?(?=(?P<name>[A-Z]))")
_SPEAKERS = frozenset({"person", "organization"})


def find_labelled_speech(text: str, entities: Sequence[Entity]) -> list[Attribution]:
    """The attributions that layout marks, cues are the colon or the dash."""
    speakers = {entity.start: entity for entity in entities if entity.field == "body" and entity.type in _SPEAKERS}
    return [*_read_labels(text, speakers), *_read_credits(text, speakers)]


def add_labelled_speech(text: str, entities: Sequence[Entity], found: Sequence[Attribution]) -> list[Attribution]:
    """The attributions found by words and those marked by layout, in the order of the text; for one cue, layout's."""
    labelled = find_labelled_speech(text, entities)
    marks = {one.cue[0] for one in labelled}
    kept = [one for one in found if not any(a < end and start < b for a, b in one.cue for start, end in marks)]
    return sorted([*kept, *labelled], key=lambda one: (one.cue or one.content)[0])


def _read_labels(text: str, speakers: dict[int, Entity]) -> Iterator[Attribution]:
    matches = list(_LABEL.finditer(text))
    capitals = Counter(match[1] for match in matches if match[1].isupper() and len(match[1]) > 1)
    for match in matches:
        if len(match[3].split()) < LEAST_WORDS:
            continue
        named = any(match.start(1) <= start and e.end == match.end(1) for start, e in _within(speakers, match.span(1)))
        if named or capitals[match[1]] > 1:
            content = match.start(3), match.start(3) + len(match[3].rstrip())
            yield Attribution((match.span(1),), (match.span(2),), (content,), CONFIDENCE)


def _within(speakers: dict[int, Entity], span: tuple[int, int]) -> Iterator[tuple[int, Entity]]:
    for start in range(*span):
        if start in speakers:
            yield start, speakers[start]


def _read_credits(text: str, speakers: dict[int, Entity]) -> Iterator[Attribution]:
    for match in _CREDIT.finditer(text):
        speaker = speakers.get(match.start("name"))
        if speaker is not None:
            yield Attribution(((speaker.start, speaker.end),), (match.span(2),), (match.span(1),), CONFIDENCE)
