"""Articles by words and meaning together, the best first.

What has the words is ranked by how well (title before body, words near each other); where the question is plain words,
articles that are about the same in other words come too. One score joins both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib.postgres.search import SearchRank
from django.db import connection, transaction
from django.db.models import F
from pgvector.django import CosineDistance

from events.fulltext import build_query
from events.models import Article, ArticleMeaning, ArticleSearch
from events.pipeline.records import Vector
from events.queries.articles import list_articles
from events.queries.matching import Matching, find_matching, these
from events.tagger import load_tagger
from events.tagger.meaning import ReadsQuestions

# How many hits of either kind are joined.
CONSIDERED = 200
# The cosine's share beside the best rank of 1: see tagger/meaning.py, where 0.2 gave 0.795, 0.6 0.802.
MEANING_SHARE = 0.4
# Cosine from which an article without the words comes too. Ten words of a headline asked for the other articles on its
# happening: with 0.3, 0.4 and 0.5 of ECB+ 91, 83 and 68 of 100 were found, and 21, 43 and 62 of 100 found were on it.
LEAST_ALIKE = 0.4
# Divides a rank by the logarithm of the text's length, so that long texts do not win by having more words.
BY_LENGTH = 1
# Signs that ask for exact words: phrases, -not, or. Then nothing is added that lacks them.
_EXACT = re.compile(r'"|(?<!\S)-\S|\bor\b', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """A hit: `has_words` tells it from one found by its meaning alone; scores are comparable within one search."""

    article: Article
    score: float
    has_words: bool


@dataclass(frozen=True, slots=True)
class FoundArticles:
    """The best hits; `is_partial`: the words are so common that only the newest NEWEST articles with them were ranked."""

    hits: tuple[FoundArticle, ...]
    is_partial: bool


def search_articles(words: str, size: int, matching: Matching | None = None) -> FoundArticles:
    """The `size` (at most CONSIDERED) best articles for what a person typed. `matching`: the articles with these words,
    where they were looked up already. Queries: constant, four, of which one looks them up."""
    matching = matching or find_matching(words)
    by_words = _rank_words(words, matching)
    question = read_question(words)
    near = _find_near(question, by_words) if question is not None else {}
    if _EXACT.search(words):
        near = {article: cosine for article, cosine in near.items() if article in by_words}
    best = max(by_words.values(), default=0.0) or 1.0
    scores = {
        article: by_words.get(article, 0.0) / best + MEANING_SHARE * near.get(article, 0.0)
        for article in by_words.keys() | near.keys()
    }
    chosen = sorted(scores, key=lambda article: (-scores[article], -article))[:size]
    rows = list_articles().in_bulk(chosen)
    hits = [FoundArticle(rows[pk], round(scores[pk], 4), pk in by_words) for pk in chosen if pk in rows]
    return FoundArticles(tuple(hits), matching.is_partial)


def read_question(words: str) -> Vector | None:
    """The meaning of the words, where the tagger in use reads questions."""
    tagger = load_tagger(settings.TAGGER)
    return tagger.read_question(words) if isinstance(tagger, ReadsQuestions) else None


def _rank_words(words: str, matching: Matching) -> dict[int, float]:
    """Article -> rank of the best that match."""
    rank = SearchRank(F("document"), build_query(words), normalization=BY_LENGTH, cover_density=True)
    ranked = ArticleSearch.objects.filter(these("pk", matching.articles)).annotate(rank=rank)
    return {pk: float(rank) for pk, rank in ranked.order_by("-rank", "-pk").values_list("pk", "rank")[:CONSIDERED]}


def _find_near(question: Vector, also: Mapping[int, float]) -> dict[int, float]:
    """Article -> cosine, of the nearest that are near enough and of those that have the words."""
    held = ArticleMeaning.objects.filter(article__revision__isnull=False).annotate(
        away=CosineDistance("vector", question.tolist())
    )
    with transaction.atomic(), connection.cursor() as cursor:  # the setting ends with the transaction
        cursor.execute("SELECT set_config('hnsw.ef_search', %s, true)", [str(CONSIDERED)])
        nearest = list(held.order_by("away").values_list("pk", "away")[:CONSIDERED])
    found = {pk: 1 - float(away) for pk, away in nearest if 1 - float(away) >= LEAST_ALIKE}
    return found | {pk: 1 - float(away) for pk, away in held.filter(pk__in=also).values_list("pk", "away")}
