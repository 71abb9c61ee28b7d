"""The shapes in which English news says who says what, one function a shape; each fills in a SegmentReading.

Confidence is how often a shape was right on training data.
"""

from __future__ import annotations

from .contents import find_content_start, find_fronted
from .cues import CueHit
from .grammar import CONJUNCTIONS, PREPOSITIONS, PRONOUNS, SENTENCE_SIGNS, TIME_WORDS, may_be_finite
from .segment_reading import SegmentReading, find_sentence_subject
from .segments import QUOTE, Segment
from .subjects import find_left_source, find_phrase_source, find_right_source

# Verbs that stand before their subject also where nothing is quoted.
INVERTED = frozenset({"say", "report", "write", "add", "note", "announce", "explain", "warn"})
# The share of each shape whose content overlaps a true one by half or more, on 500 documents of claims-polnear-train.
CONFIDENCE_QUOTED = 0.97
CONFIDENCE_THAT = 0.92
CONFIDENCE_BARE = 0.8
CONFIDENCE_FRONTED = 0.71
CONFIDENCE_WEAK = 0.75


def read_cue(reading: SegmentReading, number: int) -> None:
    """Read the attribution of one cue by the form of its verb."""
    shapes = {"phrase": read_phrase, "gerund": read_gerund, "noun": read_noun, "passive": read_passive}
    hit = reading.hits[number]
    shapes.get(hit.form, read_finite)(reading, number)
    if hit.cue.strength == "weak" and not _is_said(reading, number):
        reading.contents[number].clear()


def _is_said(reading: SegmentReading, number: int) -> bool:
    """A weak cue attributes only with a source and a "that" or a quotation: "holds talks" says nothing."""
    firsts = {reading.segment.lower[start] for start, _ in reading.contents[number]}
    return reading.sources[number] is not None and bool(firsts & {"that", "whether", "if", QUOTE})


def read_finite(reading: SegmentReading, number: int) -> None:
    """`Smith said that …`, `"…," Smith said`, `"…," said Smith`, `"…," Smith said, "…"`, and with the source elided."""
    if not _read_inverted(reading, number) and not _read_fronted(reading, number):
        start = find_content_start(reading.segment, reading.hits[number], len(reading.segment))
        if start is not None:
            reading.take_right(number, start)
            reading.confidence[number] = _rate(reading, number, start)


def _read_inverted(reading: SegmentReading, number: int) -> bool:
    """`"…," said Smith, the mayor.`"""
    segment, hit = reading.segment, reading.hits[number]
    lower = segment.lower
    before = lower[hit.start - 1] if hit.start else ""
    quoted = before == QUOTE or (before == "," and hit.start > 1 and lower[hit.start - 2] == QUOTE)
    if not (quoted or before == ",") or hit.cue.strength == "weak" or not _is_inverted(segment, hit, quoted):
        return False
    right = find_right_source(segment, hit.end, len(segment))
    fronted = find_fronted(segment, hit.start, reading.find_sentence_floor(number, hit.start))
    if right is None or fronted is None:
        return False
    reading.sources[number] = right
    reading.contents[number].append(fronted)
    reading.confidence[number] = CONFIDENCE_QUOTED if lower[fronted[1] - 1] == QUOTE else CONFIDENCE_FRONTED
    reading.take_quote_after(number, right[1])
    return True


def _read_fronted(reading: SegmentReading, number: int) -> bool:
    """`"…," Smith said.` and `A, Smith said, B.`; finds the subject for the other order too."""
    segment, hit = reading.segment, reading.hits[number]
    lower = segment.lower
    source = reading.find_subject(number)
    reading.sources[number] = source
    start = find_content_start(segment, hit, len(segment))
    if source is None or not (start is None or (source[0] and lower[source[0] - 1] == QUOTE)):
        return False
    fronted = find_fronted(segment, source[0], reading.find_sentence_floor(number, source[0]))
    if fronted is None or fronted[1] > hit.start:
        return False
    quoted = lower[fronted[1] - 1] == QUOTE
    if hit.cue.strength == "weak" and not quoted:
        return True
    reading.contents[number].append(fronted)
    reading.confidence[number] = CONFIDENCE_QUOTED if quoted else CONFIDENCE_FRONTED
    if start is not None and lower[start] == QUOTE:
        reading.take_right(number, start)
    elif not quoted:
        reading.take_rest(number)
    return True


