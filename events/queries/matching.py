"""The articles that have the words of a search, found once for all that a search shows: articles, events, claims, counts.

A word that half of a million articles have cannot be looked up to its end on every request; so the newest are, and
`is_partial` says that there are more.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from events.fulltext import build_query
from events.models import Article, ArticleSearch, EventArticle

# Articles of common words that are looked at. DESIGN section 9 names 20,000 and 150 ms, which exclude each other here: of
# a word in a fifth of 100,000 articles, finding the newest 20,000 takes 60 ms and ranking them 74; 2,000 take 24 and 7.
NEWEST = 2_000
# Of these so many are looked through for claims: an article has ten, and to parse a claim's words takes 14 µs.
NEWEST_FOR_CLAIMS = 100
_LOOK_UP = """
WITH found AS MATERIALIZED ({having})
SELECT article.id FROM found JOIN events_article AS article ON article.id = found.article_id
WHERE article.revision_id IS NOT NULL ORDER BY article.published_at DESC NULLS LAST, article.id DESC LIMIT %s
"""
_THESE = "SELECT unnest(%s::bigint[])"


@dataclass(frozen=True, slots=True)
class Matching:
    """Articles with the words, the newest first, at most NEWEST; `is_partial`: there are more."""

    articles: tuple[int, ...]
    is_partial: bool

    def tells_event(self) -> Q:
        """For events: an article of the event is one of these."""
        return Q(Exists(EventArticle.objects.filter(these("article", self.articles), event=OuterRef("pk"))))

    def holds_claim(self) -> Q:
        """For claims: it stands in one of the newest NEWEST_FOR_CLAIMS of these."""
        return these("article", self.articles[:NEWEST_FOR_CLAIMS])


def find_matching(words: str) -> Matching:
    """The newest articles that have what a person typed. Queries: 3.

    Rare words are looked up in their index; for common ones the articles are read by date until there are enough, which
    goes the faster the commoner the words. The planner takes reading an article's words for as cheap as comparing two
    numbers and so reads by date far too often (of a word in 7 of 100 articles: 180 ms, against 30); hence our choice.
    """
    having = ArticleSearch.objects.filter(document=build_query(words))
    articles = _read_by_date(words) if _is_common(having) else _look_up(having)
    return Matching(articles[:NEWEST], len(articles) > NEWEST)


def _is_common(having: QuerySet[ArticleSearch]) -> bool:
    """Whether reading all the matches takes longer than reading articles by date until NEWEST of them match."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [ArticleSearch._meta.db_table])
        articles = max(0.0, cursor.fetchone()[0])
    expected = json.loads(having.explain(format="json"))[0]["Plan"]["Plan Rows"]
    return bool(expected > math.sqrt(NEWEST * articles))


def _read_by_date(words: str) -> tuple[int, ...]:
    found = Article.objects.filter(search__document=build_query(words), revision__isnull=False)
    newest = found.order_by(F("published_at").desc(nulls_last=True), "-pk").values_list("pk", flat=True)
    return tuple(newest[: NEWEST + 1])


def _look_up(having: QuerySet[ArticleSearch]) -> tuple[int, ...]:
    statement, params = having.values("article_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_LOOK_UP.format(having=statement), [*params, NEWEST + 1])
        return tuple(row[0] for row in cursor.fetchall())


def these(column: str, keys: tuple[int, ...]) -> Q:
    """The column is one of so many keys; as one array, because a list of 2,000 parameters takes longer to write."""
    return Q(**{f"{column}__in": RawSQL(_THESE, [list(keys)])})  # noqa: S611 - a constant and one parameter
