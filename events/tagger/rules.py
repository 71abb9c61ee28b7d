"""The first tagger: rules, word lists and the gazetteer. English only; other languages get sentences and a vector."""

from __future__ import annotations

from collections.abc import Sequence

from events.pipeline.records import Attribution, Document, Entity, Reading, Span

from .attribution import find_attributions
from .boilerplate import leave_out_boilerplate
from .entities import find_entities
from .quotes import find_quotes
from .segments import cut_segments
from .sentences import split_paragraphs, split_sentences
from .speaker_labels import add_labelled_speech
from .titles import find_title_entities
from .tokens import tokenize
from .vectors import make_vector


class RuleTagger:
    """Reads English news by rule, within about three milliseconds for 400 words."""

    version = "rules-1"

    def tag(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading a document, in order."""
        return [read_document(document) for document in documents]


def read_document(document: Document) -> Reading:
    """Sentences, names, attributions and the vector of one English document."""
    text = document.text
    sentences = split_sentences(text)
    tokens = tokenize(text)
    entities = find_entities(tokens, sentences, "body")
    titles = find_title_entities(document.title, entities)
    attributions = add_labelled_speech(text, entities, read_attributions(text, sentences))
    vector = make_vector(document.title, text)
    return leave_out_boilerplate(text, Reading(sentences, (*titles, *entities), tuple(attributions), vector))


def read_attributions(text: str, sentences: Sequence[Span]) -> list[Attribution]:
    """Who says what in an English text, by the rules alone."""
    paragraphs = split_paragraphs(text)
    quotes = find_quotes(text, paragraphs, [end for _, end in sentences])
    return find_attributions(cut_segments(tokenize(text), paragraphs, sentences, quotes))


def read_foreign(document: Document) -> Reading:
    """Sentences and vector only: the rules know no other language than English."""
    sentences: tuple[Span, ...] = split_sentences(document.text)
    entities: tuple[Entity, ...] = ()
    return Reading(sentences, entities, (), make_vector(document.title, document.text))
