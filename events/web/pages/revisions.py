"""The page that compares two revisions of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from events.models import Article, ArticleRevision
from events.web.pages.article import cut_for
from events.web.revision_diff import Part, Passage, compare_texts, compare_words


@dataclass(frozen=True, slots=True)
class RevisionsPage:
    """`older` and `newer` are compared; `is_excerpt`: this reader may see, and so compares, only the beginnings."""

    article: Article
    revisions: Sequence[ArticleRevision]
    older: ArticleRevision
    newer: ArticleRevision
    title: Sequence[Part]
    passages: Sequence[Passage]
    is_excerpt: bool

    @property
    def is_equal(self) -> bool:
        return not self.passages and all(part.kind == "same" for part in self.title)


def build_revisions_page(
    article: Article,
    revisions: Sequence[ArticleRevision],
    older: ArticleRevision,
    newer: ArticleRevision,
    reader: AbstractBaseUser | AnonymousUser,
) -> RevisionsPage:
    """Compare two revisions (with their texts) as far as the reader may see them. No query of its own."""
    before, cut_before = cut_for(older.text or "", reader)
    after, cut_after = cut_for(newer.text or "", reader)
    return RevisionsPage(
        article=article,
        revisions=revisions,
        older=older,
        newer=newer,
        title=compare_words(older.title, newer.title),
        passages=compare_texts(before, after),
        is_excerpt=cut_before or cut_after,
    )
