"""The words of a text around what was searched for, with the places of the hits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline
from django.db.models import F, Func, Value
from django.db.models.functions import Left, Replace

from events.fulltext import build_query
from events.models import ArticleRevision

# Characters of a text that are looked through: PostgreSQL parses them again for each hit.
LOOKED_AT = 20_000
FRAGMENTS, MAX_WORDS, MIN_WORDS = 2, 28, 12
# Marks that no text keeps (they are taken out first), so that nothing in an article can pose as one.
_OPEN, _CLOSE, _CUT = "\x02", "\x03", "\x04"


@dataclass(frozen=True, slots=True)
class Snippet:
    """A fragment of a text; `hits` are spans in it, half-open, of the words that matched."""

    text: str
    hits: tuple[tuple[int, int], ...]


def find_snippets(articles: Iterable[int], words: str, visible: int | None = None) -> dict[int, list[Snippet]]:
    """Article -> fragments of its current text around the words. `visible`: only so many characters may be shown."""
    shown: Func = Left("text", LOOKED_AT if visible is None else min(visible, LOOKED_AT))
    for mark in (_OPEN, _CLOSE, _CUT):
        shown = Replace(shown, Value(mark), Value(" "))
    headline = SearchHeadline(
        shown,
        build_query(words),
        config="english",
        start_sel=_OPEN,
        stop_sel=_CLOSE,
        max_words=MAX_WORDS,
        min_words=MIN_WORDS,
        max_fragments=FRAGMENTS,
        fragment_delimiter=_CUT,
    )
    rows = ArticleRevision.objects.filter(article__in=list(articles), article__revision=F("pk"), text__isnull=False)
    found = rows.annotate(headline=headline).values_list("article", "headline")
    return {article: [read_marks(part) for part in marked.split(_CUT) if part.strip()] for article, marked in found}


def read_marks(marked: str) -> Snippet:
    """Turn the marks into spans; line breaks become spaces, so that the spans hold."""
    text, hits, opened = "", [], 0
    for sign in marked.strip():
        if sign == _OPEN:
            opened = len(text)
        elif sign == _CLOSE:
            hits.append((opened, len(text)))
        else:
            text += " " if sign in "\r\n" else sign
    return Snippet(text, tuple(hits))
