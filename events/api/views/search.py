"""One search over every kind of record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from events import filters
from events.api.errors import BadParameters, problem
from events.api.listing import Listing, refuse_unknown
from events.api.views.base import AnswersInJson
from events.api.views.listings import ACTORS, ARTICLES, CLAIMS, EVENTS, LOCATIONS
from events.filters.conditions import claim_has_words
from events.queries.matching import Matching, find_matching
from events.queries.paging import read_first
from events.queries.search_articles import FoundArticle, search_articles
from events.queries.snippets import Snippet, find_snippets

KINDS: dict[str, Listing] = {
    "articles": ARTICLES,
    "events": EVENTS,
    "actors": ACTORS,
    "locations": LOCATIONS,
    "claims": CLAIMS,
}
# What is found through the articles that have the words.
MATCHED = frozenset({"articles", "events", "claims"})
DEFAULT_SIZE, MAX_SIZE = 10, 50
PARAMETERS = frozenset({"q", "kinds", "size", "format"})
_DESCRIPTION = """
Articles come best first, ranked by words and meaning together: `has_words` is false for one found by its meaning alone
(never where the question has a phrase, a minus or an *or*), `snippets` are fragments of its text with the spans that
matched. `is_partial` is true where the words are so common that only the newest 2,000 articles with them were ranked.
The other kinds come in the order of their lists: events that these articles tell, claims of the newest 200 of them, actors
and places filtered by `q`; `all` is the address of the whole list.
"""


class SearchView(AnswersInJson):
    @extend_schema(
        summary="Search all kinds of records",
        description=_DESCRIPTION,
        tags=["search"],
        parameters=[
            OpenApiParameter("q", str, required=True, description='Words, "phrases", -not, or.'),
            OpenApiParameter(
                "kinds", str, description=f"Some of {', '.join(KINDS)}, comma-separated; all unless given."
            ),
            OpenApiParameter(
                "size", int, description=f"Hits of each kind, 1 to {MAX_SIZE}; {DEFAULT_SIZE} unless given."
            ),
        ],
        responses={200: {"type": "object", "additionalProperties": True}},
    )
    def get(self, request: Request) -> Response:
        refuse_unknown(request, set(request.query_params) - PARAMETERS, PARAMETERS)
        words, kinds, size = _read_words(request), _read_kinds(request), _read_size(request)
        matching = find_matching(words) if MATCHED.intersection(kinds) else Matching((), False)
        return Response({"q": words} | {kind: _search(request, kind, words, size, matching) for kind in kinds})


def _search(request: Request, kind: str, words: str, size: int, matching: Matching) -> dict[str, Any]:
    if kind == "articles":
        return _search_articles(request, words, size, matching)
    form = KINDS[kind].serializer(context={"request": request})
    rows = [form.to_representation(row) for row in read_first(_find(kind, words, matching), size)]
    return {"results": rows, "all": _address(request, kind, words)}


def _find(kind: str, words: str, matching: Matching) -> QuerySet[Any]:
    listing = KINDS[kind]
    if kind == "events":
        return listing.rows().filter(matching.tells_event())
    if kind == "claims":
        return listing.rows().filter(matching.holds_claim(), claim_has_words(words))
    assert listing.filters is not None
    return listing.filters(QueryDict(urlencode({"q": words})), queryset=listing.rows()).qs


def _search_articles(request: Request, words: str, size: int, matching: Matching) -> dict[str, Any]:
    found = search_articles(words, size, matching)
    form = ARTICLES.serializer(context={"request": request})
    sees_all = settings.ANONYMOUS_BODY == "full" or request.user.is_authenticated
    visible = None if sees_all else settings.EXCERPT_CHARACTERS
    snippets = find_snippets([hit.article.pk for hit in found.hits], words, visible)
    results = [form.to_representation(hit.article) | _describe(hit, snippets) for hit in found.hits]
    return {"results": results, "is_partial": found.is_partial, "all": _address(request, "articles", words)}


def _describe(hit: FoundArticle, snippets: dict[int, list[Snippet]]) -> dict[str, Any]:
    shown = [{"text": part.text, "hits": part.hits} for part in snippets.get(hit.article.pk, ())]
    return {"score": hit.score, "has_words": hit.has_words, "snippets": shown}


def _address(request: Request, kind: str, words: str) -> str:
    return request.build_absolute_uri(f"{reverse(f'{kind[:-1]}-list')}?{urlencode({'q': words})}")


def _read_words(request: Request) -> str:
    data = QueryDict(urlencode({"q": request.query_params.get("q", "")}))
    asked = filters.ArticleFilter(data, queryset=ARTICLES.rows())
    if problems := asked.describe_errors():
        raise BadParameters(problems)
    words = request.query_params.get("q", "").strip()
    if not words:
        raise BadParameters([problem("q", "", "is missing", "give the words to search for, as in ?q=ceasefire")])
    return words


def _read_kinds(request: Request) -> list[str]:
    asked = [kind.strip() for kind in request.query_params.get("kinds", "").split(",") if kind.strip()]
    if problems := [
        problem("kinds", kind, "is no kind of record that is searched", f"give some of {', '.join(KINDS)}")
        for kind in asked
        if kind not in KINDS
    ]:
        raise BadParameters(problems)
    return [kind for kind in KINDS if not asked or kind in asked]


def _read_size(request: Request) -> int:
    text = request.query_params.get("size", str(DEFAULT_SIZE))
    if text.isascii() and text.isdigit() and 1 <= int(text) <= MAX_SIZE:
        return int(text)
    raise BadParameters([problem("size", text, "is not a size", f"give a number from 1 to {MAX_SIZE}")])
