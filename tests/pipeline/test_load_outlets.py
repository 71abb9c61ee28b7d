"""Outlets learn from their own earlier articles alone, by one query a batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Article, Location, Source
from events.pipeline.load_outlets import load_outlets
from events.pipeline.outlet_places import WINDOW
from events.pipeline.records import ReadArticle
from tests import factories as make
from tests.pipeline.build import DAY, read_article

pytestmark = pytest.mark.django_db


def publish(source: Source, day: int, *places: Location, score: float = 0.9, **more: Any) -> Article:
    article: Article = make.ArticleFactory(
        source=source, published_at=DAY + timedelta(days=day), published_precision="second", **more
    )
    for place in places:
        make.MentionFactory(
            article=article, revision=article.revision, type="location", location=place, link_score=score
        )
    return article


def read(source: Source, day: int | None, number: int = 10_000_000) -> ReadArticle:
    published = None if day is None else DAY + timedelta(days=day)
    return replace(read_article(number=number, published=published), source_id=source.pk)


def test_only_sure_places_of_earlier_articles_of_the_same_outlet_count() -> None:
    source, other = make.SourceFactory(), make.SourceFactory()
    here = make.LocationFactory(country_code="US", admin1_code="LA")
    there = make.LocationFactory(country_code="EG", admin1_code="06")
    publish(source, 1, here)
    publish(source, 2, here)
    publish(source, 3, there, score=0.4)
    publish(source, 9, there)
    publish(other, 1, there)
    known = load_outlets([read(source, 5)])[source.pk]
    assert known.articles == 2
    assert dict(known.regions) == {("US", "LA"): 2}


def test_an_undated_article_comes_after_all_dated_ones() -> None:
    source = make.SourceFactory()
    publish(source, 9, make.LocationFactory(country_code="US", admin1_code="LA"))
    assert load_outlets([read(source, None)])[source.pk].articles == 1


def test_a_merged_place_counts_for_its_survivor() -> None:
    source = make.SourceFactory()
    survivor = make.LocationFactory(country_code="US", admin1_code="LA")
    publish(source, 1, make.LocationFactory(country_code="US", admin1_code="MN", canonical=survivor))
    assert dict(load_outlets([read(source, 5)])[source.pk].places) == {survivor.pk: 1}


def test_only_the_latest_articles_are_looked_at() -> None:
    source = make.SourceFactory()
    place = make.LocationFactory(country_code="US", admin1_code="LA")
    for day in range(WINDOW + 3):
        publish(source, day, place)
    assert load_outlets([read(source, 99)])[source.pk].articles == WINDOW


def test_a_batch_takes_one_query_however_many_outlets_it_has() -> None:
    sources = [make.SourceFactory() for _ in range(5)]
    for source in sources:
        publish(source, 1, make.LocationFactory(country_code="US", admin1_code="LA"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = load_outlets([read(source, 5) for source in sources])
    assert (len(queries), len(found)) == (1, 5)
    assert load_outlets([read_article()]) == {}
