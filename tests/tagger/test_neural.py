"""The trained tagger as a whole: true spans for any text, bounded work for hostile ones, plain news read rightly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from events.pipeline.records import Document, Reading
from events.tagger import Tagger, load_tagger, network
from events.tagger.network import MODEL_FILE
from events.tagger.neural import NeuralTagger
from tests.tagger.reading import TEXTS
from tests.tagger.test_rules import HOSTILE, check

PATH = "events.tagger.neural.NeuralTagger"
# Enough for many windows of each.
SLICE = 6_000
MAX_MODEL_BYTES = 25_000_000


def read(text: str, title: str = "") -> Reading:
    document = Document(text, title, "en")
    [reading] = load_tagger(PATH).tag([document])
    check(document, reading)
    return reading


def test_it_is_a_tagger() -> None:
    tagger = load_tagger(PATH)
    assert isinstance(tagger, Tagger)
    assert isinstance(tagger, NeuralTagger)
    assert tagger.tag([]) == []


def test_the_model_is_small_enough_to_ship() -> None:
    assert MODEL_FILE.stat().st_size <= MAX_MODEL_BYTES


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_spans_are_true_for_any_text(text: str, title: str) -> None:
    read(text, title)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_to_the_end(name: str) -> None:
    read(HOSTILE[name][:SLICE], HOSTILE[name][:1000])


def test_what_lies_beyond_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "MAX_PIECES", 300)
    reading = read("Amal Haddad lives in Nairobi. " * 100 + "Kofi Mensah lives in Accra.")
    assert {entity.text for entity in reading.entities} == {"Amal Haddad", "Nairobi"}


@pytest.mark.parametrize("text", ["", " \n\t", "12 345 6", "😀😀", "\x00\x1b", "مرحبا بالعالم", "...", "\ufeff\u2028"])
def test_texts_without_news_are_read(text: str) -> None:
    assert read(text, text).attributions == ()


def test_names_places_and_claims_of_plain_news() -> None:
    text = (
        "NAIROBI, Kenya — The bridge over the Athi River was closed on Monday, Transport Minister Amal Haddad said. "
        "“We will reopen it within a week,” Haddad told reporters in Nairobi. "
        "The Kenyan Engineers Union (KEU) said the repairs would take longer."
    )
    reading = read(text)
    kinds = {entity.text: entity.type for entity in reading.entities}
    assert kinds["Amal Haddad"] == kinds["Haddad"] == "person"
    assert kinds["Kenya"] == "location"
    assert kinds["KEU"] == "organization"
    said = {
        text[a:b]: " ".join(text[c:d] for c, d in found.content)
        for found in reading.attributions
        for a, b in found.source
    }
    assert "We will reopen it within a week" in said["Haddad"]
    assert "repairs would take longer" in " ".join(said.values())


def test_a_document_is_read_alike_alone_and_among_others() -> None:
    documents = [Document(f"Amal Haddad said bridge {n} was closed. " * (n + 1), "Bridge", "en") for n in range(4)]
    together = load_tagger(PATH).tag(documents)
    alone = [load_tagger(PATH).tag([document])[0] for document in documents]
    assert repr(together) == repr(alone)


def test_a_sentence_alone_has_no_peoples_where_none_are_named() -> None:
    reading = read("At least 12 people were killed when a ferry sank off Cebu, officials said on Monday.")
    assert [(entity.text, entity.type) for entity in reading.entities] == [("Cebu", "location")]


def test_what_a_short_text_is_about_does_not_hang_on_the_lead_in(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "A ferry sank off Cebu."
    before = read(text).meaning
    monkeypatch.setattr(network, "SHORT", 0)
    after = read(text).meaning
    assert before is not None
    assert after is not None
    assert float(before @ after) > 0.999
