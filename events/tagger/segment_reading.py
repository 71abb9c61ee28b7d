"""One segment while it is read: its cues, and by cue the source and contents found so far, as ranges of units."""

from __future__ import annotations

from .contents import find_content_end, find_content_start
from .cues import CueHit
from .grammar import CONJUNCTIONS, PRONOUNS, SENTENCE_SIGNS, SUBORDINATORS, may_be_finite
from .segments import QUOTE, Segment
from .subjects import Range, find_left_source

# A clause whose verb is further away than this opens with something else than its subject.
MAX_SUBJECT = 30


class SegmentReading:
    """The state that the shapes (shapes.py) fill in, cue by cue from the left."""

    def __init__(self, segment: Segment, hits: list[CueHit]) -> None:
        self.segment = segment
        self.hits = hits
        self.sources: list[Range | None] = [None] * len(hits)
        self.contents: list[list[Range]] = [[] for _ in hits]
        self.confidence: list[float] = [0.0] * len(hits)
        self.borders = [self._find_border(number) for number in range(len(hits))]

    def _find_border(self, number: int) -> int:
        """The unit at which an earlier statement must stop because this attribution begins; far right where it is nested."""
        segment, hit = self.segment, self.hits[number]
        lower = segment.lower
        if number == 0:
            return len(lower)
        before = lower[hit.start - 1] if hit.start else ""
        if hit.form == "gerund" or hit.form == "phrase":
            if before == ",":
                return hit.start - 1
            if before == QUOTE:
                return hit.start
            if before in CONJUNCTIONS:
                return hit.start - 2 if hit.start > 1 and lower[hit.start - 2] == "," else hit.start - 1
            return len(lower)
        if before in CONJUNCTIONS:
            return hit.start - 2 if hit.start > 1 and lower[hit.start - 2] == "," else hit.start - 1
        source = find_left_source(segment, hit.start, self.hits[number - 1].end)
        if source is None or hit.form not in {"finite", "passive"}:
            return len(lower)
        place = source[0]
        if place and lower[place - 1] in {"but", "while", "and", "whereas", ";"} and lower[source[0]] not in PRONOUNS:
            return place - 1
        if place and lower[place - 1] == ",":
            fronted = find_content_start(segment, hit, len(lower)) is None
            if fronted or (lower[0] in SUBORDINATORS and place > 1):
                return place - 1
        return len(lower)

    def _stops(self, number: int) -> list[int]:
        return [border for border in self.borders[number + 1 :] if border < len(self.segment)]

    def floor(self, number: int) -> int:
        return self.hits[number - 1].end if number else 0

    def take_right(self, number: int, start: int) -> None:
        end = find_content_end(self.segment, start, len(self.segment), self._stops(number))
        if end > start:
            self.contents[number].append((start, end))

    def take_rest(self, number: int) -> None:
        """`A, Smith said, B.`: what follows the second comma is said too, unless it tells what he did meanwhile."""
        lower, end = self.segment.lower, self.hits[number].end
        if end + 1 >= len(lower) or lower[end] != "," or lower[end + 1].endswith("ing"):
            return
        if lower[end + 1] not in CONJUNCTIONS | {"who", "which"}:
            self.take_right(number, end + 1)

    def take_quote_after(self, number: int, place: int) -> None:
        lower = self.segment.lower
        for step in range(place, min(len(lower), place + 15)):
            if lower[step] == QUOTE:
                self.take_right(number, step)
                return

    def find_subject(self, number: int) -> Range | None:
        """The subject left of a finite verb; the one before where it is left out after "and", "but" or a comma."""
        segment, hit = self.segment, self.hits[number]
        before = segment.lower[hit.start - 1] if hit.start else ""
        if before in CONJUNCTIONS:
            return self.share_source(number)
        source = find_left_source(segment, hit.start, self.floor(number))
        if source is None and before == "," and number:
            source = find_left_source(segment, hit.start, 0) or self.share_source(number)
        return source

    def share_source(self, number: int) -> Range | None:
        """The source of the attribution before, for `said … but later acknowledged`; else the sentence's own subject."""
        for earlier in range(number - 1, -1, -1):
            if self.sources[earlier] is not None:
                return self.sources[earlier]
        return find_sentence_subject(self.segment, self.hits[number].start)

    def find_sentence_floor(self, number: int, end: int) -> int:
        """Where what is said in front may begin: behind the sentence or attribution before it."""
        lower = self.segment.lower
        floor = 0
        for earlier in range(number):
            for _, stop in self.contents[earlier]:
                if stop < end and self.contents[earlier]:
                    floor = max(floor, stop)
        for place in range(end - 2, floor, -1):
            if lower[place - 1] in SENTENCE_SIGNS and place < end:
                return place
        return floor


def find_sentence_subject(segment: Segment, ceiling: int, start: int = 0) -> Range | None:
    """The subject with which a clause opens, for verbs that leave it out: up to its first verb."""
    for place in range(start, min(ceiling, start + MAX_SUBJECT)):
        if may_be_finite(segment.lower[place]) or segment.lower[place] == QUOTE:
            return find_left_source(segment, place, start) if place > start else None
    return None
