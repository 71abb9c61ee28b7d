"""Articles, their revisions, and what the machine keeps of each."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q

from events.admin.base import MachineAdmin, link_to_list, shorten
from events.filters.conditions import matches_words
from events.models import (
    Article,
    ArticleMeaning,
    ArticleProfile,
    ArticleReading,
    ArticleRevision,
    ArticleSearch,
    ArticleSignature,
    ArticleVector,
    ArticleWork,
    Claim,
    EventArticle,
    Figure,
    Mention,
)


def article_is_meant(words: str) -> Q:
    """The article's own id or address is this, or its text matches."""
    if " " not in words and ("/" in words or ":" in words):
        return Q(external_id=words) | Q(url=words)
    return Q(external_id=words) | matches_words("")(words)


def of_article(words: str) -> Q:
    """The row belongs to the article with this external id."""
    return Q(article__external_id=words)


@admin.register(Article)
class ArticleAdmin(MachineAdmin):
    list_display = ("id", "short_title", "source", "published_at", "provenance", "language", "state", "is_copy")
    list_filter = ("provenance", "vouched", "is_sample", "work__status", ("copy_of", admin.EmptyFieldListFilter))
    list_select_related = ("source", "work")
    sortable_by = ("id", "published_at")
    search_fields = ("title",)
    search_help_text = 'Words, "phrases", -not, or; or an id, external id or address.'
    search_condition = article_is_meant
    readonly_fields = ("state", "revisions", "mentions", "claims", "figures", "events")

    @admin.display(description="title")
    def short_title(self, article: Article) -> str:
        return shorten(str(article))

    @admin.display(description="state of work")
    def state(self, article: Article) -> str:
        work = getattr(article, "work", None)
        return f"{work.stage} {work.status} {work.reason}".strip() if work else "none"

    @admin.display(boolean=True, description="copy")
    def is_copy(self, article: Article) -> bool:
        return article.copy_of_id is not None

    @admin.display
    def revisions(self, article: Article) -> str:
        return link_to_list(ArticleRevision, "all revisions", article__id=article.pk)

    @admin.display
    def mentions(self, article: Article) -> str:
        return link_to_list(Mention, "mentions of all revisions", article__id=article.pk)

    @admin.display
    def claims(self, article: Article) -> str:
        return link_to_list(Claim, "claims of all revisions", article__id=article.pk)

    @admin.display
    def figures(self, article: Article) -> str:
        return link_to_list(Figure, "figures of all revisions", article__id=article.pk)

    @admin.display
    def events(self, article: Article) -> str:
        return link_to_list(EventArticle, "events, and why", article__id=article.pk)


@admin.register(ArticleRevision)
class ArticleRevisionAdmin(MachineAdmin):
    hidden = ("raw_html",)
    list_display = ("id", "article", "number", "provenance", "supplied_by", "retrieved_at", "content_hash")
    list_filter = ("provenance",)
    list_select_related = ("article",)
    search_fields = ("content_hash",)
    search_help_text = "An id, or the external id of its article."
    search_condition = of_article


@admin.register(ArticleWork)
class ArticleWorkAdmin(MachineAdmin):
    list_display = ("article", "stage", "status", "reason", "attempts", "claimed_by", "lease_until", "changed_at")
    list_filter = ("stage", "status")
    list_select_related = ("article",)
    sortable_by = ("article",)
    ordering = ("-article",)
    search_fields = ("article__external_id",)
    search_help_text = "An article's id or external id."
    search_condition = of_article


@admin.register(ArticleReading)
class ArticleReadingAdmin(MachineAdmin):
    list_display = ("revision_id", "tagger_version", "read_at")
    list_select_related = ("revision__article",)
    sortable_by = ("revision_id",)
    ordering = ("-revision",)
    search_fields = ("revision__article__external_id",)
    search_help_text = "A revision's id, or its article's external id."
    search_condition = staticmethod(lambda words: Q(revision__article__external_id=words))


class ArticlePartAdmin(MachineAdmin):
    """Tables beside the article, one row each."""

    list_display: Any = ("article_id", "article")
    list_select_related = ("article",)
    sortable_by = ("article_id",)
    ordering = ("-article",)
    search_fields = ("article__external_id",)
    search_help_text = "An article's id or external id."
    search_condition = of_article


@admin.register(ArticleMeaning)
class ArticleMeaningAdmin(ArticlePartAdmin):
    hidden = ("vector",)


@admin.register(ArticleVector)
class ArticleVectorAdmin(ArticlePartAdmin):
    hidden = ("vector",)


@admin.register(ArticleProfile)
class ArticleProfileAdmin(ArticlePartAdmin):
    hidden = ("data",)


@admin.register(ArticleSignature)
class ArticleSignatureAdmin(ArticlePartAdmin):
    hidden = ("hashes",)


@admin.register(ArticleSearch)
class ArticleSearchAdmin(ArticlePartAdmin):
    hidden = ("document",)
