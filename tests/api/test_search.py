"""Search over all kinds: by words and by meaning, with the places of the hits."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings
from rest_framework.test import APIClient

from events.models import ArticleMeaning
from events.pipeline.records import Document
from events.queries.snippets import read_marks
from events.tagger import load_tagger
from tests import factories as make
from tests.api.test_api_lists import GARBAGE
from tests.api.world import build_world

TAGGER = "events.tagger.neural.NeuralTagger"
QUAKE = "A strong earthquake shook the coastal town and killed dozens of people as houses fell."
TREMOR = "Tremors of magnitude seven levelled homes by the sea; rescuers dig for survivors in the rubble."
MATCH = "The striker scored twice as the home side won the cup final on penalties."
ADDRESS = "/api/v1/search/"


def make_article(text: str, title: str = "News") -> int:
    """An article with its words and, read by the real network, its meaning."""
    article = make.ArticleFactory(title=title, text=text)
    [reading] = load_tagger(TAGGER).tag([Document(text, title, "en")])
    ArticleMeaning.objects.create(article=article, vector=reading.meaning)
    return int(article.pk)


def found(reader: APIClient, words: str, **also: object) -> list[int]:
    answer = reader.get(ADDRESS, {"q": words, "kinds": "articles", **also})
    assert answer.status_code == 200, answer.content
    return [hit["id"] for hit in answer.json()["articles"]["results"]]


@pytest.mark.django_db
def test_an_article_on_the_matter_is_found_without_its_words(reader: APIClient) -> None:
    tremor, _ = make_article(TREMOR), make_article(MATCH)
    answer = reader.get(ADDRESS, {"q": "earthquake kills people in a town on the coast", "kinds": "articles"})
    [hit] = answer.json()["articles"]["results"]
    assert (hit["id"], hit["has_words"], hit["snippets"][0]["hits"]) == (tremor, False, [])


@pytest.mark.django_db
def test_what_has_the_words_comes_before_what_only_means_the_same(reader: APIClient) -> None:
    tremor, quake = make_article(TREMOR), make_article(QUAKE)
    assert found(reader, "earthquake in a coastal town") == [quake, tremor]


@pytest.mark.django_db
@pytest.mark.parametrize("words", ['"strong earthquake"', "earthquake -rubble", "earthquake or quake"])
def test_exact_words_bring_nothing_that_lacks_them(reader: APIClient, words: str) -> None:
    make_article(TREMOR)
    quake = make_article(QUAKE)
    assert found(reader, words) == [quake]


@pytest.mark.django_db
def test_without_a_tagger_that_reads_questions_the_words_decide(reader: APIClient, settings: Settings) -> None:
    settings.TAGGER = "events.tagger.rules.RuleTagger"
    make_article(TREMOR)
    quake = make_article(QUAKE)
    assert found(reader, "earthquake") == [quake]


@pytest.mark.django_db
def test_snippets_say_where_the_words_are(reader: APIClient) -> None:
    make_article(f"<script>alert(1)</script> {QUAKE}")
    [hit] = reader.get(ADDRESS, {"q": "houses"}).json()["articles"]["results"]
    [snippet] = hit["snippets"]
    assert [snippet["text"][a:b] for a, b in snippet["hits"]] == ["houses"]
    assert escape("<script>") not in snippet["text"]


@pytest.mark.django_db
def test_snippets_show_strangers_no_more_than_the_excerpt(reader: APIClient, settings: Settings) -> None:
    settings.ANONYMOUS_BODY, settings.EXCERPT_CHARACTERS = "excerpt", 10
    make_article(QUAKE)
    [hit] = reader.get(ADDRESS, {"q": "houses"}).json()["articles"]["results"]
    assert all(len(snippet["text"]) <= 10 for snippet in hit["snippets"])


@pytest.mark.django_db
def test_every_kind_is_searched_and_says_where_all_its_hits_are(reader: APIClient) -> None:
    build_world(1)
    actor = make.ActorFactory(name="Harbour Watch")
    make.ActorNameFactory(actor=actor, name="Harbour Watch")
    answer = reader.get(ADDRESS, {"q": "Harbour Watch"}).json()
    assert list(answer) == ["q", "articles", "events", "actors", "locations", "claims"]
    assert [row["id"] for row in answer["actors"]["results"]] == [actor.pk]
    assert reader.get(answer["actors"]["all"]).json()["results"][0]["id"] == actor.pk


@pytest.mark.django_db
def test_a_search_takes_as_many_queries_for_twenty_hits_as_for_ten(reader: APIClient) -> None:
    counts = []
    for _ in range(2):
        build_world(10)
        with CaptureQueriesContext(connection) as made:
            assert len(found(reader, "people killed", size=50)) >= 10
        counts.append(len(made))
    assert counts[0] == counts[1] <= 15  # three of them count the request: a statement, and a savepoint in tests


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "q"),
        ({"q": "x", "size": "0"}, "size"),
        ({"q": "x", "kinds": "feeds"}, "kinds"),
        ({"q": "x", "z": "1"}, "z"),
    ],
)
def test_a_wrong_question_is_named(reader: APIClient, asked: dict[str, str], field: str) -> None:
    answer = reader.get(ADDRESS, asked)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)


@pytest.mark.django_db
@pytest.mark.parametrize("words", GARBAGE)
def test_garbage_is_answered_or_refused(reader: APIClient, words: str) -> None:
    make_article(QUAKE)
    assert reader.get(ADDRESS, {"q": words}).status_code in (200, 400)


@given(st.text(alphabet="ab \n\x02\x03", max_size=40))
def test_marks_become_spans_that_lie_in_the_text(marked: str) -> None:
    snippet = read_marks(marked)
    assert "\x02" not in snippet.text
    assert "\x03" not in snippet.text
    assert all(0 <= start <= end <= len(snippet.text) for start, end in snippet.hits)
