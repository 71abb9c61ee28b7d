"""Texts that tempt a reader into claims and figures that are none, read by the tagger that is shipped."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import pytest

from events.pipeline.claims import find_claims
from events.pipeline.figures import find_figures
from events.pipeline.records import Document, FoundClaim, FoundFigure
from events.tagger import Tagger, load_tagger
from tests.tagger.reading import mentions_of, read

HARM = {"killed", "injured", "missing", "arrested"}


@lru_cache(maxsize=1)
def shipped() -> Tagger:
    return load_tagger("events.tagger.neural.NeuralTagger")


def read_all(text: str) -> tuple[list[FoundClaim], list[FoundFigure]]:
    (reading,) = shipped().tag([Document(text, "", "en")])
    article = replace(read(text), reading=reading)
    mentions = mentions_of(article)
    claims = find_claims(article, mentions)
    return claims, find_figures(article, claims, mentions)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “dam” was never built.",
        "The paper ran the headline “Dam breaks” on Monday.",
        "Great job, minister: another road without tar.",
    ],
)
def test_scare_quotes_headlines_and_sarcasm_are_no_claims(text: str) -> None:
    assert read_all(text)[0] == []


def test_one_word_in_quotation_marks_is_no_quotation() -> None:
    assert [claim for claim in read_all("They call it “progress”.")[0] if claim.kind == "direct"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Mensah said: “The mayor told me ‘the dam is safe’ and left.”",
        "Mensah said: “The mayor told me ‘the dam is safe’ and left.",
        "Mensah said “the dam is safe.\n\nOwusu left. The rain fell.",
    ],
)
def test_a_quotation_in_another_or_never_closed_stays_with_its_speaker_and_ends_with_the_paragraph(text: str) -> None:
    (claim,) = [claim for claim in read_all(text)[0] if claim.kind == "direct"]
    assert claim.speaker is not None and text[slice(*claim.speaker)] == "Mensah"
    words = " ".join(text[a:b] for a, b in claim.content)
    assert "the dam is safe" in words and "Owusu" not in words


@pytest.mark.parametrize(
    "text",
    [
        "Ama Mensah, 34, was not hurt.",
        "The match ended 3-1 after 90 minutes.",
        "Call 030 224 1187 to help.",
        "It happened on 12 March 2021 at 10:45.",
        "The ticket costs $12.",
        "She was charged with two counts of murder.",
        "He faces two murder charges and one attempted murder charge.",
    ],
)
def test_ages_scores_dates_phones_prices_and_charges_are_no_casualties(text: str) -> None:
    assert [figure for figure in read_all(text)[1] if figure.measure in HARM] == []


@pytest.mark.parametrize(
    ("text", "measure"),
    [
        ("Zero deaths were reported after the storm.", "killed"),
        ("No one was killed in the blast.", "killed"),
        ("There were zero injuries, police said.", "injured"),
    ],
)
def test_none_is_a_count(text: str, measure: str) -> None:
    assert [(f.measure, f.value, f.bound) for f in read_all(text)[1]] == [(measure, 0, "exact")]


def test_a_person_beside_others_is_no_sum() -> None:
    figures = read_all("A bomb exploded, killing him and two others.")[1]
    assert [(f.measure, f.value, f.who) for f in figures] == [("killed", 2, "others")]
