"""The rule tagger as a whole: true spans for any text, bounded work for hostile ones, loading by name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from events.pipeline.claims import find_claims
from events.pipeline.figures import find_figures
from events.pipeline.records import Document, Reading
from events.tagger import Tagger, load_tagger
from events.tagger.rules import RuleTagger, read_document
from tests.tagger.reading import TEXTS, mentions_of, read

SIZE = 200_000
HOSTILE = {
    "one word": "a" * SIZE,
    "one sentence": "he said that " * (SIZE // 13),
    "names without end": "Ministry of " * (SIZE // 12),
    "commas": "Smith, " * (SIZE // 7),
    "digits": "1 " * (SIZE // 2),
    "telephones": "12 34-" * (SIZE // 6),
    "figures": "killed 12 people and " * (SIZE // 21),
    "sources": "according to " * (SIZE // 13),
    "speakers": "Amal Haddad, the commander, said he was told. " * (SIZE // 46),
    "dots": "." * SIZE,
    "straight quotes": '"' * SIZE,
    "opened quotes": "“a " * (SIZE // 3),
    "single quotes": "'a " * (SIZE // 3),
    "brackets": "(" * SIZE,
    "emoji": "😀" * SIZE,
    "right to left": "مرحبا " * (SIZE // 6),
    "controls": "\x00\x1b\u202e" * (SIZE // 3),
    "lines": "a\n" * (SIZE // 2),
}


def check(document: Document, reading: Reading) -> None:
    """Every span lies in its text, and the recorded words are the words there."""
    size = len(document.text)
    for entity in reading.entities:
        words = document.title if entity.field == "title" else document.text
        assert words[entity.start : entity.end] == entity.text
        assert entity.text.strip()
        assert entity.type in {"person", "organization", "group", "location"}
        assert 0 < entity.confidence <= 1
    for field in ("title", "body"):
        spans = [(e.start, e.end) for e in reading.entities if e.field == field]
        assert all(one[1] <= other[0] for one, other in pairwise(spans))
    for found in reading.attributions:
        assert found.content
        assert 0 < found.confidence <= 1
        for start, end in (*found.source, *found.cue, *found.content):
            assert 0 <= start < end <= size


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_spans_are_true_for_any_text(text: str, title: str) -> None:
    document = Document(text, title, "en")
    check(document, read_document(document))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_to_the_end(name: str) -> None:
    article = read(HOSTILE[name], HOSTILE[name][:1000])
    check(Document(article.text, article.title, "en"), article.reading)
    claims = find_claims(article, mentions_of(article))
    assert all(claim.content for claim in claims)
    assert all(article.text[f.start : f.end] for f in find_figures(article, claims))


def test_reading_twice_gives_the_same() -> None:
    document = Document("Amal Haddad said the bridge was closed, adding that it would reopen.", "Bridge", "en")
    assert repr(read_document(document)) == repr(read_document(document))


def test_documents_keep_their_order() -> None:
    documents = [Document(f"Number {n} of Kenya.", "", "en") for n in range(5)]
    assert [len(r.sentences) for r in RuleTagger().tag(documents)] == [1] * 5
    assert RuleTagger().tag([]) == []


def test_a_tagger_is_loaded_by_its_dotted_path() -> None:
    tagger = load_tagger("events.tagger.rules.RuleTagger")
    assert isinstance(tagger, Tagger)
    assert tagger.version
    assert load_tagger("events.tagger.rules.RuleTagger") is tagger


@pytest.mark.parametrize(
    "path", ["", "events.tagger.rules.Nothing", "no.such.module", "events.pipeline.records.Document"]
)
def test_a_wrong_path_is_named(path: str) -> None:
    with pytest.raises((ValueError, TypeError), match=r"tagger|missing"):
        load_tagger(path)