def _is_inverted(segment: Segment, hit: CueHit, quoted: bool) -> bool:
    """`"…," said Smith` and `…, said Smith.`: a bare verb, a name or noun after it, and then nothing more is said."""
    right = find_right_source(segment, hit.end, len(segment))
    if right is None or hit.start != hit.head or segment.lower[right[0]] in PREPOSITIONS | {"to", "that"}:
        return False
    if quoted:
        return True
    lower = segment.lower
    if hit.cue.lemma not in INVERTED or lower[right[0]] in PRONOUNS:
        return False
    if any(may_be_finite(word) or word in TIME_WORDS for word in lower[right[0] : right[1]]):
        return False
    behind = lower[right[1]] if right[1] < len(lower) else "."
    return behind in SENTENCE_SIGNS or behind in {",", "in", "on", "at", "during"}


def _rate(reading: SegmentReading, number: int, start: int) -> float:
    if reading.hits[number].cue.strength == "weak":
        return CONFIDENCE_WEAK
    word = reading.segment.lower[start]
    return CONFIDENCE_QUOTED if word == QUOTE else CONFIDENCE_THAT if word == "that" else CONFIDENCE_BARE


def read_gerund(reading: SegmentReading, number: int) -> None:
    """`Stressing that A, Smith said B` and `Smith said A, noting that B`: the main clause's subject speaks."""
    segment, hit = reading.segment, reading.hits[number]
    start = find_content_start(segment, hit, len(segment))
    if start is None:
        return
    reading.confidence[number] = _rate(reading, number, start)
    opens = hit.start == 0 or (hit.start == 1 and segment.lower[0] in CONJUNCTIONS)
    if not opens:
        reading.take_right(number, start)
        reading.sources[number] = reading.share_source(number)
        return
    for later in reading.hits[number + 1 :]:
        source = find_left_source(segment, later.start, start) if later.form in {"finite", "passive"} else None
        if source is not None and segment.lower[source[0] - 1] == ",":
            reading.sources[number] = source
            reading.contents[number].append((start, source[0] - 1))
            return
    comma = next((p for p in range(start, len(segment)) if segment.lower[p] == ","), None)
    if comma is not None and comma > start:
        reading.contents[number].append((start, comma))
        reading.sources[number] = find_sentence_subject(segment, len(segment), comma + 1)


def read_phrase(reading: SegmentReading, number: int) -> None:
    """`According to X, A` and `A, according to X`."""
    segment, hit = reading.segment, reading.hits[number]
    lower = segment.lower
    source = find_phrase_source(segment, hit.end, len(segment))
    if source is None:
        return
    reading.sources[number] = source
    reading.confidence[number] = CONFIDENCE_FRONTED
    opens = hit.start == 0 or lower[hit.start - 1] in CONJUNCTIONS | SENTENCE_SIGNS
    if opens:
        start = source[1] + (1 if source[1] < len(lower) and lower[source[1]] == "," else 0)
        if start < len(lower):
            reading.take_right(number, start)
        return
    floor = reading.find_sentence_floor(0, hit.start)
    end = hit.start
    while end > floor and lower[end - 1] in {",", "—", "–", "--", "("}:
        end -= 1
    if end > floor:
        reading.contents[number].append((floor, end))


def read_noun(reading: SegmentReading, number: int) -> None:
    """`Trump's claim that A`, `the ministry's statement that A`."""
    segment, hit = reading.segment, reading.hits[number]
    lower = segment.lower
    start = hit.end + (1 if lower[hit.end] == ":" else 0)
    if start >= len(lower):
        return
    reading.take_right(number, start)
    reading.confidence[number] = CONFIDENCE_WEAK
    for place in range(hit.start - 1, max(-1, hit.start - 5), -1):
        if lower[place] in {"’s", "'s"}:
            reading.sources[number] = find_left_source(segment, place, reading.floor(number))
            return
        if lower[place] in {"his", "her", "their", "its", "my", "our"}:
            reading.sources[number] = (place, place + 1)
            return


def read_passive(reading: SegmentReading, number: int) -> None:
    """`It was reported that A`, `A was described by X as B`: the source is behind "by", or not named."""
    segment, hit = reading.segment, reading.hits[number]
    lower = segment.lower
    for place in range(hit.end, min(len(lower) - 1, hit.end + 8)):
        if lower[place] == "by":
            reading.sources[number] = find_right_source(segment, place + 1, len(segment))
            break
    start = find_content_start(segment, hit, len(segment))
    if start is not None and lower[start] in {"that", QUOTE, "to"}:
        reading.take_right(number, start)
        reading.confidence[number] = CONFIDENCE_WEAK
