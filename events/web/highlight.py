"""Mark spans in an article's text: a pure function from text and spans to safe HTML.

Spans may overlap in any way. HTML elements may only nest, so a span that crosses another one's edge, or a paragraph's,
is drawn as several elements; all carry `data-of`, and only the first carries the id. The words stay exactly the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_LINES = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\r?\n")
_BLANK_LINES = re.compile(r"[\s]*\n[ \t]*\r?\n\s*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to draw, half-open, in code points. Marks with one `anchor` are parts of one thing (a split quotation).

    `css`: class names; `href`: where it leads, "" for nowhere; `tip`: what hover and focus show; `number`: drawn before
    the first part, linked to `note`.
    """

    start: int
    end: int
    anchor: str
    css: str
    href: str = ""
    tip: str = ""
    number: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under one set of marks, outermost first; `breaks` marks the white space between paragraphs."""

    text: str
    marks: tuple[Mark, ...]
    breaks: bool = False


def cut_pieces(text: str, marks: Iterable[Mark], paragraphs: bool = True) -> list[Piece]:
    """Cut text where any mark or paragraph begins or ends; spans outside the text are clipped, empty ones dropped."""
    spans = sorted((m for m in marks if m.start < min(m.end, len(text)) and m.end > 0), key=_nesting_order)
    breaks = [match.span() for match in _find_breaks(text)] if paragraphs else []
    edges = {0, len(text)}
    edges.update(edge for span in spans for edge in (max(span.start, 0), min(span.end, len(text))))
    edges.update(edge for span in breaks for edge in span)
    cuts = sorted(edges)
    break_starts = {start for start, _ in breaks}
    break_ends = {end for _, end in breaks}
    pieces: list[Piece] = []
    active: list[Mark] = []
    waiting = 0
    in_break = False
    for start, end in pairwise(cuts):
        active = [mark for mark in active if mark.end > start]
        while waiting < len(spans) and spans[waiting].start <= start:
            active.append(spans[waiting])
            waiting += 1
        in_break = start in break_starts or (in_break and start not in break_ends)
        pieces.append(Piece(text[start:end], () if in_break else tuple(active), in_break))
    return pieces


def mark_text(text: str, marks: Iterable[Mark]) -> SafeString:
    """Return the text as paragraphs with its marks drawn; everything in it is escaped."""
    out: list[str] = []
    writer = _Writer(out)
    in_paragraph = False
    for piece in cut_pieces(text, marks):
        if piece.breaks:
            writer.move_to(())
            if in_paragraph:
                out.append("</p>")
            in_paragraph = False
            out.append(piece.text)
            continue
        if not in_paragraph:
            out.append("<p>")
            in_paragraph = True
        writer.move_to(piece.marks)
        out.append(escape(piece.text))
    writer.move_to(())
    if in_paragraph:
        out.append("</p>")
    return mark_safe("".join(out))  # noqa: S308 - every part was escaped above


def mark_line(text: str, marks: Iterable[Mark]) -> SafeString:
    """Return one line of text (a title) with its marks drawn, without paragraphs."""
    out: list[str] = []
    writer = _Writer(out)
    for piece in cut_pieces(text, marks, paragraphs=False):
        writer.move_to(piece.marks)
        out.append(escape(piece.text))
    writer.move_to(())
    return mark_safe("".join(out))  # noqa: S308 - every part was escaped above


def _nesting_order(mark: Mark) -> tuple[int, int, str]:
    return (max(mark.start, 0), -mark.end, mark.anchor)


def _find_breaks(text: str) -> Iterable[re.Match[str]]:
    """Where blank lines exist, they part the paragraphs and single line ends stay; else every line is a paragraph."""
    return (_BLANK_LINES if _BLANK_LINE.search(text) else _LINES).finditer(text)


class _Writer:
    """Opens and closes elements so that they always nest, whatever the marks do."""

    def __init__(self, out: list[str]) -> None:
        self.out = out
        self.open: list[tuple[Mark, str]] = []
        self.seen: set[str] = set()

    def move_to(self, marks: Sequence[Mark]) -> None:
        """Close what no longer applies (and what stands inside it), then open what now does."""
        same = 0
        while same < len(marks) and same < len(self.open) and self.open[same][0] is marks[same]:
            same += 1
        while len(self.open) > same:
            self.out.append(f"</{self.open.pop()[1]}>")
        for mark in marks[same:]:
            self._start(mark)

    def _start(self, mark: Mark) -> None:
        in_link = any(tag == "a" for _, tag in self.open)  # a link inside a link is not HTML: the outer one stays
        first = mark.anchor not in self.seen
        self.seen.add(mark.anchor)
        if first and mark.number and not in_link:
            self.out.append(
                format_html('<a class="claim-number" href="#{}" data-number="{}" title="{}"></a>',
                            mark.note, mark.number, mark.tip)
            )  # fmt: skip
        tag = "a" if mark.href and not in_link else "span"
        self.open.append((mark, tag))
        self.out.append(
            format_html(
                '<{}{} class="mark {}" data-of="{}"{}{}>',
                tag,
                format_html(' id="{}"', mark.anchor) if first else "",
                mark.css,
                mark.anchor,
                format_html(' href="{}"', mark.href) if tag == "a" else "",
                format_html(' data-tip="{}"', mark.tip) if mark.tip else "",
            )
        )
