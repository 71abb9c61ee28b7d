"""Split a text into sentences, with offsets.

Lines are paragraphs, unless a text was wrapped by hand: then a line goes on when it ended in the middle of a sentence.
"""

from __future__ import annotations

import re

from events.pipeline.records import Span

from .wordlists import word_set

# Abbreviations after which a name or number follows: never an end. Lower case, without the dot.
_BEFORE_NAMES = word_set(
    """
    mr mrs ms messrs dr prof rev fr hon sen sens rep reps gov govs gen lt col maj capt cpl sgt pvt cmdr adm
    brig insp supt det pres amb atty dist st ste mt ft no nos vol fig vs jan feb mar apr jun jul aug sep sept
    oct nov dec viz cf approx ca e.g i.e
    """
)
# Abbreviations that may stand at an end too: only what follows can tell.
_EITHER = word_set(
    """
    inc co cos corp ltd bros jr sr esq etc al ph.d m.d a.m p.m u.s u.k u.n e.u u.s.a d.c b.c a.d dept ave blvd
    rd ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla
    ore pa tenn tex va vt wash wis wyo
    """
)
# Words with which sentences start and names do not.
STARTERS = word_set(
    """
    The A An In On At It He She They We I You This That These Those There But And As If When While After
    Before Since For From By With To Of Not No Its His Her Their Our My Your Some Many Most Several All Both
    Each Such According However Meanwhile Also Then Now Still Yet So Although Though Because Until Despite
    During Under Over Among Between Earlier Later Last Next What Who Where Why How Asked One Two Three Police
    Officials
    """
)
# A mark, what closes after it, then white space; it starts only where a run of marks starts, so that dots cost no time.
_MARK = re.compile(r"(?<![.!?…])([.!?…]++)([\"”’'»)\]]*+)(?=\s|$)|[。！？]++[」』”]*+")
_NEXT = re.compile(r"\s*+([\"“‘'«„(\[]*+)(\w[\w'’-]{0,40})?")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘]+\Z")
_LONGEST_WORD = 24
# "What now?" Smith asked: a quotation's own mark ends no sentence when its verb follows.
_SPEAKER_FOLLOWS = re.compile(
    r"\s*+(?:[A-Z][\w.'’-]{0,30}\s){1,4}(?:said|says|asked|asks|added|wrote|told|tweeted|replied|shouted|declared|cried|"
    r"continued|wondered|quipped|joked|exclaimed|insisted|explained)\b"
)
_PARAGRAPH = re.compile(r"[^\n]+")
_GOES_ON = re.compile(r"[\w,;–-]\s*\Z")


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences in order, as spans without white space at their ends; together they hold every word of the text."""
    spans: list[Span] = []
    for start, end in split_paragraphs(text):
        spans.extend(_split_paragraph(text, start, end))
    return tuple(spans)


def split_paragraphs(text: str) -> list[Span]:
    """The lines that hold anything, hard-wrapped ones joined."""
    found: list[Span] = []
    for line in _PARAGRAPH.finditer(text):
        start, end = _strip(text, *line.span())
        if start >= end:
            continue
        if found and _is_wrapped(text, found[-1][1], start):
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _is_wrapped(text: str, end: int, start: int) -> bool:
    """Whether a line's last word and the next line's first are parts of one sentence."""
    return (
        text.count("\n", end, start) == 1
        and text[start].islower()
        and _GOES_ON.search(text, max(0, end - 3), end) is not None
    )


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _split_paragraph(text: str, start: int, end: int) -> list[Span]:
    spans: list[Span] = []
    begin = start
    for mark in _MARK.finditer(text, start, end):
        if mark.end() >= end or not _is_end(text, mark, begin, end):
            continue
        spans.append(_strip(text, begin, mark.end()))
        begin = mark.end()
    last = _strip(text, begin, end)
    if last[0] < last[1]:
        spans.append(last)
    return [span for span in spans if span[0] < span[1]]


def _is_end(text: str, mark: re.Match[str], begin: int, end: int) -> bool:
    sign, closers = mark.group(1), mark.group(2)
    if sign is None:
        return True
    following = _NEXT.match(text, mark.end(), end)
    if following is None:
        return True
    opener, word = following.group(1), following.group(2) or ""
    if word[:1].islower() and not opener:
        return False
    if closers:
        return not (sign[-1] in "?!" and _SPEAKER_FOLLOWS.match(text, mark.end(), end))
    if sign != ".":
        return True
    return not _is_abbreviation(text, mark.start(), begin, opener, word)


def _is_abbreviation(text: str, dot: int, begin: int, opener: str, following: str) -> bool:
    """Whether the dot belongs to the word before it, going by the word and by what comes next."""
    before = _LAST_WORD.search(text, max(begin, dot - _LONGEST_WORD), dot)
    if before is None:
        return False
    word = before.group()
    lower = word.lower().lstrip("'’“\"(")
    if lower in _BEFORE_NAMES:
        if lower in {"no", "nos"}:
            return following[:1].isdigit()
        return True
    is_initial = (len(word) == 1 and word.isupper() and word != "I") or (word[-2:-1] == "." and word[-1:].isupper())
    if lower in _EITHER or is_initial:
        return not opener and following not in STARTERS
    return False
