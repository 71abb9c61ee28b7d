"""Who says what: the shapes of English news, one sentence or two each."""

from __future__ import annotations

import pytest

from events.pipeline.records import Document
from events.tagger.rules import read_document


def attributions_in(text: str) -> list[tuple[str, str, str]]:
    """(source, cue, content) in words; parts of a content are joined by …"""
    found = read_document(Document(text, "", "en")).attributions
    return [
        (
            " … ".join(text[a:b] for a, b in one.source),
            " … ".join(text[a:b] for a, b in one.cue),
            " … ".join(text[a:b] for a, b in one.content),
        )
        for one in found
    ]


ONE_EACH = {
    "direct, subject first": ("“The dam is safe,” Mensah said.", ("Mensah", "said", "“The dam is safe,”")),
    "direct, verb first": ("“The dam is safe,” said Mensah.", ("Mensah", "said", "“The dam is safe,”")),
    "verb first, with a role": (
        "“The dam is safe,” said Ama Mensah, the mayor.",
        ("Ama Mensah, the mayor", "said", "“The dam is safe,”"),
    ),
    "colon": ("Mensah said: “The dam is safe for now.”", ("Mensah", "said", "“The dam is safe for now.”")),
    "indirect with that": ("Mensah said that the dam is safe.", ("Mensah", "said", "that the dam is safe")),
    "indirect without that": ("Mensah said the dam is safe.", ("Mensah", "said", "the dam is safe")),
    "with a day between": ("Mensah said on Friday that the dam is safe.", ("Mensah", "said", "that the dam is safe")),
    "with a day before": ("Mensah on Friday said the dam is safe.", ("Mensah", "said", "the dam is safe")),
    "through an interview": (
        "Mensah said, in an interview with Radio One, that “the dam is safe for now”.",
        ("Mensah", "said", "that “the dam is safe for now”"),
    ),
    "told somebody": ("Mensah told reporters that the dam is safe.", ("Mensah", "told", "that the dam is safe")),
    "role and name": (
        "The head of the river board, Ama Mensah, says the dam is safe.",
        ("The head of the river board, Ama Mensah,", "says", "the dam is safe"),
    ),
    "role after the name": (
        "Ama Mensah, the mayor of Tema, said the dam is safe.",
        ("Ama Mensah, the mayor of Tema,", "said", "the dam is safe"),
    ),
    "according to, first": (
        "According to the river board, the dam is safe.",
        ("the river board", "According to", "the dam is safe"),
    ),
    "according to, last": (
        "The dam is safe, according to the river board.",
        ("the river board", "according to", "The dam is safe"),
    ),
    "content first": (
        "The dam held through the night, officials said.",
        ("officials", "said", "The dam held through the night"),
    ),
    "two sources": (
        "The dam held through the night, residents and officials said.",
        ("residents and officials", "said", "The dam held through the night"),
    ),
    "auxiliaries belong to the cue": (
        "Mensah has also repeatedly warned that the dam may break.",
        ("Mensah", "has also repeatedly warned", "that the dam may break"),
    ),
    "passive without a source": (
        "It was reported that the dam had broken.",
        ("", "was reported", "that the dam had broken"),
    ),
}


@pytest.mark.parametrize("shape", ONE_EACH)
def test_each_shape_is_read(shape: str) -> None:
    text, expected = ONE_EACH[shape]
    found = attributions_in(text)
    assert [(s.rstrip(","), c, t) for s, c, t in found] == [(expected[0].rstrip(","), *expected[1:])]


def test_a_quotation_cut_in_two_is_one_statement() -> None:
    assert attributions_in("“The dam is safe,” Mensah said, “but the bridge is not.”") == [
        ("Mensah", "said", "“The dam is safe,” … “but the bridge is not.”")
    ]


def test_a_quotation_goes_on_over_sentences_and_paragraphs() -> None:
    text = "“The dam is safe,” Mensah said. “We checked it twice.\n“Nobody needs to leave the valley.”\nRain fell."
    assert attributions_in(text) == [
        ("Mensah", "said", "“The dam is safe,” … “We checked it twice. … “Nobody needs to leave the valley.”")
    ]


def test_a_colon_announces_the_quotation_of_the_next_paragraph() -> None:
    text = "Mensah said on the radio:\n\n“The dam is safe. We checked it twice.”"
    assert attributions_in(text) == [("Mensah", "said", "“The dam is safe. We checked it twice.”")]


def test_a_colon_attributes_without_a_verb_of_saying() -> None:
    assert attributions_in("Mensah shook his head: “The dam is not safe.”") == [
        ("Mensah", ":", "“The dam is not safe.”")
    ]
    assert attributions_in("There was a sign: “The dam is not safe.”") == []


def test_two_cues_of_one_source_are_two_statements() -> None:
    text = "The river board initially said the dam was safe, but later acknowledged that it had cracks."
    assert attributions_in(text) == [
        ("The river board", "initially said", "the dam was safe"),
        ("The river board", "later acknowledged", "that it had cracks"),
    ]


def test_a_gerund_in_front_shares_the_subject_of_the_main_clause() -> None:
    text = "Stressing that the dam was old, Mensah said that it would be rebuilt."
    assert attributions_in(text) == [
        ("Mensah", "Stressing", "that the dam was old"),
        ("Mensah", "said", "that it would be rebuilt"),
    ]


def test_gerunds_behind_share_the_subject_too() -> None:
    text = "Mensah criticized the board, pointing out that the dam was old and warning that it might break."
    assert [(s, t) for s, _, t in attributions_in(text)[-2:]] == [
        ("Mensah", "that the dam was old"),
        ("Mensah", "that it might break"),
    ]


def test_two_speakers_in_one_sentence_keep_their_own_words() -> None:
    text = "Mensah said the dam was safe, while Owusu said it had cracks."
    assert attributions_in(text) == [
        ("Mensah", "said", "the dam was safe"),
        ("Owusu", "said", "it had cracks"),
    ]


def test_a_statement_within_a_statement_is_both() -> None:
    found = attributions_in("Mensah said that the board had claimed that the dam was safe.")
    assert ("Mensah", "said", "that the board had claimed that the dam was safe") in found
    assert ("the board", "had claimed", "that the dam was safe") in found


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “free market” opened on Monday.",
        "The report was long. The claim failed in court.",
        "She supports the plan and holds talks with the board.",
        "He wrote a book.",
    ],
)
def test_scare_quotes_and_nouns_say_nothing(text: str) -> None:
    assert [found for found in attributions_in(text) if found[1] not in {"wrote"}] == []


def test_a_dateline_is_no_part_of_a_source() -> None:
    text = "ACCRA, Jan 5 (Wire) – The mayor said the dam is safe."
    assert attributions_in(text) == [("The mayor", "said", "the dam is safe")]


def test_a_quotation_never_closed_is_still_read() -> None:
    found = attributions_in("Mensah said: “The dam is safe and nobody needs to leave.\nRain fell.")
    assert found == [("Mensah", "said", "“The dam is safe and nobody needs to leave.")]
