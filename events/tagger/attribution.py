"""Read who says what: sources, cues and contents, by the order of words around cues and quotation marks.

The shapes read, with examples, stand at the functions. Confidence is how often a shape was right on training data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from events.pipeline.records import Attribution, Span

from .contents import find_content_end, find_content_start, find_fronted, to_span
from .cues import CueHit, find_cues
from .grammar import CONJUNCTIONS, PREPOSITIONS, PRONOUNS, SENTENCE_SIGNS, SUBORDINATORS, may_be_finite
from .segments import QUOTE, Segment
from .subjects import Range, find_left_source, find_phrase_source, find_right_source

_MARKS = "\"“”„«»‘’'"
# Verbs that stand before their subject also where nothing is quoted.
INVERTED = frozenset({"say", "report", "write", "add", "note", "announce", "explain", "warn"})
# The share of each shape whose content overlaps a true one by half or more, on 500 documents of claims-polnear-train.
CONFIDENCE_QUOTED = 0.97
CONFIDENCE_THAT = 0.92
CONFIDENCE_BARE = 0.8
CONFIDENCE_FRONTED = 0.71
CONFIDENCE_WEAK = 0.75


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
    if not hits:
        return _read_colon(segment)
    reader = _Reader(segment, hits)
    for number in range(len(hits)):
        reader.read(number)
    return reader.finish(announces)


def _read_colon(segment: Segment) -> list[Attribution]:
    """`Smith: "…"` without a verb."""
    lower = segment.lower
    for place in range(1, min(len(lower) - 1, 12)):
        if lower[place] == ":" and lower[place + 1] == QUOTE and all(segment.raw[0][:1].isupper() for _ in (0,)):
            content = find_content_end(segment, place + 1, len(lower), ())
            return [
                Attribution(
                    (to_span(segment, (0, place)),),
                    (to_span(segment, (place, place + 1)),),
                    (to_span(segment, (place + 1, content)),),
                    CONFIDENCE_BARE,
                )
            ]
        if lower[place] in SENTENCE_SIGNS or lower[place] == QUOTE:
            break
    return []


class _Reader:
    """One segment being read: the attributions so far, as unit ranges, by cue."""

    def __init__(self, segment: Segment, hits: list[CueHit]) -> None:
        self.segment = segment
        self.hits = hits
        self.sources: list[Range | None] = [None] * len(hits)
        self.contents: list[list[Range]] = [[] for _ in hits]
        self.confidence: list[float] = [0.0] * len(hits)
        self.borders = [self._find_border(number) for number in range(len(hits))]

    # -------------------------------------------------------------------------------------------------------- borders

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

    # -------------------------------------------------------------------------------------------------------- reading

    def read(self, number: int) -> None:
        hit = self.hits[number]
        if hit.form == "phrase":
            self._read_phrase(number)
        elif hit.form == "gerund":
            self._read_gerund(number)
        elif hit.form == "noun":
            self._read_noun(number)
        elif hit.form == "passive":
            self._read_passive(number)
        else:
            self._read_finite(number)

    def _ceiling(self, number: int) -> int:
        return len(self.segment)

    def _stops(self, number: int) -> list[int]:
        return [border for border in self.borders[number + 1 :] if border < len(self.segment)]

    def _floor(self, number: int) -> int:
        return self.hits[number - 1].end if number else 0

    def _take_right(self, number: int, start: int) -> None:
        end = find_content_end(self.segment, start, self._ceiling(number), self._stops(number))
        if end > start:
            self.contents[number].append((start, end))

    def _read_finite(self, number: int) -> None:
        """`Smith said that …`, `"…," Smith said`, `"…," said Smith`, `"…," Smith said, "…"`, and with the source elided."""
        segment, hit = self.segment, self.hits[number]
        lower = segment.lower
        before = lower[hit.start - 1] if hit.start else ""
        quoted = before == QUOTE or (before == "," and hit.start > 1 and lower[hit.start - 2] == QUOTE)
        if (quoted or before == ",") and hit.cue.strength == "strong" and self._is_inverted(hit, quoted):
            right = find_right_source(segment, hit.end, len(segment))
            fronted = find_fronted(segment, hit.start, self._sentence_floor(number, hit.start))
            if right is not None and fronted is not None:
                self.sources[number] = right
                self.contents[number].append(fronted)
                self.confidence[number] = CONFIDENCE_QUOTED if lower[fronted[1] - 1] == QUOTE else CONFIDENCE_FRONTED
                self._take_quote_after(number, right[1])
                return
        source = self._find_subject(number)
        start = find_content_start(segment, hit, len(segment))
        self.sources[number] = source
        if source is not None and (start is None or lower[source[0] - 1 if source[0] else 0] == QUOTE):
            fronted = find_fronted(segment, source[0], self._sentence_floor(number, source[0]))
            if fronted is not None and fronted[1] <= hit.start:
                self.contents[number].append(fronted)
                self.confidence[number] = CONFIDENCE_QUOTED if lower[fronted[1] - 1] == QUOTE else CONFIDENCE_FRONTED
                if hit.cue.strength == "weak" and lower[fronted[1] - 1] != QUOTE:
                    self.contents[number].clear()
                    return
                if start is not None and lower[start] == QUOTE:
                    self._take_right(number, start)
                elif lower[fronted[1] - 1] != QUOTE:
                    self._take_rest(number)
                return
        if start is not None:
            self._take_right(number, start)
            self.confidence[number] = self._rate(hit, start)

    def _find_subject(self, number: int) -> Range | None:
        """The subject left of a finite verb; the one before where it is left out after "and", "but" or a comma."""
        segment, hit = self.segment, self.hits[number]
        before = segment.lower[hit.start - 1] if hit.start else ""
        if before in CONJUNCTIONS:
            return self._shared_source(number)
        source = find_left_source(segment, hit.start, self._floor(number))
        if source is None and before == "," and number:
            source = find_left_source(segment, hit.start, 0) or self._shared_source(number)
        return source

    def _rate(self, hit: CueHit, start: int) -> float:
        if hit.cue.strength == "weak":
            return CONFIDENCE_WEAK
        word = self.segment.lower[start]
        return CONFIDENCE_QUOTED if word == QUOTE else CONFIDENCE_THAT if word == "that" else CONFIDENCE_BARE

    def _is_inverted(self, hit: CueHit, quoted: bool) -> bool:
        """`"…," said Smith` and `…, said Smith.`: a bare verb, a name or noun after it, and then nothing more is said."""
        segment = self.segment
        right = find_right_source(segment, hit.end, len(segment))
        if right is None or hit.start != hit.head or segment.lower[right[0]] in PREPOSITIONS | {"to", "that"}:
            return False
        if quoted:
            return True
        lower = segment.lower
        if hit.cue.lemma not in INVERTED or lower[right[0]] in PRONOUNS:
            return False
        behind = lower[right[1]] if right[1] < len(lower) else "."
        return behind in SENTENCE_SIGNS or behind in {",", "in", "on", "at", "during"}

    def _sentence_floor(self, number: int, end: int) -> int:
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

    def _take_rest(self, number: int) -> None:
        """`A, Smith said, B.`: what follows the second comma is said too, unless it tells what he did meanwhile."""
        lower, end = self.segment.lower, self.hits[number].end
        if end + 1 >= len(lower) or lower[end] != "," or lower[end + 1].endswith("ing"):
            return
        if lower[end + 1] not in CONJUNCTIONS | {"who", "which"}:
            self._take_right(number, end + 1)

    def _take_quote_after(self, number: int, place: int) -> None:
        lower = self.segment.lower
        for step in range(place, min(len(lower), place + 15)):
            if lower[step] == QUOTE:
                self._take_right(number, step)
                return

    def _shared_source(self, number: int) -> Range | None:
        """The source of the attribution before, for `said … but later acknowledged`; else the sentence's own subject."""
        for earlier in range(number - 1, -1, -1):
            if self.sources[earlier] is not None:
                return self.sources[earlier]
        return find_sentence_subject(self.segment, self.hits[number].start)

    def _read_gerund(self, number: int) -> None:
        """`Stressing that A, Smith said B` and `Smith said A, noting that B`: the main clause's subject speaks."""
        segment, hit = self.segment, self.hits[number]
        start = find_content_start(segment, hit, len(segment))
        if start is None:
            return
        self.confidence[number] = self._rate(hit, start)
        opens = hit.start == 0 or (hit.start == 1 and segment.lower[0] in CONJUNCTIONS)
        if not opens:
            self._take_right(number, start)
            self.sources[number] = self._shared_source(number)
            return
        for later in self.hits[number + 1 :]:
            source = find_left_source(segment, later.start, start) if later.form in {"finite", "passive"} else None
            if source is not None and segment.lower[source[0] - 1] == ",":
                self.sources[number] = source
                self.contents[number].append((start, source[0] - 1))
                return
        comma = next((p for p in range(start, len(segment)) if segment.lower[p] == ","), None)
        if comma is not None and comma > start:
            self.contents[number].append((start, comma))
            self.sources[number] = find_sentence_subject(segment, len(segment), comma + 1)

    def _read_phrase(self, number: int) -> None:
        """`According to X, A` and `A, according to X`."""
        segment, hit = self.segment, self.hits[number]
        lower = segment.lower
        source = find_phrase_source(segment, hit.end, len(segment))
        if source is None:
            return
        self.sources[number] = source
        self.confidence[number] = CONFIDENCE_FRONTED
        opens = hit.start == 0 or lower[hit.start - 1] in CONJUNCTIONS | SENTENCE_SIGNS
        if opens:
            start = source[1] + (1 if source[1] < len(lower) and lower[source[1]] == "," else 0)
            if start < len(lower):
                self._take_right(number, start)
            return
        floor = self._sentence_floor(0, hit.start)
        end = hit.start
        while end > floor and lower[end - 1] in {",", "—", "–", "--", "("}:
            end -= 1
        if end > floor:
            self.contents[number].append((floor, end))

    def _read_noun(self, number: int) -> None:
        """`Trump's claim that A`, `the ministry's statement that A`."""
        segment, hit = self.segment, self.hits[number]
        lower = segment.lower
        start = hit.end + (1 if lower[hit.end] == ":" else 0)
        if start >= len(lower):
            return
        self._take_right(number, start)
        self.confidence[number] = CONFIDENCE_WEAK
        for place in range(hit.start - 1, max(-1, hit.start - 5), -1):
            if lower[place] in {"’s", "'s"}:
                self.sources[number] = find_left_source(segment, place, self._floor(number))
                return
            if lower[place] in {"his", "her", "their", "its", "my", "our"}:
                self.sources[number] = (place, place + 1)
                return

    def _read_passive(self, number: int) -> None:
        """`It was reported that A`, `A was described by X as B`: the source is behind "by", or not named."""
        segment, hit = self.segment, self.hits[number]
        lower = segment.lower
        for place in range(hit.end, min(len(lower) - 1, hit.end + 8)):
            if lower[place] == "by":
                self.sources[number] = find_right_source(segment, place + 1, len(segment))
                break
        start = find_content_start(segment, hit, len(segment))
        if start is not None and lower[start] in {"that", QUOTE, "to"}:
            self._take_right(number, start)
            self.confidence[number] = CONFIDENCE_WEAK

    # -------------------------------------------------------------------------------------------------------- results

    def _is_said(self, number: int, content: Sequence[Range]) -> bool:
        """A weak cue attributes only with a source and a "that" or a quotation: "holds talks" says nothing."""
        first = self.segment.lower[content[0][0]]
        return self.sources[number] is not None and first in {"that", "whether", "if", QUOTE}

    def finish(self, announces: bool) -> list[Attribution]:
        """What was read; the last strong cue of a segment that announces a quotation is kept without content too."""
        found = []
        for number, hit in enumerate(self.hits):
            content = [units for units in self.contents[number] if units[1] > units[0]]
            opens = announces and number == len(self.hits) - 1 and hit.form in {"finite", "gerund"}
            if not content and not (opens and hit.cue.strength == "strong"):
                continue
            source = self.sources[number]
            if hit.cue.strength == "weak" and not self._is_said(number, content):
                continue
            self.confidence[number] = self.confidence[number] or CONFIDENCE_QUOTED
            spans: list[Span] = [to_span(self.segment, units) for units in sorted(content)]
            found.append(
                Attribution(
                    (to_span(self.segment, source),) if source else (),
                    (to_span(self.segment, (hit.start, hit.end)),),
                    tuple(spans),
                    self.confidence[number],
                )
            )
        return found


def find_sentence_subject(segment: Segment, ceiling: int, start: int = 0) -> Range | None:
    """The subject with which a clause opens, for verbs that leave it out: up to its first verb."""
    for place in range(start, min(ceiling, start + 30)):
        if may_be_finite(segment.lower[place]) or segment.lower[place] == QUOTE:
            return find_left_source(segment, place, start) if place > start else None
    return None
