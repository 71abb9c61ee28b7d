"""Read who says what: sources, cues and contents, by the order of words around cues and quotation marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.pipeline.records import Attribution

from .contents import find_content_end, to_span
from .cues import find_cues
from .grammar import SENTENCE_SIGNS
from .segment_reading import SegmentReading, find_sentence_subject
from .segments import QUOTE, Segment
from .shapes import CONFIDENCE_BARE, CONFIDENCE_QUOTED, read_cue

_MARKS = "\"“”„«»‘’'"
_NOBODY = frozenset({"there", "it", "here", "this", "that", "these", "those", "what", "one", "which"})
# A name before a colon is short; more words are a sentence.
MAX_NAME = 12


def find_attributions(segments: Sequence[Segment]) -> list[Attribution]:
    """All attributions of a document in order, quotations that go on over sentences and paragraphs joined."""
    found: list[Attribution] = []
    going_on: int | None = None
    last_paragraph = -1
    for number, segment in enumerate(segments):
        if segment.only_quotes:
            if going_on is not None and segment.paragraph - last_paragraph <= 1:
                more = tuple((q.start, q.end) for q in segment.quotes if q is not None)
                held = found[going_on]
                found[going_on] = replace(held, content=held.content + more)
                last_paragraph = segment.paragraph
            continue
        going_on, last_paragraph = None, segment.paragraph
        announces = segment.lower[-1] == ":" and number + 1 < len(segments) and segments[number + 1].only_quotes
        for attribution in read_segment(segment, announces):
            if announces or _is_quoted(segment.text, attribution):
                going_on = len(found)
            found.append(attribution)
    return [attribution for attribution in found if attribution.content]


def _is_quoted(text: str, attribution: Attribution) -> bool:
    return any(text[a] in _MARKS or text[b - 1] in _MARKS for a, b in attribution.content)


def read_segment(segment: Segment, announces: bool = False) -> list[Attribution]:
    """The attributions of one segment, left to right; where it `announces` what follows, its last cue may lack content."""
    hits = find_cues(segment)
    reading = SegmentReading(segment, hits)
    for number in range(len(hits)):
        read_cue(reading, number)
    found = (_finish(reading, number, announces and number == len(hits) - 1) for number in range(len(hits)))
    return [attribution for attribution in found if attribution is not None] or _read_colon(segment)


def _read_colon(segment: Segment) -> list[Attribution]:
    """`Smith: "…"`, and `Smith shook his head: "…"`, where no verb of saying is found."""
    lower = segment.lower
    for place in range(1, len(lower) - 1):
        if lower[place] in SENTENCE_SIGNS or lower[place] == QUOTE:
            return []
        if lower[place] == ":" and lower[place + 1] == QUOTE:
            source = find_sentence_subject(segment, place) or ((0, place) if place < MAX_NAME else None)
            if source is None or lower[source[0]] in _NOBODY:
                return []
            end = find_content_end(segment, place + 1, len(lower), ())
            spans = [to_span(segment, units) for units in (source, (place, place + 1), (place + 1, end))]
            return [Attribution((spans[0],), (spans[1],), (spans[2],), CONFIDENCE_BARE)]
    return []


def _finish(reading: SegmentReading, number: int, announces: bool) -> Attribution | None:
    """What was read at one cue, or None; a strong cue that announces a quotation is kept without content too."""
    segment, hit = reading.segment, reading.hits[number]
    content = sorted(units for units in reading.contents[number] if units[1] > units[0])
    opens = announces and hit.form in {"finite", "gerund"} and hit.cue.strength == "strong"
    if not content and not opens:
        return None
    source = reading.sources[number]
    return Attribution(
        (to_span(segment, source),) if source else (),
        (to_span(segment, (hit.start, hit.end)),),
        tuple(to_span(segment, units) for units in content),
        reading.confidence[number] or CONFIDENCE_QUOTED,
    )
