"""The articles with the words of a search: the newest ones, found alike by either way, and honest about more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from events.filters.registers import ActorFilter
from events.models import ArticleSearch
from events.queries import list_actors, list_claims, list_events, matching
from events.queries.matching import Matching, find_matching
from events.queries.search_articles import search_articles
from tests import factories as make

pytestmark = pytest.mark.django_db


def make_flood(day: int | None, text: str = "A flood took the bridge.") -> int:
    at = None if day is None else make.MOMENT + timedelta(days=day)
    precision = "unknown" if day is None else "day"
    article: Any = make.ArticleFactory(text=text, published_at=at, published_precision=precision)
    return int(article.pk)


@pytest.mark.parametrize("common", [False, True])
def test_either_way_finds_the_newest_first_and_says_when_there_are_more(
    common: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "_is_common", lambda having: common)
    undated, old, new, middle = make_flood(None), make_flood(0), make_flood(9), make_flood(4)
    make_flood(11, "A fire took the barn.")
    assert find_matching("flood") == Matching((new, middle, old, undated), False)
    monkeypatch.setattr(matching, "NEWEST", 3)
    assert find_matching("flood") == Matching((new, middle, old), True)
    assert find_matching("-fire").articles == (new, middle, old)
    assert find_matching("volcano") == Matching((), False)


def test_a_word_of_every_article_is_common_and_one_of_few_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "NEWEST", 2)
    for day in range(30):
        make_flood(day, "A flood took the bridge." if day % 10 else "A fire took the barn.")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE events_articlesearch")
    asked = [ArticleSearch.objects.filter(document=matching.build_query(word)) for word in ("bridge", "barn")]
    assert [matching._is_common(having) for having in asked] == [True, False]


def test_only_what_was_looked_at_is_ranked_and_the_rest_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "NEWEST", 1)
    make_flood(0, "Flood, flood, flood.")
    new = make_flood(9)
    found = search_articles("flood", 10)
    assert ([hit.article.pk for hit in found.hits if hit.has_words], found.is_partial) == ([new], True)


def test_events_and_claims_are_those_of_the_articles_found() -> None:
    told: Any = make.EventArticleFactory(article__text="A flood took the bridge.")
    claim = make.ClaimFactory(article=told.article, revision=told.article.revision, text="the bridge is gone")
    make.EventArticleFactory(article__text="A fire took the barn.")
    make.ClaimFactory(text="the barn is gone")
    found = find_matching("bridge")
    assert list(list_events().filter(found.tells_event())) == [told.event]
    assert list(list_claims().filter(found.holds_claim())) == [claim]


@pytest.mark.parametrize(
    ("typed", "hit"),
    [("musl", True), ("qassem mus", True), ("sem", False), ("Qassem-Musleh", True), ("musleh qassem", False)],
)
def test_a_name_is_found_by_how_it_or_a_word_of_it_begins(typed: str, hit: bool) -> None:
    make.ActorNameFactory(actor=make.ActorFactory(name="Qassem Musleh"), name="Qassem Musleh")
    assert ActorFilter({"q": typed}, queryset=list_actors()).qs.exists() is hit
