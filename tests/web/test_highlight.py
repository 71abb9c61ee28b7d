"""Marking spans in text: whatever overlaps, the words stay and the elements nest."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from events.web.highlight import Mark, cut_pieces, mark_line, mark_text

VOID: frozenset[str] = frozenset()


class Reading(HTMLParser):
    """Reads marked text back: its characters, what covers each of them, the ids, and every fault of nesting."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.characters: list[tuple[str, frozenset[str]]] = []
        self.ids: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a" and any(open_tag == "a" for open_tag, _ in self.stack):
            self.faults.append("link in a link")
        if tag == "p" and self.stack:
            self.faults.append("paragraph inside something")
        values = dict(attrs)
        if values.get("id"):
            self.ids.append(str(values["id"]))
        self.stack.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self.stack[-1][0] if self.stack else 'nothing'}")
            return
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        covering = frozenset(str(values["data-of"]) for _, values in self.stack if "data-of" in values)
        self.characters.extend((character, covering) for character in data)

    @property
    def text(self) -> str:
        return "".join(character for character, _ in self.characters)


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    assert reading.stack == []
    return reading


texts = st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=60)
marks = st.lists(
    st.builds(
        lambda start, length, anchor, href, number: Mark(
            start, start + length, anchor, "claim", href=href, number=number, note=f"note-{anchor}", tip="who"
        ),
        st.integers(0, 60),
        st.integers(0, 30),
        st.sampled_from(["m1", "m2", "c3", "c4", "f5"]),
        st.sampled_from(["", "/actors/1/"]),
        st.sampled_from(["", "7"]),
    ),
    max_size=8,
)


@given(texts, marks)
def test_keeps_every_character_and_nests_whatever_overlaps(text: str, spans: list[Mark]) -> None:
    reading = read(mark_text(text, spans))
    assert reading.faults == []
    assert reading.text == text
    assert len(reading.ids) == len(set(reading.ids))


@given(texts, marks)
def test_covers_exactly_the_characters_of_each_span(text: str, spans: list[Mark]) -> None:
    reading = read(mark_line(text, spans))
    assert reading.faults == []
    assert [character for character, _ in reading.characters] == list(text)
    for place, (_, covering) in enumerate(reading.characters):
        assert covering == {mark.anchor for mark in spans if mark.start <= place < mark.end}


@given(texts, marks)
def test_gives_every_span_with_words_its_anchor(text: str, spans: list[Mark]) -> None:
    reading = read(mark_line(text, spans))
    assert set(reading.ids) == {mark.anchor for mark in spans if mark.start < min(mark.end, len(text))}


@given(texts, marks)
def test_pieces_follow_each_other_without_gap(text: str, spans: list[Mark]) -> None:
    assert "".join(piece.text for piece in cut_pieces(text, spans)) == text


def test_escapes_what_an_article_smuggles_in() -> None:
    text = '<script>alert("x")</script> & <img src=x onerror=y>'
    html = mark_text(text, [Mark(0, 8, 'c1" onclick="x', "claim", href='javascript:"', tip='"><b>')])
    reading = read(html)
    assert "<script" not in html and "<img" not in html and "<b>" not in html
    assert reading.text == text
    assert "onclick" not in "".join(name for _, values in reading.stack for name in values)


def test_crossing_spans_are_drawn_in_parts_with_one_id() -> None:
    html = mark_line("abcdef", [Mark(0, 4, "c1", "claim"), Mark(2, 6, "c2", "claim")])
    assert html.count('id="c2"') == 1
    assert html.count('data-of="c2"') == 2
    assert read(html).text == "abcdef"


def test_a_link_in_a_link_keeps_the_outer_one() -> None:
    html = mark_line("Bank of England", [Mark(0, 15, "m1", "org", href="/a/"), Mark(8, 15, "m2", "place", href="/b/")])
    assert html.count("<a ") == 1
    assert 'href="/a/"' in html and 'id="m2"' in html


def test_a_claim_over_two_paragraphs_is_reopened_in_the_second() -> None:
    html = mark_text("One two.\nThree four.", [Mark(4, 14, "c1", "claim")])
    assert html.count("<p>") == 2
    assert html.count('data-of="c1"') == 2


def test_blank_lines_part_paragraphs_and_single_line_ends_stay() -> None:
    assert mark_text("a\nb\n\nc", []) == "<p>a\nb</p>\n\n<p>c</p>"
    assert mark_text("a\nb", []) == "<p>a</p>\n<p>b</p>"


def test_parts_of_a_split_quotation_share_their_number() -> None:
    html = mark_text("“We won,” he said, “again.”", [
        Mark(0, 9, "c1", "claim", number="1", note="note-c1"),
        Mark(19, 27, "c1", "claim", number="1", note="note-c1"),
    ])  # fmt: skip
    assert html.count("claim-number") == 1
