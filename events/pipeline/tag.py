"""Tag a batch of documents: English by the tagger, other languages only as far as no language is needed."""

from __future__ import annotations

from collections.abc import Sequence

from events.pipeline.records import Document, Reading
from events.tagger import Tagger
from events.tagger.rules import read_foreign

ENGLISH = "en"


def tag_documents(tagger: Tagger, documents: Sequence[Document]) -> list[Reading]:
    """One reading a document, in order. A document of no known language is taken for English."""
    english = [number for number, document in enumerate(documents) if is_english(document.language)]
    readings = dict(zip(english, tagger.tag([documents[number] for number in english]), strict=True))
    return [readings.get(number) or read_foreign(document) for number, document in enumerate(documents)]


def is_english(language: str) -> bool:
    """Whether a language code is English or unknown."""
    return not language or language.split("-")[0].lower() == ENGLISH
