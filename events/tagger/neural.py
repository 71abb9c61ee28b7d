"""The trained tagger: one pass of a small encoder gives names and attributions. English only, like the rules.

What it was trained on, its scores and its licence: MODEL_CARD.md. Its vector
serves search (meaning.py); stories are told apart by the lexical one of vectors.py.
"""

from __future__ import annotations

from collections.abc import Sequence

from events.pipeline.records import Attribution, Document, Entity, Reading, Span, Vector

from .boilerplate import leave_out_boilerplate
from .coherence import agree
from .edges import join_parts, mend_edges
from .hints import push_known_names
from .joined import join_attributions
from .labelled import read_spans
from .labels import TYPES
from .meaning import find_meaning, read_question
from .network import Scores, WordScores, load_network, score_words
from .pairing import find_attributions
from .rules import read_attributions
from .sentences import split_sentences
from .settle_roles import join_cues, leave_to_surer, settle_sources
from .speaker_labels import add_labelled_speech
from .titles import find_title_entities
from .vectors import make_vector

# Fitted on half of ner-world dev; the other half is where the calibration error of MODEL_CARD.md was measured.
ENTITY_TEMPERATURE = 1.1
# What is added to the score of being no name. On ner-world dev, F1 with 0, 0.5, 1 and 1.5: 0.855, 0.862, 0.863, 0.861.
OUTSIDE_LEAN = 1.0


class NeuralTagger:
    """Reads English news with the network in data/model.onnx, one core, no network access."""

    version = "neural-2.1"

    def __init__(self) -> None:
        self._session = load_network()

    def tag(self, documents: Sequence[Document]) -> list[Reading]:
        """One reading a document, in order."""
        return [self._read(document) for document in documents]

    def read_question(self, words: str) -> Vector | None:
        """What some words typed into a search ask about, to be compared with the meanings of readings."""
        return read_question(words, self._session)

    def _read(self, document: Document) -> Reading:
        text = document.text
        sentences = split_sentences(text)
        words = score_words(text, sentences, self._session)
        entities = find_names(text, words, push_known_names(text, sentences, words))
        titles = find_title_entities(document.title, entities)
        vector = make_vector(document.title, text)
        attributions = add_labelled_speech(text, entities, read_speech(text, sentences, words))
        meaning = find_meaning(words.vector, "articles")
        reading = Reading(sentences, (*titles, *entities), tuple(attributions), vector, meaning)
        return leave_out_boilerplate(text, reading)


def read_speech(text: str, sentences: Sequence[Span], words: WordScores) -> list[Attribution]:
    """Who says what, in the order of the cues: the network's reading and the rules' put together."""
    network, rules = leave_to_surer(join_cues(text, find_attributions(words))), read_attributions(text, sentences)
    return settle_sources(text, join_attributions(network, rules), network, rules)


def find_names(text: str, words: WordScores, scores: Scores, temperature: float = ENTITY_TEMPERATURE) -> list[Entity]:
    """The names of the body, in order, none overlapping, alike where the article repeats them."""
    found: list[Entity] = []
    leaning = scores.copy()
    leaning[:, 0] += OUTSIDE_LEAN
    for span in read_spans(leaning, temperature):
        start, end = int(words.starts[span.first]), int(words.ends[span.last - 1])
        kind, sure = TYPES[span.kind], round(span.sure, 3)
        for first, last in mend_edges(text, start, end, kind):
            if not found or found[-1].end <= first:
                found.append(Entity("body", first, last, text[first:last], kind, sure))
    return agree(text, join_parts(text, found))
