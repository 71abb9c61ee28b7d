"""Tagging by language: the rules know English; every language gets sentences and a vector."""

from __future__ import annotations

import numpy as np
import pytest

from events.pipeline.records import Document
from events.pipeline.tag import is_english, tag_documents
from events.tagger.rules import RuleTagger


def test_english_and_others_keep_their_places_in_a_batch() -> None:
    documents = [
        Document("Ama Mensah said the dam is safe.", "", "en"),
        Document("Ama Mensah sagte, der Damm sei sicher. Alle blieben.", "", "de"),
        Document("Kofi Owusu said the dam has cracks.", "", ""),
    ]
    first, second, third = tag_documents(RuleTagger(), documents)
    assert first.entities[0].text == "Ama Mensah"
    assert (second.entities, second.attributions, len(second.sentences)) == ((), (), 2)
    assert abs(float(np.linalg.norm(second.vector)) - 1) < 1e-3
    assert third.entities[0].text == "Kofi Owusu"


def test_no_documents_no_readings() -> None:
    assert tag_documents(RuleTagger(), []) == []


@pytest.mark.parametrize(
    ("code", "english"), [("en", True), ("en-GB", True), ("EN", True), ("", True), ("de", False), ("eng", False)]
)
def test_language_codes(code: str, english: bool) -> None:
    assert is_english(code) is english
